import Desk
import HTTPTypes
import Receivables
import Store
import Support
import Testing
import Web

@Suite struct DebtorTests {
    @Test func thePageExplainsItsNumbers() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        try await book.visit("sari") { sari async throws in
            let page = try await sari.get("/debtors/\(budi)")
            #expect(page.status == 200)
            for words in [
                "Budi Santoso", "25 days past due", "due INV-1 of 5 Feb 2026 still has Rp1,250,000 open",
                "Rp1,250,000 fell due", "Case opened", "Suggested:", "comes with the sending of notices",
            ] { #expect(page.text.contains(words), "\(words)") }
            #expect(page.text.utf8.count < 100_000)
            let money = try await sari.part("timeline", of: "/debtors/\(budi)?show=money")
            #expect(money.text.contains("fell due"))
            #expect(!money.text.contains("Case opened"))
        }
    }

    @Test func aCallAPromiseAHoldAndANoteAreRecordedAndTold() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        try await book.visit("sari") { sari async throws in
            let forms: [(String, [(String, String)], String)] = [
                (
                    "contact",
                    [("result", "reached"), ("note", "besok telepon"), ("next", "2026-03-04"), ("time", "15:30")],
                    "besok telepon"
                ),
                ("promise", [("amount", "500000"), ("day", "2026-03-06")], "Promised Rp500,000 by 6 Mar 2026"),
                (
                    "hold", [("reason", "dispute"), ("from", "2026-03-02"), ("to", "2026-03-09")],
                    "Hold: dispute until 9 Mar 2026"
                ),
                ("note", [("note", "tinggal di rumah ibunya")], "tinggal di rumah ibunya"),
            ]
            for (name, fields, words) in forms {
                let saved = try await sari.post("/debtors/\(budi)/\(name)?walk=", fields)
                #expect(saved.status == 303, "\(name)")
                #expect(saved.location == "/debtors/\(budi)?walk=&sent=\(name)-\(budi)")
                #expect(try await sari.get(saved.location).text.contains(words), "\(name)")
            }
            let page = try await sari.get("/debtors/\(budi)")
            #expect(page.text.contains("End the hold"))
        }
    }

    @Test func theSameFormTwiceIsRecordedOnce() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        let entry = try book.desk.latestEntry()
        try await book.visit("sari") { sari async throws in
            let fields = [("amount", "500000"), ("day", "2026-03-06"), ("entry", String(entry))]
            for _ in 0..<2 { #expect(try await sari.post("/debtors/\(budi)/promise", fields).status == 303) }
            #expect(try book.desk.debtorPage(.id(budi)).promises.count == 1)
        }
    }

    @Test func whatIsWrongIsSaidAtItsFieldAndNoTextIsLost() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        let bad: [(String, [(String, String)], String)] = [
            ("promise", [("amount", "lots"), ("day", "2026-03-06"), ("note", "my <b>words")], "h-promise-amount"),
            ("promise", [("amount", "5000"), ("day", "2026-02-30"), ("note", "my <b>words")], "h-promise-day"),
            ("promise", [("amount", "5000"), ("day", "2026-01-30"), ("note", "my <b>words")], "h-promise-day"),
            (
                "hold",
                [("reason", "dispute"), ("from", "2026-03-09"), ("to", "2026-03-02"), ("note", "my <b>words")],
                "h-hold-to"
            ),
            ("contact", [("note", "my <b>words")], "h-result"),
        ]
        try await book.visit("sari") { sari async throws in
            for (name, fields, place) in bad {
                let seen = try await sari.post("/debtors/\(budi)/\(name)", fields)
                #expect(seen.status == 422, "\(name)")
                #expect(seen.text.contains("my &lt;b&gt;words"), "\(name)")
                #expect(seen.text.contains("id=\"\(place)\""), "\(name): \(place)")
            }
            let page = try book.desk.debtorPage(.id(budi))
            #expect(page.promises.isEmpty && page.holds.isEmpty)
        }
    }

    @Test func whoIsSecondIsToldWhatTheOtherDid() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        let entry = try book.desk.latestEntry()
        let fields = [("note", "from Sari"), ("entry", String(entry))]
        try await book.visit("bos") { bos async throws in
            #expect(try await bos.post("/debtors/\(budi)/note", [("note", "from the boss")]).status == 303)
        }
        try await book.visit("sari") { sari async throws in
            let seen = try await sari.post("/debtors/\(budi)/note", fields)
            #expect(seen.status == 409)
            #expect(seen.text.contains("from Sari"))
            #expect(seen.text.contains("a note, bos"))
            let again = [("note", "from Sari"), ("entry", String(try book.desk.latestEntry()))]
            #expect(try await sari.post("/debtors/\(budi)/note", again).status == 303)
        }
    }

    @Test func onlyOneIsAtWork() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        try await book.visit("bos") { bos async throws in
            #expect(try await bos.post("/debtors/\(budi)/take", []).status == 303)
            #expect(try await bos.post("/debtors/\(budi)/renew", []).status == 204)
        }
        try await book.visit("sari") { sari async throws in
            #expect(try await sari.part("lock", of: "/debtors/\(budi)").text.contains("bos is at work here"))
            #expect(try await sari.post("/debtors/\(budi)/take", []).status == 303)
            #expect(try book.desk.holder(of: .id(budi))?.owner == "bos")
            #expect(try await sari.post("/debtors/\(budi)/renew", []).status == 409)
        }
    }

    @Test func nobodySeesOrChangesWhatIsNotTheirs() async throws {
        let book = try MorningBook()
        let (own, other) = (try book.debtor("C-1"), try book.debtor("C-9"))
        try await book.visit("dewi") { dewi async throws in
            #expect(try await dewi.get("/debtors/\(own)").status == 200)
            #expect(try await dewi.get("/debtors/\(other)").status == 404)
            #expect(try await dewi.get("/debtors/abc").status == 404)
            for name in ["note", "take", "release"] {
                #expect(try await dewi.post("/debtors/\(other)/\(name)", [("note", "x")]).status == 404, "\(name)")
            }
            let found = try await dewi.get("/search?q=Agus")
            #expect(!found.text.contains("MBL-9"))
        }
        try await book.visit("audit") { audit async throws in
            let page = try await audit.get("/debtors/\(own)")
            #expect(page.text.contains("Your role does not allow recording contacts and notes."))
            #expect(page.text.contains("<fieldset class=\"stack\" disabled>"))
            #expect(try await audit.post("/debtors/\(own)/note", [("note", "x")]).status == 403)
        }
    }

    @Test func textOfPeopleNeverBecomesMarkup() async throws {
        let book = try MorningBook()
        let odd = try book.debtor("C-3")
        let script = "\"><script>alert(2)</script>"
        try await book.visit("sari") { sari async throws in
            let forms: [(String, [(String, String)])] = [
                ("note", [("note", script)]), ("contact", [("result", "reached"), ("note", script)]),
                ("promise", [("amount", "1000"), ("day", "2026-03-06"), ("note", script)]),
                ("hold", [("reason", "other"), ("note", script)]),
                ("promise", [("amount", script), ("day", script), ("account", script)]),
            ]
            for (name, fields) in forms {
                let seen = try await sari.post("/debtors/\(odd)/\(name)", fields)
                #expect(!seen.text.contains("<script>alert"))
            }
            let page = "/debtors/\(odd)"
            for uri in [page, "/search?q=" + URLText.encode(script), page + "?walk=%22%3E%3Cscript%3E"] {
                let seen = try await sari.get(uri)
                #expect(!seen.text.contains("<script>alert"), "\(uri)")
                #expect(!seen.text.contains("\"><script>"), "\(uri)")
            }
        }
    }

    @Test func oneExactHitLeadsToTheDebtor() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        try await book.visit("sari") { sari async throws in
            #expect(try await sari.get("/search?q=mtr-1").location == "/debtors/\(budi)")
            let found = try await sari.get("/search?q=MTR")
            #expect(found.status == 200)
            #expect(found.text.contains("MTR-2"))
            #expect(try await sari.get("/search?q=nobody+at+all").text.contains("Nothing found"))
        }
    }
}
