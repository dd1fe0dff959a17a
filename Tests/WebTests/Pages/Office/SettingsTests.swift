import Desk
import Foundation
import Receivables
import Store
import Support
import Testing
import Web
import Wording

/// The pages of the settings.
@Suite struct SettingsTests {
    private static let tabs = ["", "/users", "/keys", "/portfolios", "/collectors", "/strategies", "/holidays"]

    @Test(arguments: [Language.english, .indonesian]) func everyViewOpens(_ language: Language) async throws {
        let book = try OfficeBook(language)
        try await book.visit("gita") { gita async throws in
            for tab in SettingsTests.tabs {
                let page = try await gita.get("/settings" + tab)
                #expect(page.status == 200 && page.text.utf8.count < 100_000, "\(tab)")
                #expect(page.text.components(separatedBy: "<h1").count == 2, "\(tab): one heading")
                #expect(page.has("aria-current=\"page\""), "\(tab)")
            }
        }
    }

    @Test func aUserIsAddedWithAPasswordShownOnce() async throws {
        let book = try OfficeBook()
        try await book.visit("gita") { gita async throws in
            let fields = [
                ("login", "Tono"), ("name", OfficeBook.script), ("roles", "collector"), ("roles", "clerk"),
                ("speaks", "en"), ("collector", "Budi"), ("see", "only"), ("portfolios", "Motor"),
                ("branches", "Bogor, Depok"),
            ]
            let page = try await gita.post("/settings/users", fields)
            #expect(page.status == 200 && !page.has("<script>alert"))
            let password = try #require(page.between("id=\"issued-password\">", "<"))
            let user = try book.desk.user(login: "tono")
            #expect(user.roles == [.collector, .clerk] && user.collector == "Budi" && user.mustChangePassword)
            #expect(user.portfolios == ["Motor"] && user.branches == ["Bogor", "Depok"])
            #expect(try book.signIn("tono", password).user.login == "tono")
            let list = try await gita.get("/settings/users")
            #expect(list.has("tono") && !list.has(password) && !list.has("<script>alert"))
            let again = try await gita.post("/settings/users", fields)
            #expect(again.status == 409 && again.has("value=\"Bogor, Depok\"") && again.has("value=\"Tono\""))
            let bad = try await gita.post("/settings/users", [("login", "dua kata"), ("name", "Dua Kata")])
            #expect(bad.status == 422 && bad.has("value=\"Dua Kata\""))
        }
    }

    @Test func aUserIsChangedFromTheNextPageOn() async throws {
        let book = try OfficeBook()
        try await book.visit("gita") { gita async throws in
            let audit = PageVisitor(client: gita.client, signedIn: try book.signIn("audit"))
            #expect(try await audit.get("/team").status == 200)
            let saved = try await gita.post(
                "/settings/users/audit",
                [("name", "Audit"), ("roles", "clerk"), ("speaks", "id"), ("see", "all"), ("active", "1")])
            #expect(saved.status == 303)
            #expect(try await audit.get("/team").status == 403, "what this node remembered is forgotten")
            let reset = try await gita.post("/settings/users/audit/reset", [])
            let password = try #require(reset.between("id=\"issued-password\">", "<"))
            #expect(try await audit.get("/settings").status == 303, "every session ended")
            #expect(try book.signIn("audit", password).user.mustChangePassword)
            #expect(try await gita.get("/settings/users/nobody").status == 404)
            let last = try await gita.post(
                "/settings/users/gita", [("name", "gita"), ("roles", "clerk"), ("see", "all"), ("active", "1")])
            #expect(last.status == 409 && last.has("checked> clerk"))
        }
    }

    @Test func sessionsOfAUserAreEnded() async throws {
        let book = try OfficeBook()
        try await book.visit("gita") { gita async throws in
            let bos = PageVisitor(client: gita.client, signedIn: try book.signIn("bos"))
            #expect(try await bos.get("/team").status == 200)
            #expect(try await gita.get("/settings/users/bos").has(bos.signedIn.session))
            #expect(try await gita.post("/settings/users/bos/sessions", []).status == 303)
            #expect(try await bos.get("/team").status == 303)
        }
    }

    @Test func aKeyIsMadeShownOnceAndRevoked() async throws {
        let book = try OfficeBook()
        try await book.visit("gita") { gita async throws in
            let fields = [
                ("name", "warehouse"), ("permissions", "see-portfolio"), ("permissions", "export"), ("see", "only"),
                ("portfolios", "Mobil"),
            ]
            let page = try await gita.post("/settings/keys", fields)
            let key = try #require(page.between("id=\"issued-key\">", "<"))
            let access = try #require(try book.desk.access(ofKey: key))
            #expect(access.permissions == [.seePortfolio, .export] && access.portfolios == ["Mobil"])
            let list = try await gita.get("/settings/keys")
            #expect(list.has("warehouse") && !list.has(key))
            #expect(try await gita.post("/settings/keys", fields).status == 409)
            let powerful = [("name", "x"), ("permissions", "manage-users")]
            #expect(try await gita.post("/settings/keys", powerful).status == 403, "keys never manage users")
            #expect(try await gita.post("/settings/keys/revoke", [("name", "warehouse")]).status == 303)
            #expect(try book.desk.access(ofKey: key) == nil)
        }
    }

