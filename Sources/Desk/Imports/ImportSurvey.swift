import Formats
import Receivables
import Store

/// The first walk over a file: what its columns show about dates and amounts, what its rows are about, and in which
/// order the book wants them. Nothing is written.
struct ImportSurvey: Sendable {
    let plan: ImportPlan
    let keys: ResolvedKeys
    let index: RowIndex
    let payments: PaymentIdentities
    /// Rows behind the header.
    let rows: Int

    /// The numbers that new things of this import get.
    struct Numbers: Sendable {
        let firstDebtor: Int64
        let firstAccount: Int64
        let firstPayment: Int64
    }

    /// Walks over the file. One that cannot bring anything new into the book is walked in two halves at a time, if the
    /// first half ends where the second was taken to begin: a line may also begin inside a quoted field.
    init(
        _ plan: ImportPlan, portfolio: PortfolioRecord, numbers: Numbers, halvesFrom bytes: Int, engine: any Engine,
        progress: TaskProgress
    ) throws {
        self = try engine.read { db in
            let questions = SurveyQuestions(plan, portfolio: portfolio, numbers: numbers)
            var walk = SurveyWalk(questions, known: try questions.known(db), from: plan.start)
            let half = questions.bytes < bytes ? nil : questions.halving(walk.resolver.known)
            try walk.run(upTo: half?.start, progress: progress)
            let later = try half.flatMap { half in
                let seen = try half.seen.get().get()
                return seen.first == walk.next ? seen : nil
            }
            if later == nil { try walk.run(upTo: nil, progress: progress) }
            return try ImportSurvey(try walk.finish(), later, questions, walk.resolver, db)
        }
    }

    /// Joins what was seen of one half of the file, or of all of it, with what was seen of the other.
    private init(
        _ first: SurveyPart, _ second: SurveyPart?, _ questions: SurveyQuestions, _ resolver: KeyResolver,
        _ db: any Reading
    ) throws {
        var (evidence, identities) = (first.evidence, first.identities)
        if let second {
            evidence.add(second.evidence)
            identities.append(second.identities, shift: first.rows)
        }
        var plan = questions.plan
        try plan.decide(evidence)
        self.plan = plan
        rows = first.rows + (second?.rows ?? 0)
        let (resolved, ranks) = resolver.finish(second.map { [$0.groups] } ?? [])
        keys = resolved
        // Rows that got a second look come after all others of their group, wherever they stand.
        var parts = [(first.index, ranks[0], 0)]
        if let second { parts.append((second.index, ranks[1], first.rows)) }
        parts.append((first.lateIndex, ranks[0], 0))
        if let second { parts.append((second.lateIndex, ranks[1], first.rows)) }
        index = try RowIndex(parts)
        let rowCount = rows
        let repeated = RepeatedPayments(
            plan: plan, keys: keys, index: index, currency: questions.portfolio.currency)
        payments = try identities.finish(
            creditor: questions.portfolio.creditor, firstPayment: questions.numbers.firstPayment, db: db
        ) { try repeated.unusable($0, of: rowCount, db) }
    }
}

/// What a survey asks of every row.
private struct SurveyQuestions: Sendable {
    let plan: ImportPlan
    let portfolio: PortfolioRecord
    let numbers: ImportSurvey.Numbers
    let dateKeys: [ColumnKey]
    let amountKeys: [ColumnKey]
    let hasPaymentReferences: Bool
    private let hasDebtors: Bool
    private let isLarge: Bool

    init(_ plan: ImportPlan, portfolio: PortfolioRecord, numbers: ImportSurvey.Numbers) {
        self.plan = plan
        self.portfolio = portfolio
        self.numbers = numbers
        let found = ColumnEvidence(plan)
        dateKeys = ColumnKey.allCases.filter { found.dates[$0.rawValue] != nil }
        amountKeys = ColumnKey.allCases.filter { found.amounts[$0.rawValue] != nil }
        hasPaymentReferences = plan.kind == .payments && plan.columns[.paymentReference] != nil
        hasDebtors = plan.columns[.debtorReference] != nil
        let rows = Int64(SurveyQuestions.estimatedRows(plan))
        isLarge = rows * Int64(DeskLimits.bookPerFileRow) > max(numbers.firstDebtor, numbers.firstAccount)
    }

