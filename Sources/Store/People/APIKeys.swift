import Receivables

/// The key of an integration as stored: the key itself is known to the integration alone.
package struct StoredKey: Sendable, Equatable {
    package let id: Int64
    package let name: String
    package let permissions: [String]
    /// nil: all.
    package let portfolios: [String]?
    package let createdAt: Instant
    package let createdBy: String
    package let usedAt: Instant?
    package let revokedAt: Instant?

    package init(
        id: Int64, name: String, permissions: [String], portfolios: [String]?, createdAt: Instant, createdBy: String,
        usedAt: Instant? = nil, revokedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.permissions = permissions
        self.portfolios = portfolios
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.usedAt = usedAt
        self.revokedAt = revokedAt
    }

    fileprivate static let columns = """
        k.key_id, k.name, k.permissions, k.portfolios, k.created_at, k.created_by, s.used_at, k.revoked_at
        """
    fileprivate static let joined = "api_keys k LEFT JOIN api_key_uses s ON s.key_id = k.key_id"

    fileprivate init(_ row: any Row) {
        self.init(
            id: row.integer(0), name: row.text(1), permissions: row.lines(2) ?? [], portfolios: row.lines(3),
            createdAt: Instant(microseconds: row.integer(4)), createdBy: row.text(5),
            usedAt: row.integerOrNil(6).map { Instant(microseconds: $0) },
            revokedAt: row.integerOrNil(7).map { Instant(microseconds: $0) })
    }
}

extension Reading {
    /// All keys in order of their numbers.
    package func apiKeys() throws -> [StoredKey] {
        try all("SELECT \(StoredKey.columns) FROM \(StoredKey.joined) ORDER BY k.key_id", [], StoredKey.init)
    }

    package func apiKey(_ digest: [UInt8]) throws -> StoredKey? {
        try first(
            "SELECT \(StoredKey.columns) FROM \(StoredKey.joined) WHERE k.key_digest = ?1", [.blob(digest)],
            StoredKey.init)
    }
}

extension Writing {
    package func add(_ key: StoredKey, digest: [UInt8], entry: Int64) throws {
        try execute(
            """
            INSERT INTO api_keys (key_id, key_digest, name, permissions, portfolios, created_at, created_by, entry_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                Value(key.id), .blob(digest), .text(key.name), Value(lines: key.permissions),
                Value(lines: key.portfolios), Value(key.createdAt.microseconds), .text(key.createdBy), Value(entry),
            ])
    }

    package func note(key: Int64, usedAt: Instant) throws {
        try execute(
            """
            INSERT INTO api_key_uses (key_id, used_at) VALUES (?1, ?2) ON CONFLICT (key_id) DO UPDATE SET used_at = ?2
            """, [Value(key), Value(usedAt.microseconds)])
    }

    package func revoke(key: Int64, at: Instant) throws {
        try execute("UPDATE api_keys SET revoked_at = ?2 WHERE key_id = ?1", [Value(key), Value(at.microseconds)])
    }
}
