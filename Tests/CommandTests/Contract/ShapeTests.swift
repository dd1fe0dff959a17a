import Support
import Testing

/// The JSON documents of the contract, key by key: scripts and spreadsheets rely on them, so a change here is a change
/// for everybody outside. They only grow.
@Suite struct ShapeTests {
    static let importShape = """
        {kind: text, file: text, import: int?, dryRun: bool, portfolio: text, read: int, accepted: int, unchanged: int,
         rejected: int, parked: int, warnings: int, rounded: int, debtors: int, accounts: int, dues: int, payments: int,
         promises: int, contacts: int, waiting: int, unmatchedReturns: int,
         rejects: [{line: int?, column: text?, value: text?, code: text, \
         message: text}],
         rejectsFile: text?, mapping: {delimiter: text, encoding: text?, sheet: text?, dates: text?, decimal: text?,
         currency: text?, timeZone: text?, columns: any}, unusedColumns: [text],
         warningsList: [{line: int, column: text, value: text, kept: text?, code: text, message: text}]}
        """

    static let runShape = """
        {date: day, accountsInBook: int, accountsTouched: int, casesOpened: int, casesClosed: int,
         promises: {kept: int, partlyKept: int, broken: int, pending: int}, steps: int, notices: int, worklist: int,
         parked: [{account: text, code: text, message: text}], caughtUpDays: int, dryRun: bool}
        """

    static let worklistShape = """
        {date: day, total: int, items: [{rank: int, collector: text?, debtor: text, name: text?, accounts: [text],
         dpd: int, overdue: [{currency: text, amount: money}], step: text, stepId: text, score: int,
         reasons: [{code: text, text: text, points: int, texts: {id: text, en: text}}]}], parked: int, waiting: int}
        """

    static let accountShape = """
        {account: text, alias: text?, debtor: text, name: text?, names: [text], portfolio: text, creditor: text,
         product: text?, currency: text, status: text?, opened: day?, branch: text?, collector: text?, asOf: day,
         dpd: int, bucket: text, grade: {code: int, name: text}?, overdue: money,
         overdueComponents: {principal: money, interest: money, fee: money, penalty: money}, open: money, credit: money,
         unmatchedReturns: money,
         explanation: [{code: text, text: text}],
         dues: [{reference: text?, issued: day?, date: day, withdrawn: day?, onBook: bool, amount: money,
          principal: money, interest: money, fee: money, penalty: money, allocated: money, credited: money, open: money,
          openComponents: {principal: money, interest: money, fee: money, penalty: money}, dpd: int, heldDays: int}],
         payments: [{id: int, reference: text?, date: day, amount: money, channel: text?, payer: text?, source: text,
          allocated: money, unapplied: money, returned: money,
          allocations: [{due: text?, amount: money, principal: money, interest: money, fee: money, penalty: money}],
          takesBack: [{id: int, reference: text?, amount: money}]}],
         holds: [{id: int, reason: text, scope: text, due: text?, from: day, to: day?, stopsContact: bool,
          stopsCount: bool, note: text?}],
         promises: [{id: int, made: day, date: day, amount: money, currency: text, received: money, state: text,
          decidedFrom: day}],
         contactPoints: [{kind: text, value: text, written: text?, relation: text, quality: text}],
         changes: [{field: text, before: text?, after: text?, at: instant, by: text, import: int?, undo: bool}],
         contacts: [{id: int, at: instant, account: text?, channel: text, direction: text, result: text?,
          rightParty: bool?, note: text?, by: text, imported: bool}],
         notes: [{id: int, at: instant, by: text, text: text}],
         case: {episode: int, opened: day, segment: text, collector: text?, step: text?, stepKind: text?,
          nextAction: day?, lastStep: text?, lastStepDay: day?, lastAttempt: day?, attempts: int}?, nextDay: day?}
        """

    static let ageingShape = """
        {asOf: day, currencies: [{currency: text, open: {dues: int, amount: money},
         overdue: {dues: int, accounts: int, debtors: int, amount: money},
         buckets: [{bucket: text, dues: int, amount: money}],
         accountBuckets: [{bucket: text, accounts: int, amount: money, overdue: money}],
         debtorBuckets: [{bucket: text, debtors: int, amount: money, overdue: money}],
         unappliedCredit: money}], parked: int, waiting: int}
        """

