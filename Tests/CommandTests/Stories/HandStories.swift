import Support
import Testing

/// What people enter by hand: payments, promises, contacts, holds, notes.
@Suite struct HandStories {
    @Test func paymentsAddReverseAssign() throws {
        let book = try SmallBook.make()
        #expect(try book.sums("2026-03-10") == "285000.50 210000.50")
        let added = try book.json(
            "payments add --account K1 --amount 50.000 --reference H1 --on 2026-03-05 --by Joko --channel cash")
        #expect(added["amount"] == "50000.00" && added["allocated"] == "50000.00" && added["date"] == "2026-03-05")
        #expect(
            try book.sums("2026-03-04") == "285000.50 210000.50" && book.sums("2026-03-05") == "235000.50 160000.50")
        #expect(try book.json("account K1")["dues.0.open"] == "10000.00", "the oldest due first")
        #expect(try book.json("payments reverse H1 --on 2026-03-08")["returned"] == "50000.00")
        #expect(
            try book.sums("2026-03-07") == "235000.50 160000.50" && book.sums("2026-03-08") == "285000.50 210000.50")
        try book.fails("payments reverse H1", 65, "payment-returned")
        // P2 names an account that nobody knows.
        let assigned = try book.json("payments assign P2 --account K2")
        #expect(assigned["account"] == "K2" && assigned["allocated"] == "25000.00")
        #expect(try book.sums("2026-03-10") == "260000.50 185000.50")
        #expect(try book.json("account K2")["dpd"] == 38)
        try book.verify()
    }

    @Test func aNamedDueIsPaidFirst() throws {
        let book = try SmallBook.make()
        let added = try book.json("payments add --account K1 --amount 90000 --due I2")
        #expect(added["allocations.0.due"] == "I2" && added["allocations.0.amount"] == "90000.00")
        #expect(try book.json("account K1")["dues.0.open"] == "60000.00")
        // What is over goes to the others, and then stays as credit.
        try book.json("payments add --account K1 --amount 100000 --due I2")
        let account = try book.json("account K1")
        #expect(account["open"] == "0.00" && account["credit"] == "30000.00" && account["dpd"] == 0)
        #expect(try book.ageing("2026-03-10")["currencies.0.unappliedCredit"] == "30000.00")
        try book.verify()
    }

    /// A change sent again with its key is done once; another change under the same key is refused.
    @Test func keysMakeThingsHappenOnce() throws {
        let book = try SmallBook.make()
        let once = try book.json("payments add --account K1 --amount 1000 --key a1")
        #expect(try book.json("payments add --account K1 --amount 1000 --key a1") == once)
        try book.fails("payments add --account K1 --amount 2000 --key a1", 65, "key-reused")
        try book.fails("record note --debtor C1 --text hello --key a1", 65, "key-reused")
        #expect(try book.json("account K1")["payments"].list.count == 2)
        let note = try book.json("record note --debtor C1 --text hello --key a2")
        #expect(try book.json("record note --debtor C1 --text hello --key a2") == note)
        let notes = try Rows(book.database).count("SELECT count(*) FROM notes")
        #expect(notes == 1)
        try book.verify()
    }

    @Test func promisesAreJudgedByTheMoney() throws {
        let book = try SmallBook.make()
        try book.json("record promise --account K2 --amount 30000 --date 2026-03-12")
        try book.json("record promise --debtor C1 --amount 100000 --date 2026-03-13 --on 2026-03-09")
        func states(_ day: String) throws -> [String] {
            let rows = try JSON(parsing: try book.done("export promises --format json --as-of \(day)"))
            return (rows.list.isEmpty ? rows["rows"].list : rows.list).compactMap { $0["state"].text }
        }
        #expect(
            try states("2026-03-12").sorted() == ["broken", "pending", "pending"],
            "nothing is decided before its day is over")
        book.now = "2026-03-14T08:00:00+07:00"
        try book.json("payments add --account K2 --amount 30000 --on 2026-03-12")
        try book.json("payments add --account K1 --amount 40000 --on 2026-03-13")
        let run = try book.json("run")
        #expect(run["promises"].shown == "{broken: 0, kept: 1, partlyKept: 1, pending: 0}")
        #expect(run["caughtUpDays"] == 3)
        #expect(try states("2026-03-14").sorted() == ["broken", "kept", "partly-kept"])
        try book.verify()
    }

    @Test func promisesQuietTheWorklist() throws {
        let book = try SmallBook.make()
        #expect(try book.json("worklist")["items"].list.map { $0["debtor"].text } == ["C1", "C2"])
        try book.json("record promise --debtor C2 --amount 50000 --date 2026-03-12")
        #expect(
            try book.json("worklist")["items"].list.map { $0["debtor"].text } == ["C1"], "also before the next run")
        try book.json("run")
        #expect(try book.json("worklist")["items"].list.map { $0["debtor"].text } == ["C1"])
        book.now = "2026-03-13T08:00:00+07:00"
        #expect(try book.json("run")["promises.broken"] == 1)
        let item = try book.json("worklist")["items"].list.first { $0["debtor"] == "C2" }
        #expect(
            item?["reasons"].list.contains { $0["code"] == "promise-broken" } == true,
            "\(item?.shown ?? "not on the list")")
        try book.verify()
    }

    @Test func holdsStopContactOrTheCount() throws {
        let book = try SmallBook.make()
        #expect(try book.json("account K2")["dpd"] == 38)
        let hold = try book.json(
            "record hold --debtor C2 --reason bereavement --from 2026-03-01 --stops-count --note 'his father'")
        #expect(hold["stopsCount"] == true && hold["stopsContact"] == true)
        let held = try book.json("account K2 --language en")
        #expect(held["dues.0.dpd"] == 28 && held["dues.0.heldDays"] == 10, "the due says the same as the account")
        #expect(try book.done("account K2 --language en").contains("28 (10 not counted)"))
        #expect(held["dpd"] == 28 && held["explanation"].list.contains { $0["code"] == "hold-days-not-counted" })
        #expect(try book.json("worklist")["items"].list.map { $0["debtor"].text } == ["C1"])
        try book.json("record hold --end \(hold["hold"].int ?? 0) --on 2026-03-06")
        let ended = try book.json("account K2")
        #expect(ended["dpd"] == 33 && ended["holds.0.to"] == "2026-03-05")
        try book.json("run")
        #expect(try book.json("worklist")["items"].list.count == 2)
        try book.verify()
    }

    @Test func contactsMoveTheNextAction() throws {
        let book = try SmallBook.make()
        let contact = try book.json(
            "record contact --debtor C2 --channel call --result no-answer --next-action 2026-03-13 --by Joko")
        #expect(
            contact["by"] == "Joko" && contact["nextAction"] == "2026-03-13"
                && contact["at"] == "2026-03-10T09:00:00+07:00")
        #expect(try book.json("worklist")["items"].list.map { $0["debtor"].text } == ["C1"])
        #expect(try book.json("worklist --date 2026-03-13")["items"].list.contains { $0["debtor"] == "C2" })
        #expect(try book.json("account K2")["case.attempts"] == 1)
        try book.json(
            "record contact --account K1 --channel whatsapp --incoming --note 'will pay' --at 2026-03-09T15:00:00+07:00"
        )
        let rows = try book.done("export contacts --format csv --language en")
        #expect(rows.contains("will pay") && rows.contains("whatsapp") && rows.contains("Joko"))
        try book.verify()
    }
}
