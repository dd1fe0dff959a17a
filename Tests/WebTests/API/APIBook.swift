import Casework
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
import Wording

@testable import Web

/// A small book of two portfolios behind a server that is asked directly.
struct APIBook {
    static let password = "tiga ekor kambing hitam"
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk

    init(_ tested: TestedEngine = .chosen) throws {
        scratch = try Scratch()
        engine = try tested.open(scratch)
        guard let day = Day("2026-03-02") else { throw Problem(.internalError) }
        let now = Instant(day: day, secondsOfDay: 36_000, offsetSeconds: 25_200)
        let numbers = Numbers()
        desk = Desk(
            engine: engine, actorName: "test",
            random: RandomSource { numbers.bytes($0) },
            passwordCost: PasswordCost(memoryKiB: 64, passes: 1, lanes: 1), clock: { now })
        _ = try desk.initialise()
        for (portfolio, debtors) in [("motor", 1...6), ("mobil", 7...8)] {
            try take(portfolio, debtors, day)
        }
        var collector = CollectorChanges()
        collector.languages = ["id"]
        _ = try desk.setCollector("Sari", collector)
        _ = try desk.runDay(RunOptions(date: day))
    }

    private func take(_ portfolio: String, _ debtors: ClosedRange<Int>, _ day: Day) throws {
        let rows = debtors.map { n in
            "D-\(n);Debitur \(n);A-\(n);I-\(n);2026-01-\(10 + n);1000000.00;IDR;+62812000000\(n)\n"
        }
        let header = "debtor.reference;debtor.name;account.reference;due.reference;due.date;due.amount;"
            + "due.currency;debtor.phone\n"
        let path = try scratch.write("\(portfolio).csv", header + rows.joined())
        var options = ImportOptions(kind: .receivables, path: path, asOf: day)
        options.portfolio = portfolio
        let result = try desk.importFile(options)
        guard result.accepted == debtors.count else {
            throw Problem(.rowsRejected, [Fact("reason", "\(result.rejects)")])
        }
    }

    func key(_ permissions: Set<Permission>, portfolios: Limit = .everything) throws -> String {
        let name = "key \(try desk.apiKeys().count)"
        return try desk.createAPIKey(name, permissions: permissions, portfolios: portfolios).key
    }

    /// Everything that a key may be given.
    func wholeKey(portfolios: Limit = .everything) throws -> String {
        try key(Set(Permission.allCases).subtracting(Desk.peopleOnly), portfolios: portfolios)
    }

    /// The number of a debtor.
    func id(_ reference: String) throws -> Int64 {
        try #require(try desk.search(reference, limit: 1).hits.first).debtorID
    }

    /// Asks as somebody; `body` with a server on this book.
    func serve(_ body: @Sendable (APIClient) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = WebServer(
            desk: desk, options: .quiet, logger: logger, steady: { 0 })
        try await server.application().test(.router) { client in try await body(APIClient(client: client)) }
    }
}

/// Bytes that can be foreseen, other ones each time.
private final class Numbers: Sendable {
    private let random = Mutex(Seeded(7))

    func bytes(_ count: Int) -> [UInt8] {
        random.withLock { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) } }
    }
}

/// An answer of the API.
struct APIResult {
    let status: Int
    let headers: HTTPFields
    let text: String

    var document: JSONValue { JSONValue(parsing: text) ?? .null }
    var code: String? { document["code"]?.string }
}

struct APIClient {
    let client: any TestClientProtocol

    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, key: String? = nil, _ body: JSONValue? = nil,
        raw: String? = nil, fields: HTTPFields = [:]
    ) async throws -> APIResult {
        var headers = fields
        if let key { headers[.authorization] = "Bearer " + key }
        var text = raw
        if let body {
            text = body.text(indent: nil)
            headers[.contentType] = "application/json"
        }
        return try await client.execute(
            uri: "/api/v1" + path, method: method, headers: headers, body: text.map { ByteBuffer(string: $0) }
        ) { response in
            APIResult(
                status: Int(response.status.code), headers: response.headers, text: String(buffer: response.body))
        }
    }
}
