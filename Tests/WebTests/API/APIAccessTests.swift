import Desk
import Formats
import HTTPTypes
import Receivables
import Testing

@testable import Web

@Suite struct APIAccessTests {
    @Test func nobodyComesInWithoutAKey() async throws {
        let book = try APIBook()
        try await book.serve { client async throws in
            for route in APIRoutes.all where route.path != "/openapi.json" {
                let path = route.path.replacing("{id}", with: "1").replacing("{", with: "").replacing("}", with: "")
                var body: JSONValue?
                if case .json = route.body { body = .object([]) }
                let answer = try await client.ask(route.method, path, body)
                #expect(answer.status == 401, "\(route.id)")
                #expect(answer.code == "sign-in-needed", "\(route.id)")
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
            let document = try await client.ask(.get, "/openapi.json")
            #expect(document.status == 200)
            #expect(document.document["openapi"]?.string == "3.1.0")
        }
    }

    @Test func whatIsNoKeyIsRefused() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        _ = try book.desk.revokeAPIKey("key 0")
        try await book.serve { client async throws in
            for wrong in [key, "lk_nothing", "x", ""] {
                let answer = try await client.ask(.get, "/me", key: wrong)
                #expect(answer.status == 401)
                #expect(answer.code == "api-key-refused")
            }
            var fields = HTTPFields()
            fields[.authorization] = "Basic eDp5"
            #expect(try await client.ask(.get, "/me", fields: fields).code == "api-key-refused")
        }
    }

    /// Every endpoint asks for the permission that the document names.
    @Test func aKeyOpensNothingThatItsPermissionsDoNot() async throws {
        let book = try APIBook()
        let none = try book.key([])
        try await book.serve { client async throws in
            for route in APIRoutes.all {
                guard case .permission = route.gate else { continue }
                let path = route.path.replacing("{id}", with: "1").replacing("{", with: "").replacing("}", with: "")
                var body: JSONValue?
                if case .json = route.body { body = .object([]) }
                let answer = try await client.ask(route.method, path, key: none, body)
                #expect(answer.status == 403, "\(route.id)")
                #expect(answer.code == "not-permitted", "\(route.id)")
            }
        }
    }

