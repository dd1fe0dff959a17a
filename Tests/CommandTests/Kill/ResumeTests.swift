import Foundation
import Support
import Testing

/// An import that is taken up again at the start of any of its stages ends as if it had never stopped.
@Suite struct ResumeTests {
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
        try ResumeTests.set(book, back: stage)
        #expect(try book.json(command)["import"] == 1)
        #expect(try Rows(book.database).dump(without: derived) == before)
        #expect(try book.json("account va1")["account"] == "K1" && book.json("account VA1")["account"] == "K2")
        try book.verify()
    }

    /// As if the only import of the book had died at the start of a stage.
    private static func set(_ book: Book, back stage: String) throws {
        let rows = try Rows(book.database)
        let text = try #require(try rows.all("SELECT progress FROM imports").first)
        var progress = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        (progress["stage"], progress["place"]) = (stage, 0)
        let set = String(decoding: try JSONSerialization.data(withJSONObject: progress), as: UTF8.self)
        try rows.run(
            "UPDATE imports SET state = 'running', finished_at = NULL, result = NULL, progress = '\(set)'")
    }
}