    @Test func portfoliosAndCollectorsAreChanged() async throws {
        let book = try OfficeBook()
        try await book.visit("gita") { gita async throws in
            let rules = [
                ("portfolio", "Motor"), ("lender", "bank"), ("waterfall", "principal,interest,fee,penalty"),
                ("buckets", "0,30,90"), ("tolerance", "5000"), ("grace", "2"), ("promise-tolerance", "0"),
                ("strategy", "default"),
            ]
            #expect(try await gita.post("/settings/portfolios", rules).status == 303)
            let motor = try book.desk.portfolio(named: "Motor")
            #expect(motor.lender == .bank && motor.arrears.tolerance == 500_000 && motor.promises.graceDays == 2)
            #expect(motor.buckets.ends == [0, 30, 90])
            var wrong = rules
            wrong[3] = ("buckets", "30,10")
            let again = try await gita.post("/settings/portfolios", wrong)
            #expect(again.status == 422 && again.has("value=\"30,10\""))
            #expect(try await gita.get("/settings/portfolios?edit=Motor").has("value=\"5000\""))
            let collector = [
                ("collector", "Wati"), ("minutes", "300"), ("languages", "id, jv"), ("portfolios", "Mobil"),
                ("active", "1"),
            ]
            #expect(try await gita.post("/settings/collectors", collector).status == 303)
            let wati = try book.desk.collector(named: "Wati")
            #expect(wati.minutesPerDay == 300 && wati.languages == ["id", "jv"] && wati.portfolios == ["Mobil"])
            let bad = try await gita.post("/settings/collectors", [("collector", "Wati"), ("minutes", "lots")])
            #expect(bad.status == 422 && bad.has("value=\"lots\""))
            #expect(try await gita.post("/settings/collectors", [("collector", ""), ("minutes", "1")]).status == 422)
        }
    }

    @Test func settingsOfTheInstallationAreChecked() async throws {
        let book = try OfficeBook()
        try await book.visit("gita") { gita async throws in
            let zone = [("setting", "time-zone"), ("time-zone", "Asia/Makassar")]
            #expect(try await gita.post("/settings/installation", zone).status == 303)
            let bad = try await gita.post(
                "/settings/installation", [("setting", "time-zone"), ("time-zone", OfficeBook.script)])
            #expect(bad.status == 422 && bad.has("value=\"&lt;script&gt;") && !bad.has("<script>alert"))
            #expect(try book.desk.settings().first { $0.name == "time-zone" }?.value == "Asia/Makassar")
        }
    }

    @Test func whoMayNotSeesWhy() async throws {
        let book = try OfficeBook()
        try await book.visit("bos") { bos async throws in
            for tab in ["/users", "/keys"] {
                let page = try await bos.get("/settings" + tab)
                #expect(page.status == 200 && page.has("This takes a permission that you do not have"), "\(tab)")
                #expect(!page.has("gita"), "\(tab)")
            }
            for tab in ["", "/portfolios", "/collectors"] {
                #expect(try await bos.get("/settings" + tab).has(" disabled>"), "\(tab)")
            }
            #expect(try await bos.post("/settings/users", [("login", "x2"), ("roles", "admin")]).status == 403)
            #expect(try await bos.get("/settings/users/gita").status == 403)
        }
        try await book.visit("sari") { sari async throws in #expect(try await sari.get("/settings").status == 403) }
        try await book.visit("part") { part async throws in
            #expect(try await part.get("/settings/portfolios").has("Motor"))
            #expect(try await !part.get("/settings/portfolios").has("Mobil"))
        }
    }

    @Test func theLadderIsDrawn() async throws {
        let book = try OfficeBook()
        let text = """
            strategy: own
            title: Own
            catchUp: latest
            segments:
              - name: all
                ladder:
                  - { id: before, dpd: -3, do: notice, channel: sms, template: due-soon }
                  - { id: first, dpd: 5, do: call, minutes: 4 }
            """
        _ = try book.desk.setStrategy(text, file: "own.yaml")
        try await book.visit("gita") { gita async throws in
            let page = try await gita.get("/settings/strategies?name=own")
            #expect(page.has("<svg class=\"chart\" role=\"img\""))
            #expect(page.has("<title>before: notice (SMS), 3 days before the due date</title>"))
            #expect(page.has("<title>first: call, 5 days past due</title>"))
            // Eight days between the two, nine pixels each.
            let circle = "</title><circle cx=\""
            let first = try #require(page.between("3 days before the due date" + circle, "\""))
            let second = try #require(page.between("5 days past due" + circle, "\""))
            #expect((Int(second) ?? 0) - (Int(first) ?? 0) == 72)
            #expect(page.has("no portfolio"))
            #expect(try await gita.get("/settings/strategies?name=none").status == 404)
            #expect(try await gita.get("/settings/strategies?name=own&version=9").status == 404)
        }
    }
}