    /// A guess from the length of the first rows.
    private static func estimatedRows(_ plan: ImportPlan) -> Int {
        var scanner = plan.table.scanner(from: plan.start)
        var count = 0
        while count < 100, scanner.next() != .end { count += 1 }
        guard count == 100 else { return count }
        let bytesPerRow = max(1, (scanner.position - plan.start) / count)
        return (plan.table.rows.bytes.count - plan.start) / bytesPerRow
    }

    /// Of accounts that are named after debtor and currency, where the row does not say.
    private var accountCurrency: Currency { plan.map.currency ?? portfolio.currency }

    /// Bytes of all rows.
    var bytes: Int { plan.table.rows.bytes.count - plan.start }

    func known(_ db: any Reading) throws -> KnownReferences {
        guard isLarge else {
            let names = NamedReferences(plan, currency: accountCurrency)
            return try KnownReferences(of: names, creditor: portfolio.creditor, db: db)
        }
        return try KnownReferences(
            loading: portfolio.creditor, withDebtors: hasDebtors,
            counts: (numbers.firstDebtor, numbers.firstAccount), db: db)
    }

    func resolver(_ known: KnownReferences) -> KeyResolver {
        KeyResolver(
            kind: plan.kind, currency: accountCurrency, firstDebtor: numbers.firstDebtor,
            firstAccount: numbers.firstAccount, known: known)
    }

    /// Whether no row can bring a debtor, an account or an alias into the book: then what a row is about does not
    /// depend on the rows before it.
    private var bringsNothingNew: Bool {
        switch plan.kind {
        case .payments, .promises, .contacts: true
        case .receivables, .snapshot: !hasDebtors && plan.columns[.accountAlias] == nil
        case .debtors, .accounts: false
        }
    }

    /// Starts to walk over the second half of the file on another thread, where that is worth it.
    func halving(_ known: KnownReferences) -> SecondHalf? {
        guard bringsNothingNew else { return nil }
        let start = lineAfter(plan.start + bytes / 2)
        let seen = Later {
            Result {
                var walk = SurveyWalk(self, known: known, from: start)
                try walk.run(upTo: nil, progress: .silent)
                return try walk.finish()
            }
        }
        return SecondHalf(start: start, seen: seen)
    }

    /// Where the next line starts. It need not be a record: a quoted field may go on there.
    private func lineAfter(_ offset: Int) -> Int {
        let bytes = plan.table.rows.bytes
        var at = offset
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        return min(bytes.count, at + 1)
    }
}

/// The second half of a file, which another thread walks over meanwhile.
private struct SecondHalf {
    let start: Int
    let seen: Later<Result<SurveyPart, any Error>>
}

/// What a walk over a file, or over a half of it, has seen. Rows are counted from its start.
private struct SurveyPart: Sendable {
    /// Where the first row starts; nil where there is none.
    let first: Int?
    let rows: Int
    let evidence: ColumnEvidence
    let groups: [RowGroup]
    let index: RowIndexBuilder
    /// Rows that could not be placed at first sight.
    let lateIndex: RowIndexBuilder
    let identities: PaymentIdentities.Builder
}

/// The state of a walk.
private struct SurveyWalk {
    private let questions: SurveyQuestions
    private var reader: RowReader
    private var evidence: ColumnEvidence
    private(set) var resolver: KeyResolver
    private var index: RowIndexBuilder
    private var lateIndex: RowIndexBuilder
    private var identities = PaymentIdentities.Builder()
    private var rows = 0
    private var first: Int?
    /// Where the row starts before which the walk stopped; nil at the end of the file.
    private(set) var next: Int?
    /// Rows that could not be placed at first sight, as runs of neighbours.
    private var unplaced: [RowRun] = []

