import Support
import Testing

/// What an account and its debtor are called and how they stand: every change is kept with who made it.
@Suite struct AttributeStories {
    private static let head = "Account,Customer ID,Name,Alias,Status,Branch,Opened\n"

    /// Two imports a day apart, one due, and the clock on the third day.
    private func changed() throws -> Book {
        let book = try Book(now: "2026-03-01T09:00:00+07:00")
        try book.file("due.csv", "Customer ID,Account,Invoice,Due date,Amount\nC1,K1,I1,2026-02-01,1000\n")
        try book.file("1.csv", AttributeStories.head + "K1,C1,Ani,V1,active,Bogor,2025-01-31\n")
        try book.file("2.csv", AttributeStories.head + "K1,C1,Ani Wijaya,V2,closed,Bandung,2025-02-28\n")
        try book.json("import accounts 1.csv")
        try book.json("import receivables due.csv")
        book.now = "2026-03-02T09:00:00+07:00"
        try book.json("import accounts 2.csv")
        book.now = "2026-03-03T09:00:00+07:00"
        return book
    }

    private func shown(_ book: Book, _ more: String = "") throws -> String {
        let account = try book.json("account K1 \(more)")
        return ["name", "alias", "status", "branch", "opened"].map { account[$0].text ?? "–" }.joined(separator: " ")
    }

    private static let first = "Ani V1 active Bogor 2025-01-31"
    private static let second = "Ani Wijaya V2 closed Bandung 2025-02-28"

