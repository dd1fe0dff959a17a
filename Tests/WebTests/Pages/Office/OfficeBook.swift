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

/// A small book with two collectors and the people around them, and its pages.
final class OfficeBook: Sendable {
    static let password = "tiga ekor kambing hitam"
    static let script = "<script>alert(1)</script>"
    static let today = Day(Day.daysFromCivil(year: 2026, month: 3, day: 2))
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk
    let now: Instant

    init(_ language: Language = .english) throws {
        scratch = try Scratch()
        engine = try TestedEngine.chosen.open(scratch)
        let now = Instant(day: OfficeBook.today, secondsOfDay: 36_000, offsetSeconds: 25_200)
        self.now = now
        let numbers = Mutex(Seeded(11))
        desk = Desk(
            engine: engine, actorName: "test",
            random: RandomSource { count in
                numbers.withLock { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) } }
            },
            passwordCost: PasswordCost(memoryKiB: 64, passes: 1, lanes: 1), clock: { now })
        _ = try desk.initialise()
        for (portfolio, letter) in [("Motor", "M"), ("Mobil", "B")] {
            let rows = (1...6).map { number in
                let name = number == 6 ? OfficeBook.script : "Debtor \(letter)\(number)"
                let keys = "\(letter)-\(number),A-\(letter)\(number),INV-\(letter)\(number)"
                return keys + ",2026-02-0\(number),90000\(number),\(name)"
            }
            try take(portfolio, rows)
        }
        _ = try desk.setCollector("Sari", CollectorChanges())
        _ = try desk.runDay(RunOptions(date: OfficeBook.today))
        _ = try desk.setCollector("Budi", CollectorChanges())
        try add("sari", [.collector], language) { $0.collector = "Sari" }
        try add("bos", [.supervisor], language)
        try add("part", [.supervisor], language) { $0.portfolios = .only(["Motor"]) }
        try add("audit", [.auditor], language)
        try add("gita", [.admin], language)
    }

    deinit { try? engine.close() }

    private func take(_ portfolio: String, _ rows: [String]) throws {
        let head = "Customer ID,Account,Invoice,Due date,Principal,Customer name\n"
        let path = try scratch.write("file.csv", head + rows.joined(separator: "\n") + "\n")
        var options = ImportOptions(kind: .receivables, path: path, asOf: OfficeBook.today)
        options.portfolio = portfolio
        _ = try desk.importFile(options)
    }

    func add(
        _ login: String, _ roles: [Role], _ language: Language = .english, _ change: (inout NewUser) -> Void = { _ in }
    ) throws {
        var new = NewUser(login: login, name: login, roles: roles, language: language)
        new.password = OfficeBook.password
        new.mustChangePassword = false
        change(&new)
        _ = try desk.addUser(new)
    }

    func signIn(_ login: String, _ password: String = OfficeBook.password, code: String? = nil) throws -> SignedIn {
        try desk.signIn(
            SignInRequest(login: login, password: password, code: code, address: "10.0.0.1", agent: "test"))
    }

    /// How many open cases a collector has.
    func cases(_ collector: String) throws -> Int {
        try desk.teamFigures(seconds: 0).answer.collectors.first { $0.collector == collector }?.openCases ?? 0
    }

    /// Asks the pages as somebody.
    func visit(
        _ login: String, _ password: String = OfficeBook.password,
        _ body: @escaping @Sendable (OfficeVisitor) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = WebServer(
            desk: desk, options: .quiet, logger: logger, steady: { 0 })
        let signedIn = try signIn(login, password)
        try await server.application().test(.router) { client in
            try await body(OfficeVisitor(client: client, signedIn: signedIn))
        }
    }
}

/// Somebody at the pages.
struct OfficeVisitor: Sendable {
    let client: any TestClientProtocol
    var signedIn: SignedIn

    struct Seen: Sendable {
        let status: Int
        let location: String
        let text: String

        /// What stands between two pieces of markup.
        func between(_ start: String, _ end: String) -> String? {
            guard let from = text.firstRange(of: start) else { return nil }
            let rest = text[from.upperBound...]
            return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
        }

        func has(_ part: String) -> Bool { text.contains(part) }
    }

    func get(_ uri: String, part: String? = nil) async throws -> Seen {
        var headers: HTTPFields = [:]
        if let part, let name = HTTPField.Name("Lunas-Part") { headers[name] = part }
        return try await ask(uri, .get, headers, nil)
    }

    func post(_ uri: String, _ fields: [(String, String)], token: String? = nil) async throws -> Seen {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let site = HTTPField.Name("Sec-Fetch-Site") { headers[site] = "same-origin" }
        let all = fields + [("token", token ?? signedIn.csrf)]
        let body = all.map { OfficeVisitor.encode($0.0) + "=" + OfficeVisitor.encode($0.1) }.joined(separator: "&")
        return try await ask(uri, .post, headers, body)
    }

    private static func encode(_ text: String) -> String { URLText.encode(text) }

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
}
