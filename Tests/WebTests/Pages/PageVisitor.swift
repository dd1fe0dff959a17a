import Desk
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Testing
import Web

/// Somebody at the pages, as their browser asks for them.
struct PageVisitor: Sendable {
    let client: any TestClientProtocol
    let signedIn: SignedIn

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

    func get(_ uri: String) async throws -> Seen { try await ask(uri, .get, [:], nil) }

    /// A part of a page, as its script asks for it.
    func part(_ name: String, of uri: String) async throws -> Seen {
        var headers = HTTPFields()
        if let part = HTTPField.Name("Lunas-Part") { headers[part] = name }
        return try await ask(uri, .get, headers, nil)
    }

    /// Sends a form of a page.
    func post(_ uri: String, _ fields: [(String, String)], token: String? = nil) async throws -> Seen {
        var headers = ours()
        headers[.contentType] = "application/x-www-form-urlencoded"
        let all = fields + [("token", token ?? signedIn.csrf)]
        let body = all.map { URLText.encode($0.0) + "=" + URLText.encode($0.1) }.joined(separator: "&")
        return try await ask(uri, .post, headers, body)
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

    /// What a browser says of a request that comes from our own page.
    private func ours() -> HTTPFields {
        var headers = HTTPFields()
        if let site = HTTPField.Name("Sec-Fetch-Site") { headers[site] = "same-origin" }
        return headers
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

    /// Asks the pages of a desk as somebody.
    static func at(
        _ desk: Desk, as signedIn: SignedIn, _ body: @escaping @Sendable (PageVisitor) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = WebServer(desk: desk, options: .quiet, logger: logger, steady: { 0 })
        try await server.application().test(.router) { client in
            try await body(PageVisitor(client: client, signedIn: signedIn))
        }
    }
}