    @Test func everyChangeIsKept() throws {
        let book = try changed()
        #expect(try shown(book) == AttributeStories.second)
        #expect(try shown(book, "--known-at 2026-03-01T12:00:00+07:00") == AttributeStories.first)
        try book.fails("account K1 --known-at 2026-02-28T12:00:00+07:00", 65, "account-unknown")
        let changes = try book.json("account K1")["changes"].list
        #expect(
            changes.map { "\($0["field"].text ?? "") \($0["before"].text ?? "") > \($0["after"].text ?? "")" } == [
                "account.alias V1 > V2", "account.branch Bogor > Bandung", "account.opened 2025-01-31 > 2025-02-28",
                "account.status active > closed", "debtor.name Ani > Ani Wijaya",
            ])
        #expect(
            changes.allSatisfy {
                $0["import"] == 3 && $0["by"] == "siti" && $0["at"] == "2026-03-02T09:00:00+07:00"
                    && $0["undo"] == false
            })
        #expect(try book.json("account K1 --known-at 2026-03-01T12:00:00+07:00")["changes"].list.isEmpty)
        #expect(try book.json("account K1")["names"].list.map(\.text) == ["Ani", "Ani Wijaya"])
        let text = try book.done("account K1 --language en")
        #expect(text.contains("2 Mar 2026 09:00: status active → closed (import 3)"), "\(text)")
        #expect(try book.json("import accounts 2.csv")["unchanged"] == 1)
        #expect(try book.json("account K1")["changes"].list.count == 5, "the same file again is no change")
        try book.verify()
    }

    @Test func takenBackItIsWhatItWas() throws {
        let book = try changed()
        let undone = try book.json("import undo 3")
        #expect(undone["attributes"] == 5)
        #expect(try shown(book) == AttributeStories.first)
        #expect(try book.json("account K1")["names"].list.map(\.text) == ["Ani"])
        #expect(try book.json("account V1")["account"] == "K1")
        try book.fails("account V2", 65, "account-unknown")
        let then = "--known-at 2026-03-02T12:00:00+07:00"
        #expect(try shown(book, then) == AttributeStories.second)
        #expect(try book.json("account V2 \(then)")["account"] == "K1")
        let changes = try book.json("account K1")["changes"].list
        #expect(changes.count == 10 && changes.suffix(5).allSatisfy { $0["undo"] == true && $0["import"] == 3 })
        let export = try book.done("export dues --as-of 2026-03-03 \(then) --format csv")
        let now = try book.done("export dues --as-of 2026-03-03 --format csv")
        #expect(export.contains("Ani Wijaya") && now.contains("Ani") && !now.contains("Wijaya"))
        try book.verify()
        #expect(try book.json("import accounts 2.csv")["unchanged"] == 0)
        #expect(try shown(book) == AttributeStories.second)
        try book.verify()
    }

    /// The import that brought the account goes first: what the later one said stands, and nothing else.
    @Test func theFirstGoesBeforeTheSecond() throws {
        let book = try changed()
        let error = try book.fails("import undo 1 --language en", 65, "import-built-upon")
        #expect(error["details.imports"] == "2", "the later import is named")
        #expect(error["message"].text?.contains("import 2 among them") == true)
        try book.json("import undo 1 --force")
        #expect(try shown(book) == AttributeStories.second)
        #expect(try book.json("account K1")["names"].list.map(\.text) == ["Ani Wijaya"])
        try book.fails("account V1", 65, "account-unknown")
        try book.verify()
        try book.json("import undo 3 --force")
        #expect(try shown(book) == "– – – – –", "only its due is left")
        #expect(try book.sums("2026-03-03") == "1000.00 1000.00")
        try book.verify()
        try book.json("import undo 2")
        try book.fails("account K1", 65, "account-unknown")
        #expect(try book.sums("2026-03-03") == "nothing" && book.json("worklist")["total"] == 0)
        #expect(try shown(book, "--known-at 2026-03-02T12:00:00+07:00") == AttributeStories.second)
        #expect(
            try book.sums("2026-03-03", "--known-at 2026-03-02T12:00:00+07:00") == "1000.00 1000.00")
        try book.verify()
    }

    /// What a later file only repeated goes with the import that said it first, and that is told.
    @Test func whatWasOnlyRepeatedIsTold() throws {
        let book = try changed()
        try book.file("again.csv", AttributeStories.head + "K1,C1,Ani Wijaya,V2,closed,Bandung,2025-02-28\n")
        #expect(try book.json("import accounts again.csv")["unchanged"] == 1)
        try book.file("paid.csv", "Account,Payment reference,Payment date,Amount\nK1,P1,2026-02-20,400\n")
        for _ in 0..<2 { try book.json("import payments paid.csv") }
        #expect(try book.json("import undo 3")["repeatedBy"].list == [4])
        #expect(try shown(book) == AttributeStories.first)
        #expect(try book.json("import accounts again.csv")["unchanged"] == 0)
        #expect(try shown(book) == AttributeStories.second)
        #expect(try book.json("import undo 5")["repeatedBy"].list == [6])
        try book.verify()
    }

    /// What a person did since keeps the account, also when they stand in the way of nothing.
    @Test func aPersonHasWorkedOnIt() throws {
        let book = try changed()
        try book.json("record promise --account K1 --amount 500 --date 2026-03-20")
        let error = try book.fails("import undo 1", 65, "import-built-upon")
        #expect(error["details.what"].text?.isEmpty == false)
        for id in [3, 2, 1] { try book.json("import undo \(id) --force") }
        let account = try book.json("account K1")
        #expect(account["promises"].list.count == 1 && account["name"] == .null && account["open"] == "0.00")
        try book.verify()
        try book.json("import accounts 1.csv")
        #expect(try shown(book) == AttributeStories.first)
        try book.verify()
    }

    /// A file that gives several names or aliases: all are kept, the last is shown, and all go with it.
    @Test func severalInOneFile() throws {
        let book = try changed()
        try book.file(
            "3.csv",
            AttributeStories.head + "K1,C1,Ani W.,V3,,,\nK1,C1,A. Wijaya,V4,,,\nK1,C1,Ani Wijaya,V2,,,\n")
        try book.json("import accounts 3.csv")
        #expect(try shown(book) == AttributeStories.second)
        #expect(try book.json("account K1")["names"].list.count == 4)
        for alias in ["V1", "V2", "V3", "V4"] { #expect(try book.json("account \(alias)")["account"] == "K1") }
        #expect(try book.json("import accounts 3.csv")["unchanged"] == 3)
        try book.verify()
        try book.json("import undo 4")
        #expect(try shown(book) == AttributeStories.second)
        #expect(try book.json("account K1")["names"].list.map(\.text) == ["Ani", "Ani Wijaya"])
        try book.fails("account V3", 65, "account-unknown")
        #expect(try book.json("account V1")["account"] == "K1")
        try book.verify()
    }

    /// A virtual account that one contract had by mistake goes to another one.
    @Test func anAliasMovesOn() throws {
        let book = try changed()
        try book.file("4.csv", AttributeStories.head + "K2,C2,Budi,V2,active,,\n")
        #expect(try book.json("import accounts 4.csv")["rejects.0.code"] == "reference-taken")
        try book.json("import undo 3")
        #expect(try book.json("import accounts 4.csv")["rejected"] == 0)
        #expect(try book.json("account V2")["account"] == "K2")
        #expect(try book.json("account V2 --known-at 2026-03-02T12:00:00+07:00")["account"] == "K1")
        try book.verify()
    }

    /// Money that waited for an alias waits for it again when the import that gave the alias is taken back.
    @Test func moneyFollowsTheAlias() throws {
        let book = try changed()
        try book.file("paid.csv", "Account,Payment reference,Payment date,Amount\nV9,P1,2026-02-20,400\n")
        try book.file("alias.csv", AttributeStories.head + "K1,C1,,V9,,,\n")
        try book.json("import payments paid.csv")
        let alias = try book.json("import accounts alias.csv")["import"].int ?? 0
        #expect(try book.json("account K1")["open"] == "600.00")
        try book.json("import undo \(alias)")
        #expect(try book.json("account K1")["open"] == "1000.00")
        try book.verify()
        try book.json("import accounts alias.csv")
        #expect(try book.json("account K1")["open"] == "600.00")
        try book.json("import undo 4 --force")
        #expect(try book.json("account K1")["payments"].list.isEmpty, "the file that stated the payment is gone")
        try book.verify()
        #expect(try book.json("import payments paid.csv")["unchanged"] == 0)
        #expect(try book.json("account K1")["open"] == "600.00")
        try book.verify()
    }

    /// A status that ends the desk's work is news for the next run, and so is its going back.
    @Test func aStatusIsNews() throws {
        let book = try changed()
        try book.json("run")
        #expect(try book.json("worklist")["total"] == 1)
        try book.file("off.csv", AttributeStories.head + "K1,C1,,,written off,,\n")
        let id = try book.json("import accounts off.csv")["import"].int ?? 0
        #expect(try book.json("worklist")["total"] == 0)
        #expect(try book.json("run")["casesClosed"] == 1)
        try book.json("import undo \(id)")
        #expect(try book.json("account K1")["status"] == "closed")
        book.now = "2026-03-04T09:00:00+07:00"
        try book.json("run")
        #expect(try book.json("worklist")["total"] == 1)
        try book.verify()
    }

    /// A payment that three files give to three accounts, taken back in every order.
    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func aPaymentGoesBackWhereTheOthersPutIt(_ order: [Int]) throws {
        let book = try Book()
        let accounts = ["K1", "K2", "K3"]
        try book.file(
            "due.csv",
            "Customer ID,Account,Invoice,Due date,Amount\n"
                + accounts.map { "C\($0.suffix(1)),\($0),I1,2026-02-01,1000\n" }.joined())
        try book.json("import receivables due.csv")
        for (number, account) in accounts.enumerated() {
            try book.file(
                "\(number).csv",
                "Account,Payment reference,Payment date,Amount\n\(account),P1,2026-02-20,\(number + 1)00\n")
            try book.json("import payments \(number).csv")
        }
        var left = [0, 1, 2]
        for number in order {
            try book.json("import undo \(number + 2) --force")
            left.removeAll { $0 == number }
            for (index, account) in accounts.enumerated() {
                let paid = try book.json("account \(account)")["payments"].list.map { $0["amount"].text ?? "" }
                #expect(paid == (index == left.last ? ["\(index + 1)00.00"] : []), "\(account) without \(order)")
            }
            try book.verify()
        }
        #expect(try book.json("import payments 1.csv")["unchanged"] == 0)
        try book.verify()
    }

    /// Three corrections of one due, the middle one taken back first.
    @Test func correctionsInAnyOrder() throws {
        let book = try changed()
        for (number, amount) in [1500, 1700, 1900].enumerated() {
            try book.file(
                "c\(number).csv", "Customer ID,Account,Invoice,Due date,Amount\nC1,K1,I1,2026-02-01,\(amount)\n")
            try book.json("import receivables c\(number).csv")
        }
        for (id, open) in [(5, "1900.00"), (6, "1500.00"), (4, "1000.00")] {
            try book.json("import undo \(id) --force")
            #expect(try book.json("account K1")["open"].text == open)
            try book.verify()
        }
        try book.json("import undo 2")
        #expect(try book.json("account K1")["dues"].list.isEmpty)
        try book.verify()
    }
}
