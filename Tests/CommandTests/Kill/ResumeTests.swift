import Support
import Testing

/// An import that is taken up again at the start of any of its stages ends as if it had never stopped.
@Suite(.enabled(if: TestedEngine.chosen.isFile, "it works on the file of the book"))
struct ResumeTests {
    /// The first row names its account by an alias that only a later row explains.
    private static let dues = """
        Customer No,Contract No,Virtual Account,Invoice No,Due Date,Amount
        ,va1,,I1,2026-01-10,1000
        C1,K1,va1,I2,2026-02-10,1000
        C2,K2,VA1,I1,2026-02-10,500

        """

    @Test(arguments: ["vanished", "references", "claims", "positions", "done"])
    func atEveryStage(_ stage: String) throws {
        let book = try Book()
        try book.file("due.csv", ResumeTests.dues)
        try book.file("map.json", #"{"columns": {"account.alias": "Virtual Account"}}"#)
        let command = "import receivables due.csv --map map.json"
        #expect(try book.json(command)["accepted"] == 3)
        // What a resumption writes again: its own end.
        let derived: Set<String> = ["imports", "journal"]
        let before = try Rows(book.database).dump(without: derived)
        try Rows(book.database).run(
            """
            UPDATE imports SET state = 'running', finished_at = NULL, result = NULL,
                progress = json_set(progress, '$.stage', '\(stage)', '$.place', 0)
            """)
        #expect(try book.json(command)["import"] == 1)
        #expect(try Rows(book.database).dump(without: derived) == before)
        #expect(try book.json("account va1")["account"] == "K1" && book.json("account VA1")["account"] == "K2")
        try book.verify()
    }
}
