import Formats
import Foundation
import Receivables
import Store

/// What the making of the sample book did.
package struct DemoResult: Sendable {
    package let options: DemoOptions
    package let size: BookSize
    package let imports: [ImportResult]
    package let run: RunResult
    package let worklist: Worklist
}

/// How much a book holds.
package struct BookSize: Sendable {
    package let counts: [(name: String, count: Int)]
}

extension Desk {
    /// Counts what is in use.
    func bookSize() throws -> BookSize {
        try engine.read { db in
            let tables = ["debtors", "accounts", "dues", "payments", "promises", "contacts"]
            return BookSize(
                counts: try tables.map { table in
                    (table, Int(try db.integer("SELECT count(*) FROM \(table) WHERE retracted_id IS NULL")))
                })
        }
    }
}

extension DemoOptions {
    package var json: JSONValue {
        ["accounts": JSONValue(accounts), "seed": .string(String(seed)), "date": JSONValue(today)]
    }
}

extension Desk {
    /// Fills an empty database with the sample book, through the same imports and runs as any book: the files of a
    /// creditor as of yesterday, yesterday's run, this morning's payments, today's run.
    ///
    /// `folder` keeps the files; nil: they are only passed through. Errors: `database-not-empty`, `output-unwritable`.
    package func makeDemo(_ options: DemoOptions, keepingFilesIn folder: String?, progress: TaskProgress) throws
        -> DemoResult
    {
        try access.requireEverywhere(.keepBook)
        _ = try initialise()
        try engine.write(.durable) { db in
            guard try db.integer("SELECT count(*) FROM debtors") == 0 else { throw Problem(.databaseNotEmpty) }
            try db.journal(Desk.demoStarted, subject: "book", detail: options.json.text(indent: nil), by: actor)
        }
        let files = try DemoFolder(folder)
        let book = try DemoBook(options)
        try setUpDemo(book.world)
        var imports: [ImportResult] = []
        for line in DemoLine.allCases {
            try book.write(line, to: files.path)
            for (kind, name) in Desk.demoFiles {
                imports.append(try importDemo(kind, name, line, files.path, options.today, progress))
            }
        }
        _ = try runDay(RunOptions(date: options.today.adding(days: -1), isDryRun: false), progress: progress)
        for line in DemoLine.allCases {
            imports.append(
                try importDemo(.payments, "pembayaran-hari-ini", line, files.path, options.today, progress))
        }
        let run = try runDay(RunOptions(date: options.today, isDryRun: false), progress: progress)
        let worklist = try worklist(WorklistQuestion(date: options.today))
        return DemoResult(options: options, size: try bookSize(), imports: imports, run: run, worklist: worklist)
    }

    private static let demoStarted = "sample-book-started"

    /// Whether the database was made for the sample book, and so can be made again.
    package func isDemo() throws -> Bool {
        try engine.read { db in
            try db.integer("SELECT count(*) FROM journal WHERE kind = ?1", [.text(Desk.demoStarted)]) > 0
        }
    }

    /// Whether nobody has put anything into the book yet.
    package func isEmpty() throws -> Bool {
        try engine.read { db in try db.integer("SELECT count(*) FROM (SELECT 1 FROM debtors LIMIT 1) AS found") == 0 }
    }

    private static let demoFiles: [(ImportKind, String)] = [
        (.debtors, "debitur"), (.accounts, "akun"), (.receivables, "angsuran"), (.payments, "pembayaran"),
        (.promises, "janji-bayar"), (.contacts, "kontak"),
    ]

    private func setUpDemo(_ world: DemoWorld) throws {
        for line in DemoLine.allCases {
            var changes = PortfolioChanges()
            changes.creditor = line.creditor
            changes.lender = line.lender
            _ = try setPortfolio(line.portfolio, changes)
        }
        for collector in world.collectors {
            var changes = CollectorChanges()
            changes.languages = collector.languages
            changes.minutesPerDay = collector.minutes
            _ = try setCollector(collector.name, changes)
        }
    }

    private func importDemo(
        _ kind: ImportKind, _ name: String, _ line: DemoLine, _ folder: String, _ today: Day, _ progress: TaskProgress
    ) throws -> ImportResult {
        var options = ImportOptions(kind: kind, path: DemoFiles.path(folder, line, name), asOf: today)
        options.portfolio = line.portfolio
        // Said and not guessed, because a book of three accounts proves nothing about its notation.
        options.map.dates = try DatePattern("dd/MM/yyyy")
        options.map.decimal = .commaDecimal
        return try importFile(options, progress: progress)
    }
}

/// The folder of the sample files: kept where the user names one, else temporary.
private final class DemoFolder {
    let path: String
    private let isKept: Bool

    init(_ folder: String?) throws(Problem) {
        isKept = folder != nil
        path = folder ?? NSTemporaryDirectory() + "lunas-demo-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            let reason = Phrase(systemError: DemoFolder.number(of: error))
            throw Problem(.outputUnwritable, [Fact("file", path), Fact("reason", reason)])
        }
    }

    /// The number of the system's error that Foundation wraps.
    private static func number(of error: any Error) -> Int32 {
        ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue ?? EIO
    }

    deinit { if !isKept { try? FileManager.default.removeItem(atPath: path) } }
}
