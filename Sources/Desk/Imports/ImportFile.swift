import Formats
import Receivables
import Store

extension Desk {
    /// Takes a file into the book.
    ///
    /// Safe to stop at any moment: the same command takes it up again and ends as if it had never stopped. While an
    /// import is unfinished no other one starts.
    ///
    /// Errors: everything that makes a file unusable as a whole (exit 65), `file-missing`, `import-unfinished`,
    /// `database-locked`, and with `isStrict` `rows-rejected`.
    package func importFile(_ options: ImportOptions, progress: TaskProgress = .silent) throws -> ImportResult {
        try access.require(.importFiles)
        let lock = try engine.acquire(.book)
        defer { lock.release() }
        let options = try engine.read { try options.permitted(to: self, $0) }
        let zone = try options.map.timeZone ?? engine.read { try $0.setting(.timeZone) }
        let plan = try ImportPlan(options, offsetSeconds: Desk.offsetSeconds(ofZone: zone, at: now))
        let job = ImportJob(desk: self, options: options, plan: plan, progress: progress)
        return try job.run()
    }
}

extension ImportOptions {
    /// The import as the one who asks may make it: into a portfolio of which they see the whole creditor. Errors:
    /// `portfolio-unknown`, `not-permitted`.
    fileprivate func permitted(to desk: Desk, _ db: any Reading) throws -> ImportOptions {
        let scope = try desk.scope(db)
        guard !scope.isWholeBook else { return self }
        let (portfolio, isNew) = try desk.portfolioForImport(named: portfolio, db)
        if !isNew { _ = try db.portfolio(named: portfolio.name, within: scope) }
        guard !isNew, try desk.showsAll(ofCreditorOf: portfolio.id, db) else {
            throw Problem.notPermitted(isNew ? .changePortfolios : .importFiles)
        }
        var options = self
        options.portfolio = portfolio.name
        return options
    }
}

/// One import from its first look at the file to its result.
struct ImportJob {
    let desk: Desk
    let options: ImportOptions
    let plan: ImportPlan
    let progress: TaskProgress

    private var engine: any Engine { desk.engine }

    func run() throws -> ImportResult {
        let original = plan.table.original
        let digest = Later { Store.digest(of: original.bytes) }
        let begun = try engine.read { db in try unfinished(digest, db) }
        var start = try begun ?? engine.read { db in try prepare(db) }
        let survey = try ImportSurvey(
            plan, portfolio: start.portfolio, numbers: start.numbers, halvesFrom: options.surveyHalvesBytesMin,
            engine: engine, progress: progress)
        let isResumed = begun != nil
        if isResumed, start.mapping != survey.plan.mappingJSON.text(indent: nil) {
            throw Problem.importUnfinished(start.id, kind: options.kind.rawValue, file: plan.table.name)
        }
        if !isResumed, options.isDryRun || options.isStrict {
            let outcome = try rehearse(survey, start)
            if options.isStrict { try refuseRejects(outcome, survey) }
            if options.isDryRun { return try result(survey, start, outcome, isResumed: false) }
        }
        // Opened before anything is written, so that a wrong name does not leave an import unfinished.
        let rejectsFile = try options.rejectsPath.map { path throws(Problem) in try RejectsFile(path) }
        if !isResumed { try begin(&start, survey, digest.get()) }
        let context = try context(survey, start)
        var warnings = Rehearsal()
        try writeRows(context, &start, &warnings)
        try ImportStages(engine: engine, actor: desk.actor, context: context, importID: start.id).run(&start.progress)
        if start.progress.counters.rejected > 0 {
            try RejectLines(engine: engine, importID: start.id).write(countedIn: survey.plan.table.rows.bytes)
        }
        if let rejectsFile {
            try rejectsFile.write(ofImport: start.id, desk: desk, plan: survey.plan)
        }
        return try finish(survey, start, warnings.warnings, isResumed: isResumed)
    }

    /// What is fixed when an import begins, and kept for when it is taken up again.
    struct Start {
        var id: Int64
        var entry: Int64
        var portfolio: PortfolioRecord
        var isNewPortfolio: Bool
        var numbers: ImportSurvey.Numbers
        var firstOther: Int64
        var options: ImportOptions
        /// How the file was read: taken up again it must be read in the same way.
        var mapping = ""
        /// The last journal entry when the numbers were looked up.
        var lastEntry: Int64 = 0
        var progress = ImportProgress()
    }