    static let nodesShape = """
        {at: instant, nodes: [{node: int, name: text, kind: text, state: text, startedAt: instant, seenAt: instant,
          holds: [int], shares: int, refused: int}],
         run: {date: day, stopped: bool, debtors: int, debtorsDone: int, sharesDone: int,
          shares: [{share: int, task: text, state: text, debtors: int, node: int?, leaseUntil: instant?}]}?}
        """

    static let portfolioShape = """
        {name: text, creditor: text, lenderType: text, currency: text, waterfall: text, tolerance: money,
         buckets: [text], promiseGraceDays: int, promiseTolerance: money, strategy: text}
        """

    static let collectorShape = """
        {name: text, languages: [text], minutesPerDay: int, skills: [text], portfolios: [text], active: bool}
        """

    static let paymentShape = """
        {payment: int, account: text, currency: text, reference: text?, date: day, amount: money, channel: text?, \
        payer: text?, \
        source: text,
         allocated: money, unapplied: money, returned: money,
         allocations: [{due: text?, amount: money, principal: money, interest: money, fee: money, penalty: money}],
         takesBack: [{id: int, reference: text?, amount: money}], warnings: [{code: text, text: text}]}
        """

    static let waitingShape = """
        {payments: [{id: int, reference: text?, creditor: text, account: text?, due: text?, date: day, currency: text,
          amount: money, channel: text?, payer: text?, source: text}],
         totals: [{currency: text, payments: int, amount: money}]}
        """

    /// Commands that answer a question or set something, with the shape of what they print.
    static let documents: [(command: String, shape: String)] = [
        ("init", "{migrations: [text]}"),
        ("import receivables receivables.csv", importShape),
        ("import receivables receivables.csv --dry-run", importShape),
        ("import payments payments.csv", importShape),
        ("import promises promises.csv", importShape),
        ("import contacts contacts.csv", importShape),
        (
            "imports",
            """
            {imports: [{import: int, kind: text, file: text, portfolio: text, state: text, startedAt: instant,
             finishedAt: instant?, read: int, accepted: int, unchanged: int, rejected: int}]}
            """
        ),
        (
            "imports rejects 1",
            "{import: int, rejects: [{line: int?, column: text?, value: text?, code: text, message: text, row: text}]}"
        ),
        ("run", runShape), ("run --dry-run --date 2026-03-01", runShape),
        ("nodes", nodesShape),
        (
            "worker --once --name one",
            "{node: int, name: text, runs: int, scheduled: int, shares: int, refused: int, waits: int}"
        ),
        ("ageing", ageingShape),
        ("ageing --as-of 2026-02-01 --known-at 2026-03-10T08:00:00Z --portfolio default", ageingShape),
        ("worklist", worklistShape), ("worklist --limit 1 --collector Siti", worklistShape),
        ("account K1", accountShape), ("account K2 --as-of 2026-02-01", accountShape), ("account K3", accountShape),
        ("verify", "{ok: bool, checks: [{name: text, checked: int, failed: int, first: text?}]}"),
        ("portfolio list", "{portfolios: [\(portfolioShape)]}"), ("portfolio show default", portfolioShape),
        ("portfolio set default --tolerance 500", portfolioShape),
        ("collector list", "{collectors: [\(collectorShape)]}"), ("collector show Siti", collectorShape),
        ("collector set Joko --minutes 100", collectorShape),
        ("strategy list", "{strategies: [{name: text, version: int}]}"),
        ("strategy show default", "{name: text, version: int, content: text}"),
        ("holidays list", "{calendars: [{name: text, days: int}]}"),
        ("holidays show id", "{calendar: text, days: [{day: day, kind: text, name: text, status: text}]}"),
        ("settings list", "{settings: [{name: text, value: text}]}"),
        ("settings show time-zone", "{name: text, value: text}"),
        ("settings set language en", "{name: text, value: text}"),
        (
            "record contact --debtor C1 --channel call --result no-answer",
            """
            {contact: int, debtor: text, account: text?, channel: text, result: text?, at: instant, by: text,
             nextAction: day?, warnings: [{code: text, text: text}]}
            """
        ),
        (
            "record promise --account K1 --amount 10000 --date 2026-03-20 --by Joko",
            """
            {promise: int, debtor: text, account: text?, amount: money, currency: text, date: day, made: day,
             state: text, by: text, warnings: [{code: text, text: text}]}
            """
        ),
        (
            "record hold --debtor C2 --reason dispute --on 2026-03-09",
            """
            {hold: int, debtor: text, account: text?, due: text?, reason: text, from: day, to: day?, stopsContact: bool,
             stopsCount: bool, by: text, warnings: [{code: text, text: text}]}
            """
        ),
        (
            "record note --debtor C2 --text 'called the shop'",
            "{note: int, debtor: text, at: instant, by: text, text: text, warnings: [{code: text, text: text}]}"
        ),
        ("payments add --account K1 --amount 5000 --reference H1", paymentShape),
        ("payments reverse H1", paymentShape),
        ("payments waiting", waitingShape),
        ("payments assign P2 --account K2", paymentShape),
        (
            "import undo 4",
            """
            {import: int, dues: int, payments: int, others: int, attributes: int, repeatedBy: [int], undone: bool}
            """
        ),
    ]

