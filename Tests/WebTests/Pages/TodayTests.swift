import Desk
import Receivables
import Support
import Testing
import Web

@Suite struct TodayTests {
    @Test func theListSaysWhoInWhichOrderAndWhy() async throws {
        let book = try MorningBook()
        try await book.visit("sari") { sari async throws in
            let page = try await sari.get("/")
            #expect(page.status == 200)
            let names = ["Agus Wibowo", "Budi Santoso", "Siti Rahayu"]
            for name in names { #expect(page.text.contains(name), "\(name)") }
            #expect(page.text.contains("Rp5,000,000"))
            #expect(page.text.contains("nobody has tried to reach them yet"))
            #expect(page.text.contains("0 of 4 done"))
            #expect(page.text.contains("data-key=\"n\""))
            #expect(!page.text.contains("<script>alert"))
            #expect(page.text.contains("&lt;script&gt;alert"))
            #expect(page.text.utf8.count < 100_000)
        }
    }

    @Test func nextTakesOneAfterTheOtherUntilNobodyIsLeft() async throws {
        let book = try MorningBook()
        try await book.visit("sari") { sari async throws in
            var seen: Set<String> = []
            var skip = ""
            for _ in 0..<4 {
                let taken = try await sari.post("/next", [("skip", skip)])
                #expect(taken.status == 303)
                let path = String(taken.location.prefix { $0 != "?" })
                #expect(path.hasPrefix("/debtors/"))
                #expect(seen.insert(path).inserted, "\(path) came twice")
                let page = try await sari.get(taken.location)
                #expect(page.text.contains("You are at work here."))
                skip += (skip.isEmpty ? "" : ".") + path.dropFirst("/debtors/".count)
            }
            let end = try await sari.post("/next", [("skip", skip)])
            #expect(end.location == "/?end=1")
            #expect(try await sari.get("/?end=1").text.contains("Nobody left to take"))
            #expect(try book.desk.locks().isEmpty)
        }
    }

    @Test func whatOneDidIsSeenAtOnce() async throws {
        let book = try MorningBook()
        let budi = try book.debtor("C-1")
        try await book.visit("sari") { sari async throws in
            #expect(try await sari.part("progress", of: "/").text.contains("0 of 4 done"))
            let saved = try await sari.post("/debtors/\(budi)/contact", [("result", "no-answer"), ("channel", "call")])
            #expect(saved.status == 303)
            #expect(try await sari.part("progress", of: "/").text.contains("1 of 4 done"))
        }
    }

    @Test func othersSeeWhatTheyMay() async throws {
        let book = try MorningBook()
        try await book.visit("bos") { bos async throws in
            #expect(try await bos.get("/").text.contains("/?collector=Sari"))
            let list = try await bos.get("/?collector=Sari")
            #expect(list.text.contains("Budi Santoso"))
            #expect(!list.text.contains("action=\"/next\""))
            #expect(try await bos.get("/?collector=Nobody").status == 404)
        }
        try await book.visit("dewi") { dewi async throws in
            #expect(try await dewi.get("/?collector=Sari").status == 403)
            #expect(try await dewi.get("/").text.contains("Your user is not a collector"))
        }
    }
}
