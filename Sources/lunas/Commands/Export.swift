import ArgumentParser
import Desk
import Formats
import Receivables
import Wording

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A table of the book for a spreadsheet or another program.",
        discussion: """
            ageing: a line per account with its open amount by lateness; worklist; dues; payments; contacts; promises; \
            notices. CSV and JSON carry plain days and decimal amounts; a workbook carries real dates and numbers.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(
        help: ArgumentHelp("What: \(ExportKind.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "table"))
    var kind: ExportKind

    @Option(
        help: ArgumentHelp("csv, xlsx or json. Default: by the name of the output file, else csv.", valueName: "format")
    )
    var format: TableFormat?

    @Option(
        name: [.customLong("output"), .customShort("o")],
        help: ArgumentHelp("The file. Default: standard output.", valueName: "file"))
    var output: String?

    @Option(
        name: [.customLong("as-of"), .customLong("date")],
        help: ArgumentHelp(
            "The day as of which. Default: today; for the worklist the last run when that is later.", valueName: "day"))
    var asOf: Day?

    @Option(
        name: .customLong("known-at"), help: ArgumentHelp("Only what was known then (RFC 3339).", valueName: "instant"))
    var knownAt: Instant?

    @Option(help: ArgumentHelp("Only this portfolio.", valueName: "name")) var portfolio: String?
    @Option(help: ArgumentHelp("Only the worklist of this collector.", valueName: "name")) var collector: String?
    @Option(help: ArgumentHelp("Only this debtor.", valueName: "reference")) var debtor: String?
    @Option(help: ArgumentHelp("First day of payments, contacts, promised days, notices.", valueName: "day")) var from:
        Day?
    @Option(help: ArgumentHelp("Last day of them.", valueName: "day")) var to: Day?
    @Flag(help: "Of dues: only those with an open amount.") var open = false

    @OptionGroup var stale: StaleOption

    func run() throws {
        try Session.run(global) { session in
            let desk = try stale.desk(of: session)
            let standard = kind == .worklist ? try session.desk.worklistDay() : try session.desk.today()
            var filter = ExportFilter(asOf: asOf ?? standard)
            filter.knownAt = knownAt
            filter.portfolio = portfolio
            filter.collector = collector
            filter.debtor = debtor
            filter.from = from
            filter.to = to
            filter.isOnlyOpen = open
            let result = try desk.export(
                kind, filter, as: chosenFormat, to: output == "-" ? nil : output, in: session.catalogue)
            for account in result.unreadable {
                session.output.remark("\(account.account): \(session.catalogue.tell(account.problem).message)")
            }
        }
    }

    private var chosenFormat: TableFormat {
        if let format { return format }
        if global.json { return .json }
        return output.flatMap { name in TableFormat.allCases.first { name.lowercased().hasSuffix("." + $0.rawValue) } }
            ?? .csv
    }
}

extension ExportKind: ExpressibleByArgument {}
extension TableFormat: ExpressibleByArgument {}