    @Test func everyDocumentHasItsShape() throws {
        let book = try SmallBook.make()
        for (command, shape) in ShapeTests.documents {
            let document = try book.json(command)
            let misfits = Shape(shape).misfits(document)
            #expect(misfits.isEmpty, "\(command): \(misfits)")
        }
        try book.verify()
    }

    @Test func everyKeyIsLowerCamelCase() throws {
        let book = try SmallBook.make()
        for (command, _) in ShapeTests.documents {
            let odd = ShapeTests.keys(try book.json(command)).filter { $0.wholeMatch(of: /[a-z][A-Za-z0-9]*/) == nil }
            #expect(odd.isEmpty, "\(command): \(odd)")
        }
    }

    /// All keys but those of `mapping.columns`, which are the words of mapping files.
    private static func keys(_ json: JSON) -> [String] {
        switch json {
        case .list(let items): return items.flatMap(keys)
        case .object(let members):
            return members.flatMap { $0.key == "columns" ? [$0.key] : [$0.key] + keys($0.value) }
        default: return []
        }
    }

    @Test func theDemoIsOneDocument() throws {
        let book = try Book(initialised: false)
        let document = try book.json("demo --accounts 40 --seed 7 --date 2026-03-10")
        let shape = """
            {database: text, accounts: int, seed: text, date: day, imports: [\(ShapeTests.importShape)],
             run: \(ShapeTests.runShape), worklist: \(ShapeTests.worklistShape),
             users: [{login: text, name: text, roles: [text]}], password: text}
            """
        #expect(Shape(shape).misfits(document) == [])
        #expect(document["accounts"] == 40 && document["run.accountsInBook"] == 40)
        try book.verify()
    }

    @Test func snapshotSaysWhatVanished() throws {
        let book = try SmallBook.make()
        try book.file("snapshot.csv", "Contract No,Invoice No,Due Date,Outstanding\nK1,I1,2026-02-01,50000\n")
        let document = try book.json("import snapshot snapshot.csv")
        let shape = ShapeTests.importShape.replacing("contacts: int,", with: "contacts: int, vanished: int,")
        #expect(Shape(shape).misfits(document) == [])
        #expect(document["vanished"] == 3, "I2 of K1, K2 and K3 are not named")
    }

    @Test func versionAndHelpAreForPeople() throws {
        let book = try Book(initialised: false)
        for words in [["--version"], ["--help"], ["help", "import"], ["import", "receivables", "--help"]] {
            let ended = try book.program.run(words)
            #expect(ended.status == 0 && !ended.out.isEmpty && ended.err.isEmpty, "\(words)")
        }
    }

    /// Without `--json` every command prints something for people, and no JSON.
    @Test func peopleGetWords() throws {
        let book = try SmallBook.make()
        for (command, _) in ShapeTests.documents {
            let text = try book.done(command)
            #expect(!text.isEmpty && text.first != "{" && text.first != "[", "\(command)")
        }
    }
}