    /// The interrupted import of this very file; throws when another one is unfinished.
    private func unfinished(_ digest: Later<[UInt8]>, _ db: any Reading) throws -> Start? {
        guard let record = try db.unfinishedImport() else { return nil }
        guard record.state == .running, record.digest == digest.get(), record.kind == options.kind.rawValue,
            !options.isDryRun,
            let portfolio = try db.portfolios().first(where: { $0.id == record.portfolio }),
            options.portfolio == nil || options.portfolio == portfolio.name,
            let stored = JSONValue(parsing: record.progress)
        else {
            throw Problem.importUnfinished(record)
        }
        var start = Start(
            id: record.id, entry: record.entry, portfolio: portfolio, isNewPortfolio: false,
            numbers: ImportSurvey.Numbers(stored["numbers"] ?? .null), firstOther: stored["firstOther"]?.integer ?? 0,
            options: options, progress: ImportProgress(stored))
        if let day = stored["asOf"]?.string.flatMap({ Day($0) }) { start.options.asOf = day }
        if let vanished = stored["vanished"]?.string.flatMap(ImportOptions.Vanished.init) {
            start.options.vanished = vanished
        }
        start.mapping = stored["mapping"]?.string ?? ""
        start.progress.fixed = ImportJob.fixed(start)
        return start
    }

    /// What a new import starts with, as the book is now.
    private func prepare(_ db: any Reading) throws -> Start {
        let (portfolio, isNew) = try desk.portfolioForImport(named: options.portfolio, db)
        let numbers = ImportSurvey.Numbers(
            firstDebtor: try db.next(.debtor), firstAccount: try db.next(.account), firstPayment: try db.next(.payment))
        let other: Int64 =
            switch options.kind {
            case .promises: try db.next(.promise)
            case .contacts: try db.next(.contact)
            default: try db.next(.hold)
            }
        var start = Start(
            id: try db.next(.imports), entry: 0, portfolio: portfolio, isNewPortfolio: isNew, numbers: numbers,
            firstOther: other, options: options)
        start.lastEntry = try db.lastEntry()
        return start
    }

    private func context(_ survey: ImportSurvey, _ start: Start) throws -> ImportContext {
        var portfolios = try engine.read { try $0.portfoliosByID() }
        portfolios[start.portfolio.id] = portfolios[start.portfolio.id] ?? start.portfolio
        return ImportContext(
            survey: survey, options: start.options, portfolio: start.portfolio,
            portfolios: portfolios,
            entry: start.entry, actor: desk.actor, numbers: start.numbers, firstOther: start.firstOther)
    }

    /// Decides everything and writes nothing.
    private func rehearse(_ survey: ImportSurvey, _ start: Start) throws -> Rehearsal {
        let context = try context(survey, start)
        var outcome = Rehearsal()
        var decider = ChunkDecider(context, engine: engine)
        var chunks = ChunkMaker(survey, skipping: 0, chunkRows: options.chunkRows)
        var done = 0
        while let chunk = chunks.next() {
            let effects = try decider.decide(chunk)
            outcome.counters.add(effects.counters)
            outcome.rejects += effects.rejects.prefix(DeskLimits.rejectsShown - outcome.rejects.count)
            outcome.keep(effects.warnings)
            done += chunk.rowCount
            progress.report(.deciding, done, of: survey.rows)
        }
        guard options.kind == .snapshot else { return outcome }
        let stages = ImportStages(engine: engine, actor: desk.actor, context: context, importID: 0)
        try VanishedAccounts(stages).each(after: 0, isCertain: outcome.counters.isCertain) { effects, _ in
            outcome.counters.add(effects.counters)
            outcome.rejects += effects.rejects.prefix(DeskLimits.rejectsShown - outcome.rejects.count)
        }
        return outcome
    }