    init(_ questions: SurveyQuestions, known: KnownReferences, from start: Int) {
        self.questions = questions
        reader = RowReader(questions.plan)
        reader.seek(start)
        evidence = ColumnEvidence(questions.plan)
        index = RowIndexBuilder(name: questions.plan.table.name)
        lateIndex = index
        resolver = questions.resolver(known)
    }

    /// Goes on to the first row that starts at `end` or behind it, or to the end of the file.
    mutating func run(upTo end: Int?, progress: TaskProgress) throws {
        let total = questions.plan.table.rows.bytes.count
        if let next { reader.seek(next) }
        next = nil
        while reader.next() {
            if let end, reader.offset >= end {
                next = reader.offset
                return
            }
            if first == nil { first = reader.offset }
            addEvidence()
            try place()
            rows += 1
            if rows & 0xFFFF == 0 { progress.report(.reading, reader.offset, of: end ?? total) }
        }
    }

    /// Gives the rows that could not be placed a second look, and ends the walk.
    mutating func finish() throws -> SurveyPart {
        try secondLook()
        return SurveyPart(
            first: first, rows: rows, evidence: evidence, groups: resolver.groups, index: index, lateIndex: lateIndex,
            identities: identities)
    }

    private mutating func addEvidence() {
        guard reader.status == .record else { return }
        for key in questions.dateKeys {
            if let cell = reader.cell(key), !cell.isTypedDate, !cell.isTypedNumber {
                evidence.dates[key.rawValue]?.add(cell.bytes)
            }
        }
        for key in questions.amountKeys {
            if let cell = reader.cell(key), !cell.isTypedNumber { evidence.amounts[key.rawValue]?.add(cell.bytes) }
        }
    }

    /// Places the row under the reader, or notes it for a second look.
    private mutating func place() throws {
        do {
            let group = try resolver.group(of: reader)
            try index.add(group: group, ordinal: rows, offset: reader.offset)
            identify(rows)
        } catch is RowProblem { note(rows) }
    }

    private mutating func identify(_ ordinal: Int) {
        guard questions.hasPaymentReferences, let reference = reader.bytes(.paymentReference) else { return }
        identities.add(reference, isReturn: reader.looksNegative(.paymentAmount), ordinal: ordinal)
    }

    private mutating func note(_ ordinal: Int) {
        if let last = unplaced.last, last.ordinal + last.rows == UInt32(ordinal) {
            unplaced[unplaced.count - 1].rows += 1
        } else {
            unplaced.append(RowRun(rank: 0, rows: 1, ordinal: UInt32(ordinal), offset: UInt64(reader.offset)))
        }
    }

    /// A row may name an account that only a later row brings into the book. Rows that cannot be placed now either go
    /// to the group of nobody, where they are looked at again and rejected with their reason.
    private mutating func secondLook() throws {
        for run in unplaced {
            reader.seek(Int(run.offset))
            for row in 0..<Int(run.rows) where reader.next() {
                var group = 0
                do { group = try resolver.group(of: reader) } catch is RowProblem {}
                try lateIndex.add(group: group, ordinal: Int(run.ordinal) + row, offset: reader.offset)
                identify(Int(run.ordinal) + row)
            }
        }
    }
}

extension RowReader {
    /// Whether the amount is written with a minus sign or in brackets, whatever its separators mean.
    func looksNegative(_ key: ColumnKey) -> Bool {
        guard let cell = cell(key), cell.content.contains(where: { $0 == 0x2D || $0 == 0x28 || $0 == 0xE2 }) else {
            return false
        }
        return AmountShape(cell.content)?.isNegative ?? false
    }
}