    @Test func noKeyManagesPeople() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        try await book.serve { client async throws in
            for path in ["/users", "/keys"] {
                #expect(try await client.ask(.get, path, key: key).status == 403)
            }
            let me = try await client.ask(.get, "/me", key: key).document
            #expect(me["kind"]?.string == "key")
            #expect(me["user"] == .null)
            #expect(try await client.ask(.get, "/me/sessions", key: key).status == 403)
        }
    }

    /// A key of one portfolio neither reads nor changes another's debtors, and is not told that they are there.
    @Test func anotherPortfolioIsAsIfItWereNotThere() async throws {
        let book = try APIBook()
        let key = try book.wholeKey(portfolios: .only(["motor"]))
        let (own, other) = (try book.id("D-1"), try book.id("D-7"))
        let before = try book.desk.latestEntry()
        try await book.serve { client async throws in
            #expect(try await client.ask(.get, "/debtors/\(own)", key: key).status == 200)
            #expect(try await client.ask(.get, "/accounts/A-1", key: key).status == 200)
            let hidden: [(HTTPRequest.Method, String, JSONValue?)] = [
                (.get, "/debtors/\(other)", nil), (.get, "/debtors?reference=D-7", nil), (.get, "/accounts/A-7", nil),
                (.get, "/debtors/\(other)/lock", nil), (.put, "/debtors/\(other)/lock", nil),
                (.get, "/debtors/\(other)/changes?since=0", nil),
                (.post, "/debtors/\(other)/notes", ["text": "x"]),
                (.post, "/debtors/\(other)/contacts", ["channel": "call"]),
                (.post, "/debtors/\(other)/holds", ["reason": "dispute"]),
                (.post, "/debtors/\(other)/promises", ["amount": "1", "date": "2026-03-05"]),
                (.post, "/payments", ["account": "A-7", "amount": "1"]),
                (.get, "/portfolios/mobil", nil), (.get, "/ageing?portfolio=mobil", nil),
            ]
            for (method, path, body) in hidden {
                let answer = try await client.ask(method, path, key: key, body)
                #expect(answer.status == 404, "\(method) \(path): \(answer.text)")
                #expect(!answer.text.contains("Debitur 7"), "\(path)")
            }
            let lists = ["/worklist", "/search?q=Debitur", "/portfolios", "/ageing", "/figures/portfolio", "/imports"]
            for path in lists {
                let answer = try await client.ask(.get, path, key: key)
                #expect(answer.status == 200, "\(path): \(answer.text)")
                for word in ["D-7", "D-8", "Debitur 7", "mobil"] { #expect(!answer.text.contains(word), "\(path)") }
            }
            let worklist = try await client.ask(.get, "/worklist", key: key).document
            #expect(worklist["items"]?.array?.isEmpty == false)
        }
        #expect(try book.desk.latestEntry() == before)
    }

    /// News of a debtor who is not shown are not told, not even as a number.
    @Test func changesOfOthersAreNotTold() async throws {
        let book = try APIBook()
        let key = try book.wholeKey(portfolios: .only(["motor"]))
        let (own, other) = (try book.id("D-1"), try book.id("D-7"))
        let before = try book.desk.latestEntry()
        for id in [other, own, other] { _ = try book.desk.record(note: "x", try book.desk.subject(.id(id))) }
        try await book.serve { client async throws in
            let answer = try await client.ask(.get, "/changes?since=\(before)", key: key)
            let told = answer.document["changes"]?.array ?? []
            #expect(told.compactMap { $0["debtorId"]?.integer } == [own])
            #expect(answer.document["latest"]?.integer == before + 3)
        }
    }

    @Test func otherMethodsAreRefused() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        try await book.serve { client async throws in
            let answer = try await client.ask(.delete, "/worklist", key: key)
            #expect(answer.status == 405)
            #expect(answer.code == "method-not-allowed")
            #expect(answer.headers[.allow] == "GET")
            let other = try await client.ask(.get, "/debtors/1/notes", key: key)
            #expect(other.status == 405)
            #expect(other.headers[.allow] == "POST")
            #expect(try await client.ask(.get, "/nothing", key: key).status == 404)
        }
    }

    @Test func headIsGetWithoutBody() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        try await book.serve { client async throws in
            let answer = try await client.ask(.head, "/portfolios", key: key)
            #expect(answer.status == 200)
            #expect(answer.text.isEmpty)
        }
    }

    /// A page of the workbench proves itself by its session and its token, as forms do.
    @Test func aSessionNeedsItsToken() async throws {
        let book = try APIBook()
        var new = NewUser(login: "sari", name: "Sari", roles: [.collector])
        (new.password, new.mustChangePassword) = (APIBook.password, false)
        _ = try book.desk.addUser(new)
        let session = try book.desk.signIn(
            SignInRequest(login: "sari", password: APIBook.password, address: "10.0.0.1", agent: "test"))
        let path = "/debtors/\(try book.id("D-1"))/notes"
        try await book.serve { client async throws in
            var fields = HTTPFields()
            fields[.cookie] = "lunas=" + session.token
            #expect(try await client.ask(.get, "/me", fields: fields).document["kind"]?.string == "user")
            fields[.fetchSite] = "same-origin"
            let without = try await client.ask(.post, path, ["text": "x"], fields: fields)
            #expect(without.code == "form-forged")
            fields[.token] = session.csrf
            #expect(try await client.ask(.post, path, ["text": "x"], fields: fields).status == 201)
            fields[.fetchSite] = "cross-site"
            #expect(try await client.ask(.post, path, ["text": "x"], fields: fields).code == "form-forged")
        }
    }
}
