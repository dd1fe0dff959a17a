import Desk
import Foundation
import Receivables
import Support
import Testing
import Web
import Wording

/// The page of the team.
@Suite struct TeamTests {
    @Test func itSaysWhoWorksWhat() async throws {
        let book = try OfficeBook()
        _ = try book.desk.acting(as: book.signIn("sari").access).take(
            .reference("M-1", creditor: nil), seconds: 86_400)
        try await book.visit("bos") { bos async throws in
            let page = try await bos.get("/team?collector=Sari")
            #expect(page.status == 200 && page.text.utf8.count < 100_000)
            for text in ["Sari", "Budi", "The list of Sari", "Debtor M1", "Rp900,001", "0 %"] {
                #expect(page.has(text), "\(text)")
            }
            let atWork = try #require(page.between("id=\"team-work\"", "</section>"))
            #expect(atWork.contains("Sari") && atWork.contains("Debtor M1"))
            #expect(!page.has("<script>alert") && page.has("&lt;script&gt;alert"))
            let part = try await bos.part("team-figures", of: "/team")
            #expect(part.text.hasPrefix("<section id=\"team-figures\"") && !part.has("<html"))
        }
    }

    @Test func aRuleMovesWhatItSaysAfterItWasConfirmed() async throws {
        let book = try OfficeBook()
        try await book.visit("bos") { bos async throws in
            let fields = [("from", "c:Sari"), ("portfolio", "Motor"), ("limit", "4"), ("to", "Budi")]
            let ask = try await bos.post("/team/reassign", fields)
            #expect(ask.status == 200 && ask.has("Give 4 cases to others?"))
            #expect(try book.cases("Budi") == 0, "nothing moved yet")
            let key = try #require(ask.between("name=\"key\" value=\"", "\""))
            let done = try await bos.post("/team/reassign/do", fields + [("key", key)])
            #expect(done.status == 303 && done.location == "/team?moved=Budi&cases=4")
            #expect(try book.cases("Budi") == 4 && book.cases("Sari") == 8)
            let again = try await bos.post("/team/reassign/do", fields + [("key", key)])
            #expect(again.location == done.location)
            #expect(try book.cases("Budi") == 4, "a double click moves nothing twice")
            #expect(try await bos.get(done.location).has("4 cases were given to others."))
        }
    }

    @Test func chosenDebtorsMove() async throws {
        let book = try OfficeBook()
        let list = try book.desk.workPage(collector: "Sari", limit: 2).items.map { String($0.debtorID) }
        try await book.visit("bos") { bos async throws in
            let fields = [("from", "c:Sari"), ("chosen", "1"), ("to", "Budi")] + list.map { ("debtor", $0) }
            #expect(try await bos.post("/team/reassign", fields).has("Give 2 cases to others?"))
            #expect(try await bos.post("/team/reassign/do", fields).status == 303)
            #expect(try book.cases("Budi") == 2)
        }
    }

    @Test func whatIsMissingIsSaidAtTheFieldAndNothingIsLost() async throws {
        let book = try OfficeBook()
        try await book.visit("bos") { bos async throws in
            let page = try await bos.post("/team/reassign", [("limit", "many"), ("portfolio", "Mobil")])
            #expect(page.status == 422)
            #expect(page.has("Choose whose cases are meant.") && page.has("Choose at least one collector."))
            #expect(page.has("A whole number from 1.") && page.has("value=\"many\""))
            #expect(page.has("<option value=\"Mobil\" selected>"))
            let unknown = try await bos.post("/team/reassign", [("from", "c:Nobody"), ("to", OfficeBook.script)])
            #expect(unknown.status == 422 && !unknown.has("<script>alert"))
            let none = try await bos.post("/team/reassign", [("from", "c:Sari"), ("chosen", "1"), ("to", "Budi")])
            #expect(none.status == 422 && none.has("Tick at least one debtor."))
        }
    }

    @Test func whoMayNotIsToldWhy() async throws {
        let book = try OfficeBook()
        try await book.visit("audit") { audit async throws in
            let page = try await audit.get("/team")
            #expect(page.status == 200 && page.has("<fieldset class=\"stack\" disabled"))
            #expect(page.has("This takes a permission that you do not have: giving cases to somebody else."))
            let fields = [("from", "c:Sari"), ("to", "Budi")]
            #expect(try await audit.post("/team/reassign/do", fields).status == 403)
            #expect(try book.cases("Budi") == 0)
        }
        try await book.visit("sari") { sari async throws in #expect(try await sari.get("/team").status == 403) }
    }

    @Test func whatIsHiddenIsNotMoved() async throws {
        let book = try OfficeBook()
        try await book.visit("part") { part async throws in
            let page = try await part.get("/team?collector=Sari")
            #expect(page.has("Debtor M1") && !page.has("Debtor B1"))
            let fields = [("from", "c:Sari"), ("to", "Budi")]
            #expect(try await part.post("/team/reassign", fields).has("Give 6 cases to others?"))
            let hidden = try await part.post("/team/reassign", fields + [("portfolio", "Mobil")])
            #expect(hidden.status == 422, "as one that is not there")
            #expect(try await part.post("/team/reassign/do", fields).status == 303)
            #expect(try book.cases("Budi") == 6 && book.cases("Sari") == 6)
        }
    }

    @Test func aForgedFormMovesNothing() async throws {
        let book = try OfficeBook()
        try await book.visit("bos") { bos async throws in
            let fields = [("from", "c:Sari"), ("to", "Budi")]
            #expect(try await bos.post("/team/reassign/do", fields, token: "forged").status == 403)
            #expect(try book.cases("Budi") == 0)
        }
    }

    @Test func itSpeaksIndonesian() async throws {
        let book = try OfficeBook(.indonesian)
        try await book.visit("bos") { bos async throws in
            let page = try await bos.get("/team?collector=Sari")
            #expect(page.has("Daftar kerja Sari") && page.has("Pencapaian") && page.has("Alihkan kasus"))
            #expect(!page.has("The list of"))
        }
    }
}