    private func refuseRejects(_ outcome: Rehearsal, _ survey: ImportSurvey) throws {
        guard outcome.counters.rejected > 0 || !outcome.rejects.isEmpty else { return }
        let shown = ShownReject.shown(outcome.rejects, survey)
        var facts = [Fact("file", plan.table.name), Fact("rejected", max(outcome.counters.rejected, shown.count))]
        if let first = shown.first {
            facts += [
                Fact("line", first.line ?? 0), Fact("column", first.column ?? ""), Fact("value", first.value ?? ""),
            ]
            facts.append(Fact("firstCode", first.code.rawValue))
        }
        throw Problem(.rowsRejected, facts)
    }

    /// Enters the import into the book and takes the numbers it may use.
    private func begin(_ start: inout Start, _ survey: ImportSurvey, _ digest: [UInt8]) throws {
        var begun = start
        try engine.write(.repeatable) { db in
            if begun.isNewPortfolio { try desk.addPortfolio(begun.portfolio, db, by: desk.actor) }
            begun.id = try db.take(1, .imports)
            _ = try db.take(survey.keys.newDebtors.count, .debtor)
            _ = try db.take(survey.keys.newAccounts.count, .account)
            try ImportJob.takeNumbers(&begun, survey, db)
            begun.mapping = survey.plan.mappingJSON.text(indent: nil)
            let detail: JSONValue = [
                "kind": .string(options.kind.rawValue), "file": .string(plan.table.name),
                "rows": JSONValue(survey.rows),
                "digest": .string(digest.hex), "portfolio": .string(begun.portfolio.name),
                "asOf": .string(options.asOf.description),
            ]
            begun.entry = try db.journal(
                "import-begun", subject: "import:\(begun.id)", detail: detail.text(indent: nil), by: desk.actor)
            begun.progress.fixed = ImportJob.fixed(begun)
            try db.addImport(
                id: begun.id, entry: begun.entry, kind: options.kind.rawValue, file: plan.table.name, digest: digest,
                portfolio: begun.portfolio.id, startedAt: desk.now, progress: begun.progress.json.text(indent: nil))
        }
        start = begun
    }

    /// Takes the numbers of what the file brings. A person may have recorded something while the file was surveyed:
    /// other things just get the next numbers, but payments were compared with what was known before.
    private static func takeNumbers(_ start: inout Start, _ survey: ImportSurvey, _ db: any Writing) throws {
        if bringsPayments(survey.plan) {
            let changed = try db.integer(
                "SELECT count(*) FROM journal WHERE entry_id > ?1 AND kind LIKE 'payment-%'", [Value(start.lastEntry)])
            guard changed == 0, try db.take(survey.rows, .payment) == start.numbers.firstPayment else {
                throw Problem.otherTaskAtWork
            }
        }
        if let other = otherSequence(survey.plan) { start.firstOther = try db.take(survey.rows, other) }
    }

    /// Whether rows of the file may become payments.
    private static func bringsPayments(_ plan: ImportPlan) -> Bool {
        switch plan.kind {
        case .payments, .snapshot: true
        case .receivables: [.duePaid, .dueOpen, .dueSettled].contains { plan.columns[$0] != nil }
        case .debtors, .accounts, .promises, .contacts: false
        }
    }

    /// The numbers besides those of payments that rows of the file may need.
    private static func otherSequence(_ plan: ImportPlan) -> SequenceName? {
        switch plan.kind {
        case .promises: .promise
        case .contacts: .contact
        case .receivables, .snapshot: plan.columns[.dueDisputed] != nil ? .hold : nil
        case .debtors, .accounts, .payments: nil
        }
    }

    /// Members of the stored progress that never change.
    private static func fixed(_ start: Start) -> [JSONValue.Member] {
        [
            JSONValue.Member("numbers", start.numbers.json),
            JSONValue.Member("firstOther", JSONValue(start.firstOther)),
            JSONValue.Member("asOf", .string(start.options.asOf.description)),
            JSONValue.Member("vanished", .string(start.options.vanished.rawValue)),
            JSONValue.Member("mapping", .string(start.mapping)),
        ]
    }

