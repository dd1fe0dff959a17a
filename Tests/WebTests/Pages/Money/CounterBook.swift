import Desk
import Formats
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Receivables
import Store
import Support
import Synchronization
import Testing
import Web
import Wording

/// A small book with a clerk who brings files and money: two debtors of one portfolio, one of another, and money that
/// waits.
final class CounterBook: Sendable {
    static let password = "tiga ekor kambing hitam"
    static let today = Day(Day.daysFromCivil(year: 2026, month: 3, day: 2))
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk

    init(isEmpty: Bool = false) throws {
        scratch = try Scratch()
        engine = try TestedEngine.chosen.open(scratch)
        let now = Instant(day: CounterBook.today, secondsOfDay: 36_000, offsetSeconds: 25_200)
        let numbers = Mutex(Seeded(11))
        desk = Desk(
            engine: engine, actorName: "test",
            random: RandomSource { count in
                numbers.withLock { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) } }
            },
            passwordCost: PasswordCost(memoryKiB: 64, passes: 1, lanes: 1), clock: { now })
        _ = try desk.initialise()
        if !isEmpty { try fill() }
        try add("clerk", [.clerk], .english)
        try add("klerk", [.clerk], .indonesian)
        try add("boss", [.supervisor], .english)
        try add("admin", [.admin], .english)
        if !isEmpty { try add("mobil", [.clerk], .english, portfolios: ["Mobil"]) }
        try add("sari", [.collector], .english)
    }

    deinit { try? engine.close() }

    private func fill() throws {
        try take(
            .receivables, "Motor",
            """
            Customer ID,Account,Invoice,Due date,Principal,Customer name
            C-1,MTR-1,INV-1,2026-02-05,1250000,Budi Santoso
            C-2,MTR-2,INV-2,2026-01-10,800000,<script>alert(1)</script>
            """)
        try take(
            .receivables, "Mobil",
            "Customer ID,Account,Invoice,Due date,Principal,Customer name\nC-9,MBL-9,INV-9,2026-02-01,5000000,Agus\n")
        try take(
            .payments, "Motor",
            """
            Account,Payment,Paid on,Amount,Payer
            MTR-1,P-1,2026-02-20,250000,Budi
            NOBODY-7,P-2,2026-02-21,300000,<img src=x>
            """)
    }

    @discardableResult
    func take(_ kind: ImportKind, _ portfolio: String, _ text: String) throws -> ImportResult {
        var options = ImportOptions(kind: kind, path: try scratch.write("file.csv", text), asOf: CounterBook.today)
        options.portfolio = portfolio
        return try desk.importFile(options)
    }

    private func add(_ login: String, _ roles: [Role], _ language: Language, portfolios: [String]? = nil) throws {
        var new = NewUser(login: login, name: login, roles: roles, language: language)
        new.password = CounterBook.password
        new.mustChangePassword = false
        if let portfolios { new.portfolios = .only(portfolios) }
        _ = try desk.addUser(new)
    }

    /// Asks the pages as somebody.
    func visit(_ login: String, _ body: @escaping @Sendable (CounterVisitor) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = WebServer(
            desk: desk, options: .quiet, logger: logger, steady: { 0 })
        let signedIn = try desk.signIn(
            SignInRequest(login: login, password: CounterBook.password, address: "10.0.0.1", agent: "test"))
        try await server.application().test(.router) { client in
            try await body(CounterVisitor(client: client, signedIn: signedIn))
        }
    }
}

/// Somebody at the pages.
struct CounterVisitor: Sendable {
    let client: any TestClientProtocol
    let signedIn: SignedIn

    struct Seen: Sendable {
        let status: Int
        let location: String
        let text: String
    }

    private func ask(
        _ uri: String, _ method: HTTPRequest.Method, _ more: HTTPFields, _ body: String?
    ) async throws -> Seen {
        var headers = more
        headers[.cookie] = "lunas=" + signedIn.token
        return try await client.execute(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            Seen(
                status: Int(response.status.code), location: response.headers[.location] ?? "",
                text: String(buffer: response.body))
        }
    }

    func get(_ uri: String) async throws -> Seen { try await ask(uri, .get, [:], nil) }

    /// One part of a page, as the script asks for it.
    func part(_ name: String, of uri: String) async throws -> Seen {
        var headers = HTTPFields()
        if let field = HTTPField.Name("Lunas-Part") { headers[field] = name }
        return try await ask(uri, .get, headers, nil)
    }

    private func ours() -> HTTPFields {
        var headers = HTTPFields()
        if let site = HTTPField.Name("Sec-Fetch-Site") { headers[site] = "same-origin" }
        return headers
    }

    func post(_ uri: String, _ fields: [(String, String)]) async throws -> Seen {
        var headers = ours()
        headers[.contentType] = "application/x-www-form-urlencoded"
        let all = [("token", signedIn.csrf)] + fields
        let text = all.map { URLText.encode($0) + "=" + URLText.encode($1) }.joined(separator: "&")
        return try await ask(uri, .post, headers, text)
    }

    /// Sends a file as the script does, and gives the address of its page.
    func upload(_ name: String, _ text: String) async throws -> String {
        var headers = ours()
        headers[.accept] = "application/json"
        if let token = HTTPField.Name("Lunas-Token") { headers[token] = signedIn.csrf }
        let seen = try await ask("/import/upload?name=" + URLText.encode(name), .post, headers, text)
        #expect(seen.status == 200, "\(seen.text)")
        return try #require(seen.text.split(separator: "\"").map(String.init).first { $0.hasPrefix("/import/files/") })
    }

    /// Asks for a page until what goes on behind it has ended.
    func ended(_ uri: String) async throws -> Seen {
        var seen = try await get(uri)
        for _ in 0..<2000 where seen.text.contains("data-poll") {
            await Task.yield()
            seen = try await get(uri)
        }
        return seen
    }
}
