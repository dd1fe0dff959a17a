import CLibPQ
import Receivables
import Store

/// Where a database is: a connection URL with all options of libpq
/// (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING), also with several hosts.
struct PostgresAddress: Sendable {
    let url: String
    /// Host, port and name, without the password: for messages.
    let shown: String
    /// What the address says itself.
    private let given: Set<String>
    /// How long one server may take to answer a knock, where the address does not say.
    private let connectSeconds: Int

    static func isMeant(by url: String) -> Bool { url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") }

    /// Error: `database-url` with what libpq finds wrong.
    init(_ url: String, connectSeconds: Int = PostgresLimits.connectSeconds) throws(Problem) {
        var error: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &error) else {
            let reason = error.map { String(cString: $0).split(whereSeparator: \.isNewline).joined(separator: " ") }
            PQfreemem(error)
            throw PostgresAddress.unreadable(url, PostgresAddress.harmless(reason ?? "", of: url))
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var at = options
        while let keyword = at.pointee.keyword {
            if let value = at.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            at += 1
        }
        let hosts = PostgresAddress.hosts(url)
        // Else a part of the password would be taken for a host or a name, and repeated as one.
        guard !hosts.contains("@"), !(values["dbname"] ?? "").contains("@") else {
            throw PostgresAddress.unreadable(url, "@ = %40, / = %2F")
        }
        self.url = url
        self.connectSeconds = connectSeconds
        given = Set(values.keys)
        let place = hosts.isEmpty ? values["host"] ?? "localhost" : String(hosts)
        shown = "postgres://\(place)/\(values["dbname"] ?? values["user"] ?? "")"
    }

    /// Hosts and ports, as libpq finds them: behind user and password, in which only the slash has a meaning.
    private static func hosts(_ url: String) -> Substring {
        guard let slashes = url.firstIndex(of: "/") else { return "" }
        let authority = url[slashes...].dropFirst(2).prefix { $0 != "/" }
        let start = authority.firstIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex
        return authority[start...].prefix { $0 != "?" }
    }

    /// What cannot be read may be the password, and is then quoted; the name of an option that is none is not, unless a
    /// password with a question mark made it one.
    private static func harmless(_ reason: String, of url: String) -> String {
        let options = url.drop { $0 != "?" }
        if reason.hasPrefix("invalid URI query parameter"), !options.contains("@") { return reason }
        return String(reason.prefix { $0 != "\"" })
    }

    /// An address that cannot be read is shown up to where a password may begin.
    private static func unreadable(_ url: String, _ reason: String) -> Problem {
        Problem(.databaseURL, [Fact("database", url.prefix { $0 != ":" } + "://…"), Fact("detail", reason)])
    }

    /// Opens a connection; it may have failed. What the address does not say itself gets a time limit of ours.
    func connect() -> OpaquePointer? {
        let defaults = [
            ("fallback_application_name", "lunas"), ("client_encoding", "UTF8"),
            ("connect_timeout", "\(connectSeconds)"),
            ("tcp_user_timeout", "\(PostgresLimits.silenceMilliseconds)"),
            ("keepalives_idle", String(PostgresLimits.keepaliveIdleSeconds)),
            ("keepalives_interval", String(PostgresLimits.keepaliveIntervalSeconds)),
            ("keepalives_count", String(PostgresLimits.keepaliveCount)),
        ].filter { !given.contains($0.0) || $0.0 == "client_encoding" }
        return connect(defaults) { PQconnectdbParams($0, $1, 1) }
    }

    private func connect(
        _ options: [(String, String)],
        _ open: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> OpaquePointer?
    ) -> OpaquePointer? {
        // Of keywords that come twice the last one counts: only what the URL does not say comes behind it, and the
        // encoding, which is not its choice.
        let words = [("dbname", url)] + options
        let keys = words.map { PostgresText($0.0) }
        let values = words.map { PostgresText($0.1) }
        return withExtendedLifetime((keys, values)) {
            open(keys.map { $0.pointer } + [nil], values.map { $0.pointer } + [nil])
        }
    }

    /// What the server answers to a knock, with its code: for the connection that failed says it only in words, and
    /// those in the language of the server.
    func diagnose() -> String {
        let connection = connect([("connect_timeout", "\(connectSeconds)")]) {
            PQconnectStartParams($0, $1, 1)
        }
        defer { PQfinish(connection) }
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        var wanted = PGRES_POLLING_WRITING
        for _ in 0..<connectSeconds * 10 {
            guard wanted == PGRES_POLLING_WRITING || wanted == PGRES_POLLING_READING else { break }
            let isReady = Knock.wait(
                PQsocket(connection), forReading: wanted == PGRES_POLLING_READING, milliseconds: 100)
            if isReady { wanted = PQconnectPoll(connection) }
        }
        return PostgresAddress.state(in: PostgresFailure.message(of: connection))
    }

    /// The SQLSTATE in a message of the kind `FATAL:  28P01: …`, whatever the language; empty where there is none.
    static func state(in message: String) -> String {
        let words = message.split(separator: " ")
        for (word, next) in zip(words, words.dropFirst()) where word.hasSuffix(":") && next.hasSuffix(":") {
            let code = next.dropLast()
            guard code.utf8.count == 5, code.utf8.contains(where: { (48...57).contains($0) }) else { continue }
            if code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) { return String(code) }
        }
        return ""
    }
}

/// A text as C wants it, for as long as this object lives.
final class PostgresText {
    let pointer: UnsafePointer<CChar>
    private let storage: UnsafeMutableBufferPointer<CChar>

    init(_ text: String) {
        let bytes = text.utf8CString
        storage = .allocate(capacity: bytes.count)
        _ = storage.initialize(from: bytes)
        guard let base = storage.baseAddress else { preconditionFailure("a text has at least its end") }
        pointer = UnsafePointer(base)
    }

    deinit { storage.deallocate() }
}