    /// Decides on other threads, and writes in the order of the file.
    private func writeRows(_ context: ImportContext, _ start: inout Start, _ seen: inout Rehearsal) throws {
        guard start.progress.stage == .rows else { return }
        let rejected = try engine.read { try $0.rejectCount(ofImport: start.id) }
        let (engine, survey, progress) = (engine, context.survey, progress)
        let writing = ChunkWriting(
            engine, ImportWriter(importID: start.id, actor: desk.actor, rejected: rejected), start.progress
        ) { progress.report(.writing, $0, of: survey.rows) }
        // What is being written when something else fails is written to its end.
        defer { try? writing.wait() }
        try Pipeline.run(
            ChunkMaker(survey, skipping: start.progress.runs, chunkRows: options.chunkRows), workers: options.deciders,
            ahead: DeskLimits.importChunksAhead,
            worker: {
                var decider = ChunkDecider(context, engine: engine)
                return { try decider.decide($0) }
            },
            use: writing.write)
        try writing.wait()
        start.progress = writing.progress
        seen.keep(writing.warnings)
    }

    private func finish(
        _ survey: ImportSurvey, _ start: Start, _ warnings: [RowWarning], isResumed: Bool
    ) throws -> ImportResult {
        let kept = try engine.read { try $0.rejects(ofImport: start.id, limit: DeskLimits.rejectsShown) }
        let outcome = Rehearsal(counters: start.progress.counters, rejects: kept, warnings: warnings)
        let result = try result(survey, start, outcome, isResumed: isResumed)
        // Who is told that a file is in must find it in, whatever happens to the machine.
        try engine.write(.durable) { db in
            let stored = result.json({ $0.code.rawValue }, warning: \.rawValue).text(indent: nil)
            try db.finishImport(start.id, state: .done, at: desk.now, result: stored)
            try db.journal(
                "import-finished", subject: "import:\(start.id)",
                detail: JSONValue.object(start.progress.counters.members).text(indent: nil), by: desk.actor)
        }
        if survey.rows > DeskLimits.settleRowsMin { try engine.settle() }
        return result
    }

    private func result(
        _ survey: ImportSurvey, _ start: Start, _ outcome: Rehearsal, isResumed: Bool
    ) throws -> ImportResult {
        ImportResult(
            id: options.isDryRun ? nil : start.id, kind: options.kind, file: plan.table.name,
            isDryRun: options.isDryRun, isResumed: isResumed, portfolio: start.portfolio.name,
            isNewPortfolio: start.isNewPortfolio, read: survey.rows, counters: outcome.counters,
            rejects: ShownReject.shown(outcome.rejects, survey),
            warningsList: ShownWarning.shown(outcome.warnings, survey.plan),
            rejectsFile: options.isDryRun ? nil : options.rejectsPath,
            mapping: survey.plan.mappingJSON, unusedColumns: survey.plan.unusedHeaders)
    }
}

/// What an import would do or did.
struct Rehearsal {
    var counters = ImportCounters()
    var rejects: [RejectedRow] = []
    /// The first warnings, in the order of the chunks.
    var warnings: [RowWarning] = []

    mutating func keep(_ more: [RowWarning]) {
        warnings += more.prefix(max(0, DeskLimits.warningsShown - warnings.count))
    }
}

extension ImportSurvey.Numbers {
    var json: JSONValue {
        ["debtor": JSONValue(firstDebtor), "account": JSONValue(firstAccount), "payment": JSONValue(firstPayment)]
    }

    init(_ json: JSONValue) {
        self.init(
            firstDebtor: json["debtor"]?.integer ?? 1, firstAccount: json["account"]?.integer ?? 1,
            firstPayment: json["payment"]?.integer ?? 1)
    }
}

extension ShownReject {
    /// Rejected rows with their line numbers.
    static func shown(_ rejects: [RejectedRow], _ survey: ImportSurvey) -> [ShownReject] {
        let rejects = rejects.sorted { $0.offset < $1.offset }
        // Those of a rehearsal are nowhere kept with their line.
        let uncounted = rejects.filter { $0.offset >= 0 && $0.line == nil }
        let lines = RecordScanner.lines(of: uncounted.map(\.offset), in: survey.plan.table.rows.bytes)
        var line = lines.makeIterator()
        return rejects.map {
            ShownReject(
                line: $0.offset >= 0 ? $0.line ?? line.next() : nil, column: $0.column, value: $0.value, code: $0.code,
                facts: $0.facts)
        }
    }
}
