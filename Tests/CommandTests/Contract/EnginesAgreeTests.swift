import Foundation
import Support
import Testing

/// Whatever stores the book, everybody outside sees the same: every answer, to the last byte.
@Suite(.enabled(if: PostgresBooks.server != nil, "there is no PostgreSQL: LUNAS_TEST_POSTGRES names none"))
struct EnginesAgreeTests {
    /// What a desk does over some days, with good and bad input.
    private static let commands = [
        "demo --accounts 400 --seed 11", "settings set language en", "collector set Rina --languages id,jv",
        "import receivables late.csv", "import receivables late.csv", "import payments paid.csv",
        "import promises said.csv", "import contacts called.csv", "payments waiting",
        "run --date 2026-11-24", "run --date 2026-11-25", "run --date 2026-11-25",
        "record note --debtor N-1 --text 'called his brother'",
        "record promise --debtor N-1 --date 2026-12-05 --amount 250000",
        "record hold --debtor N-2 --reason dispute", "record contact --debtor N-2 --channel call --result no-answer",
        "payments add --account L-1 --amount 100000", "import undo 5", "import undo 5", "run --date 2026-12-07",
        "ageing", "ageing --as-of 2026-09-30", "ageing --as-of 2026-12-31", "worklist --date 2026-12-07",
        "account L-1", "account L-2 --as-of 2026-11-30", "account N-1", "account nobody", "imports", "strategy list",
        "portfolio list", "collector list", "settings list", "holidays list", "verify", "run --date 2026-12-01",
    ]

    private static let files = [
        "late.csv": """
            Customer ID,Customer name,Phone,Contract,Invoice,Due date,Amount
            N-1,Ägus Wibowo,0812 3456 7890,L-1,I-1,2026-10-01,500000
            N-1,Ägus Wibowo,0812 3456 7890,L-1,I-2,2026-11-01,500000
            N-2,Siti,,L-2,I-3,2026-11-20,750000
            N-3,zul,,L-3,I-4,2026-13-01,1
            """,
        "paid.csv": """
            Contract,Payment reference,Payment date,Amount
            L-1,P-1,2026-11-22,300000
            L-9,P-2,2026-11-22,120000
            """,
        "said.csv": "Customer ID,Promise date,Promise amount\nN-2,2026-11-24,750000\n",
        "called.csv": "Customer ID,Contact date,Channel\nN-1,2026-11-20,call\n",
    ]

    @Test("the same commands give the same answers on both engines")
    func agree() throws {
        let books = try [TestedEngine.sqlite, .postgres].map {
            try Book(now: "2026-11-23T09:00:00+07:00", initialised: false, on: $0)
        }
        var compared = 0
        for command in Self.commands + Book.tables.map({ "export \($0) --as-of 2026-12-07 --format csv" }) {
            let answers = try books.map { book in
                for (name, text) in Self.files { try book.file(name, text) }
                let words = Book.words(command) + (command.hasPrefix("export") ? [] : ["--json"])
                let ended = try book.program.run(words)
                // What must differ: where the book is, and the folder in which a process made its sample files.
                return "\(ended.status) \(ended.out)\(ended.err)"
                    .replacingOccurrences(of: book.database, with: "DATABASE")
                    .replacingOccurrences(of: book.scratch.folder, with: "FOLDER")
                    .replacing(try Regex("lunas-demo-[0-9]+"), with: "lunas-demo")
            }
            #expect(answers[0] == answers[1], "\(command)")
            compared += answers[0].utf8.count
        }
        #expect(compared > 100_000, "too little was compared: \(compared) bytes")
    }
}
