import Receivables

/// A user as stored, with what proves who they are: never to be shown as a whole.
package struct StoredUser: Sendable, Equatable {
    package let id: Int64
    /// In small letters; unique for ever.
    package let login: String
    package var name: String
    package var roles: [String]
    package var language: String
    package var collector: Int64?
    /// Name of the collector.
    package var collectorName: String?
    /// nil: all.
    package var portfolios: [String]?
    package var branches: [String]?
    /// argon2id with its parameters and salt, in the usual notation.
    package var password: String
    /// What codes of the second factor are computed from.
    package var codeSecret: [UInt8]?
    /// The time step of the last code that was used: no code is taken twice.
    package var codeStep: Int64
    package var isActive: Bool
    package var mustChangePassword: Bool
    package let createdAt: Instant
    package let entry: Int64

    package init(
        id: Int64, login: String, name: String, roles: [String], language: String, password: String,
        createdAt: Instant, entry: Int64
    ) {
        self.id = id
        self.login = login
        self.name = name
        self.roles = roles
        self.language = language
        self.password = password
        self.createdAt = createdAt
        self.entry = entry
        codeStep = 0
        isActive = true
        mustChangePassword = true
    }
}

extension StoredUser {
    fileprivate static let columns = """
        u.user_id, u.login, u.name, u.roles, u.language, u.collector_id, c.name, u.portfolios, u.branches, u.password,
        u.code_secret, u.code_step, u.active, u.must_change, u.created_at, u.entry_id
        """
    fileprivate static let columnCount = 16
    fileprivate static let joined = "users u LEFT JOIN collectors c ON c.collector_id = u.collector_id"

    fileprivate init(_ row: any Row) {
        self.init(
            id: row.integer(0), login: row.text(1), name: row.text(2), roles: row.lines(3) ?? [],
            language: row.text(4), password: row.text(9), createdAt: Instant(microseconds: row.integer(14)),
            entry: row.integer(15))
        collector = row.integerOrNil(5)
        collectorName = row.textOrNil(6)
        portfolios = row.lines(7)
        branches = row.lines(8)
        codeSecret = row.isNull(10) ? nil : row.withBytes(10) { Array($0) }
        codeStep = row.integer(11)
        isActive = row.flag(12)
        mustChangePassword = row.flag(13)
    }
}

extension Row {
    /// A list kept as lines; nil for null.
    func lines(_ column: Int) -> [String]? {
        isNull(column) ? nil : text(column).split(separator: "\n").map(String.init)
    }
}

extension Value {
    /// A list as lines; null for nil.
    init(lines: [String]?) { self.init(lines?.joined(separator: "\n")) }
}

extension Reading {
    /// All users by login.
    package func users() throws -> [StoredUser] {
        try all("SELECT \(StoredUser.columns) FROM \(StoredUser.joined) ORDER BY u.login", [], StoredUser.init)
    }

    package func user(login: String) throws -> StoredUser? {
        try first(
            "SELECT \(StoredUser.columns) FROM \(StoredUser.joined) WHERE u.login = ?1", [.text(login)],
            StoredUser.init)
    }

    package func user(id: Int64) throws -> StoredUser? {
        try first(
            "SELECT \(StoredUser.columns) FROM \(StoredUser.joined) WHERE u.user_id = ?1", [Value(id)],
            StoredUser.init)
    }

    package func hasUsers() throws -> Bool { try first("SELECT 1 FROM users LIMIT 1", []) { _ in true } ?? false }
}

extension Writing {
    /// Adds the user, or changes the one with this number.
    package func save(_ user: StoredUser) throws {
        try execute(
            """
            INSERT INTO users (user_id, login, name, roles, language, collector_id, portfolios, branches, password,
                code_secret, code_step, active, must_change, created_at, entry_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            ON CONFLICT (user_id) DO UPDATE SET name = ?3, roles = ?4, language = ?5, collector_id = ?6,
                portfolios = ?7, branches = ?8, password = ?9, code_secret = ?10, code_step = ?11, active = ?12,
                must_change = ?13
            """,
            [
                Value(user.id), .text(user.login), .text(user.name), Value(lines: user.roles), .text(user.language),
                Value(user.collector), Value(lines: user.portfolios), Value(lines: user.branches),
                .text(user.password), user.codeSecret.map(Value.blob) ?? .null, Value(user.codeStep),
                Value(user.isActive), Value(user.mustChangePassword), Value(user.createdAt.microseconds),
                Value(user.entry),
            ])
    }
}

