import Desk
import Formats
import HTTPTypes
import Receivables
import Store
import Testing

@testable import Web

@Suite struct APIListTests {
    /// Page by page is the same as at once, in the same order, and ends.
    @Test func pagesMakeUpTheWhole() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        try await book.serve { client async throws in
            for (path, name) in [
                ("/worklist", "items"), ("/imports", "imports"), ("/portfolios", "portfolios"),
                ("/my-work?collector=Sari", "items"),
            ] {
                let mark = path.contains("?") ? "&" : "?"
                let whole = try await client.ask(.get, "\(path)\(mark)limit=1000", key: key).document
                #expect(whole["next"] == .null)
                let all = whole[name]?.array ?? []
                #expect(all.count > 1, "\(path)")
                var found: [JSONValue] = []
                var after: JSONValue? = JSONValue.null
                for _ in 0...all.count where after != nil {
                    let place = after == .null ? "" : "&after=\(after?.string ?? "\(after?.integer ?? 0)")"
                    let page = try await client.ask(.get, "\(path)\(mark)limit=1\(place)", key: key).document
                    #expect(page[name]?.array?.count == 1)
                    found += page[name]?.array ?? []
                    after = page["next"].flatMap { $0 == .null ? nil : $0 }
                }
                #expect(after == nil, "\(path) does not end")
                #expect(found == all, "\(path)")
            }
        }
    }

    /// Every answer is as the document says, to the last member.
    @Test func answersAreAsDescribed() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        let id = try book.id("D-1")
        _ = try book.desk.take(.id(id), seconds: 86_400)
        _ = try book.desk.record(note: "x", try book.desk.subject(.id(id)))
        let samples: [String: String] = [
            "openapi": "/openapi.json", "me": "/me", "worklist": "/worklist", "work": "/my-work?collector=Sari",
            "debtorLock": "/debtors/\(id)/lock", "search": "/search?q=D-1", "changes": "/changes?since=0",
            "debtor": "/debtors/\(id)", "debtorByReference": "/debtors?reference=D-1",
            "debtorChanges": "/debtors/\(id)/changes?since=0", "account": "/accounts/A-1",
            "waitingPayments": "/waiting-payments", "imports": "/imports", "import": "/imports/1",
            "rejects": "/imports/1/rejects", "ageing": "/ageing", "portfolioFigures": "/figures/portfolio",
            "teamFigures": "/figures/team", "atWork": "/at-work", "teamHistory": "/figures/team/history",
            "portfolios": "/portfolios", "portfolio": "/portfolios/motor", "collectors": "/collectors",
            "collector": "/collectors/Sari",
            "strategies": "/strategies", "strategy": "/strategies/standard", "calendars": "/holidays",
            "calendar": "/holidays/\(try book.desk.calendars()[0].name)", "settings": "/settings",
        ]
        let ofPeople: Set = ["users", "user", "userSessions", "keys", "ownSessions"]
        let strategy = try #require(try book.desk.strategies().first).name
        try await book.serve { client async throws in
            for route in APIRoutes.all where route.method == .get && !ofPeople.contains(route.id) {
                let path = route.id == "strategy" ? "/strategies/\(strategy)" : samples[route.id]
                guard let path, case .json(let schema) = route.answer else {
                    Issue.record("no sample of \(route.id)")
                    continue
                }
                let answer = try await client.ask(.get, path, key: key)
                #expect(answer.status == 200, "\(route.id): \(answer.text.prefix(300))")
                do throws(Problem) { try schema.check(answer.document, route.id) } catch {
                    Issue.record("\(route.id): \(error.code) \(error.facts)")
                }
            }
        }
    }

    @Test func whoAdministersManagesPeople() async throws {
        let book = try APIBook()
        var new = NewUser(login: "admin", name: "Admin", roles: [.admin])
        (new.password, new.mustChangePassword) = (APIBook.password, false)
        _ = try book.desk.addUser(new)
        let session = try book.desk.signIn(
            SignInRequest(login: "admin", password: APIBook.password, address: "10.0.0.1", agent: "test"))
        try await book.serve { client async throws in
            var fields = HTTPFields()
            fields[.cookie] = "lunas=" + session.token
            fields[.fetchSite] = "same-origin"
            fields[.token] = session.csrf
            let user: JSONValue = ["login": "budi", "name": "Budi", "roles": ["clerk"], "portfolios": ["motor"]]
            let added = try await client.ask(.post, "/users", user, fields: fields)
            #expect(added.status == 201, "\(added.text)")
            #expect(added.document["password"]?.string?.isEmpty == false)
            #expect(try await client.ask(.post, "/users", user, fields: fields).code == "login-taken")
            let changed = try await client.ask(
                .patch, "/users/budi", ["seesAllPortfolios": true, "active": false], fields: fields)
            #expect(changed.document["portfolios"] == .null)
            #expect(changed.document["active"] == false)
            #expect(changed.document["name"] == "Budi")
            let made = try await client.ask(
                .post, "/keys", ["name": "bank", "permissions": ["see-debtors"]], fields: fields)
            #expect(made.status == 201, "\(made.text)")
            let key = try #require(made.document["key"]?.string)
            #expect(try await client.ask(.get, "/search?q=D-1", key: key).status == 200)
            let list = try await client.ask(.get, "/keys", fields: fields)
            #expect(!list.text.contains(key))
            #expect(try await client.ask(.delete, "/keys/bank", fields: fields).status == 200)
            #expect(try await client.ask(.get, "/search?q=D-1", key: key).status == 401)
            for path in ["/users", "/users/budi", "/users/budi/sessions", "/me/sessions", "/me"] {
                #expect(try await client.ask(.get, path, fields: fields).status == 200, "\(path)")
            }
        }
    }

    @Test func aFileGoesInAndComesBack() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        let text = """
            debtor.reference;account.reference;due.reference;due.date;due.amount;due.currency
            D-1;A-1;I-90;2026-02-20;500.00;IDR
            D-1;A-1;I-91;2026-02-31;500.00;IDR

            """
        try await book.serve { client async throws in
            let path = "/imports?kind=receivables&portfolio=motor&name=%3Cb%3Efile.csv"
            let dry = try await client.ask(.post, path + "&dryRun=true", key: key, raw: text)
            #expect(dry.status == 200, "\(dry.text)")
            #expect(dry.document["accepted"] == 1)
            #expect(dry.document["import"] == .null)
            let done = try await client.ask(.post, path, key: key, raw: text)
            #expect(done.document["accepted"] == 1, "\(done.text)")
            let id = try #require(done.document["import"]?.integer)
            let rejects = try await client.ask(.get, "/imports/\(id)/rejects", key: key).document["rejects"]?.array
            #expect(rejects?.count == 1)
            #expect(rejects?.first?["reject"]?["code"] == "not-a-date")
            let undone = try await client.ask(.post, "/imports/\(id)/undo", key: key, .object([]))
            #expect(undone.document["undone"] == true, "\(undone.text)")
            #expect(try await client.ask(.post, "/imports/\(id)/undo", key: key, .object([])).code == "import-undone")
            #expect(try await client.ask(.post, "/imports?kind=nothing", key: key, raw: text).status == 400)
            #expect(try await client.ask(.post, "/imports", key: key, raw: text).code == "field-missing")
        }
    }

    /// What a rehearsal tells happens, and the rehearsal itself changes nothing.
    @Test func casesGoToSomebodyElse() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        _ = try book.desk.setCollector("Budi", CollectorChanges())
        try await book.serve { client async throws in
            let body: JSONValue = ["from": "Sari", "to": ["Budi"], "limit": 2]
            let before = try book.desk.latestEntry()
            let dry = try await client.ask(
                .post, "/cases/reassign", key: key, ["from": "Sari", "to": ["Budi"], "limit": 2, "dryRun": true])
            let told: JSONValue = [["cases": 2, "collector": "Budi"]]
            #expect(dry.document["moved"] == told && dry.document["dryRun"] == true, "\(dry.text)")
            #expect(try book.desk.latestEntry() == before)
            let done = try await client.ask(.post, "/cases/reassign", key: key, body)
            #expect(done.document["moved"] == told && done.document["dryRun"] == false, "\(done.text)")
            let cases = try book.desk.teamFigures().answer.collectors.map { "\($0.collector) \($0.openCases)" }
            #expect(cases == ["Sari 6", "Budi 2"])
            let unknown = try await client.ask(
                .post, "/cases/reassign", key: key, ["to": ["Nobody"], "dryRun": true])
            #expect(unknown.code == "collector-unknown")
        }
    }

    @Test func aDebtorIsTakenAndGivenBack() async throws {
        let book = try APIBook()
        let (first, second) = (try book.wholeKey(), try book.wholeKey())
        try await book.serve { client async throws in
            let body: JSONValue = ["collector": "Sari"]
            let one = try await client.ask(.post, "/my-work/next", key: first, body).document["taken"]
            let two = try await client.ask(.post, "/my-work/next", key: second, body).document["taken"]
            let id = try #require(one?["debtorId"]?.integer)
            #expect(two?["debtorId"] != one?["debtorId"])
            #expect(try await client.ask(.put, "/debtors/\(id)/lock", key: second).code == "debtor-taken")
            #expect(try await client.ask(.delete, "/debtors/\(id)/lock", key: first).status == 204)
            #expect(try await client.ask(.put, "/debtors/\(id)/lock", key: second).status == 200)
            #expect(try await client.ask(.post, "/my-work/release", key: second).status == 204)
            let lock = try await client.ask(.get, "/debtors/\(id)/lock", key: first).document
            #expect(lock["lock"] == .null)
            #expect(try await client.ask(.get, "/at-work", key: first).document["atWork"] == .array([]))
            #expect(try await client.ask(.put, "/debtors/\(id)/lock", key: first).status == 200)
            let atWork = try await client.ask(.get, "/at-work", key: second).document["atWork"]?.array
            #expect(atWork?.map { $0["debtorId"] } == [JSONValue(id)])
        }
    }
}