/// A session as stored: its token is known to the browser alone.
package struct StoredSession: Sendable, Equatable {
    /// SHA-256 of the token.
    package let digest: [UInt8]
    package let user: Int64
    package let createdAt: Instant
    package let seenAt: Instant
    package let expiresAt: Instant
    package let address: String
    package let agent: String

    package init(
        digest: [UInt8], user: Int64, createdAt: Instant, seenAt: Instant, expiresAt: Instant, address: String,
        agent: String
    ) {
        self.digest = digest
        self.user = user
        self.createdAt = createdAt
        self.seenAt = seenAt
        self.expiresAt = expiresAt
        self.address = address
        self.agent = agent
    }

    fileprivate static let columns =
        "s.session_digest, s.user_id, s.created_at, s.seen_at, s.expires_at, s.address, s.agent"

    fileprivate init(_ row: any Row, from column: Int = 0) {
        self.init(
            digest: row.withBytes(column) { Array($0) }, user: row.integer(column + 1),
            createdAt: Instant(microseconds: row.integer(column + 2)),
            seenAt: Instant(microseconds: row.integer(column + 3)),
            expiresAt: Instant(microseconds: row.integer(column + 4)), address: row.text(column + 5),
            agent: row.text(column + 6))
    }
}

extension Reading {
    /// A session and whose it is, in one query: every page asks.
    package func session(_ digest: [UInt8]) throws -> (session: StoredSession, user: StoredUser)? {
        try first(
            """
            SELECT \(StoredUser.columns), \(StoredSession.columns)
            FROM \(StoredUser.joined) JOIN sessions s ON s.user_id = u.user_id WHERE s.session_digest = ?1
            """, [.blob(digest)]
        ) { row in (StoredSession(row, from: StoredUser.columnCount), StoredUser(row)) }
    }

    /// The sessions of a user, the newest first.
    package func sessions(ofUser user: Int64) throws -> [StoredSession] {
        try all(
            """
            SELECT \(StoredSession.columns) FROM sessions s WHERE s.user_id = ?1
            ORDER BY s.created_at DESC, s.session_digest
            """, [Value(user)]
        ) { StoredSession($0) }
    }
}

extension Writing {
    package func add(_ session: StoredSession) throws {
        try execute(
            """
            INSERT INTO sessions (session_digest, user_id, created_at, seen_at, expires_at, address, agent)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                .blob(session.digest), Value(session.user), Value(session.createdAt.microseconds),
                Value(session.seenAt.microseconds), Value(session.expiresAt.microseconds), .text(session.address),
                .text(session.agent),
            ])
    }

    package func note(session digest: [UInt8], seenAt: Instant) throws {
        try execute(
            "UPDATE sessions SET seen_at = ?2 WHERE session_digest = ?1", [.blob(digest), Value(seenAt.microseconds)])
    }

    /// Ends a session; false when there is none.
    package func endSession(_ digest: [UInt8]) throws -> Bool {
        try execute("DELETE FROM sessions WHERE session_digest = ?1", [.blob(digest)]) == 1
    }

    /// Ends all sessions of a user but one; gives how many there were.
    @discardableResult
    package func endSessions(ofUser user: Int64, but kept: [UInt8] = [0]) throws -> Int {
        try execute(
            "DELETE FROM sessions WHERE user_id = ?1 AND session_digest <> ?2", [Value(user), .blob(kept)])
    }

    package func endSessions(before now: Instant) throws {
        try execute("DELETE FROM sessions WHERE expires_at <= ?1", [Value(now.microseconds)])
    }
}
