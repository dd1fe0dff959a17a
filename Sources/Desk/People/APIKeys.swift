import Formats
import Receivables
import Store

/// The key of an integration in a list: its name and what it opens, not itself.
package struct APIKeyRecord: Sendable, Equatable {
    package let id: Int64
    package let name: String
    package let permissions: [Permission]
    /// nil: all.
    package let portfolios: [String]?
    package let createdAt: Instant
    package let createdBy: String
    package let usedAt: Instant?
    package let revokedAt: Instant?

    init(_ stored: StoredKey) {
        id = stored.id
        name = stored.name
        permissions = stored.permissions.compactMap(Permission.init)
        portfolios = stored.portfolios
        createdAt = stored.createdAt
        createdBy = stored.createdBy
        usedAt = stored.usedAt
        revokedAt = stored.revokedAt
    }

    package func json(offsetSeconds: Int) -> JSONValue {
        func text(_ instant: Instant?) -> JSONValue { JSONValue(instant?.text(offsetSeconds: offsetSeconds)) }
        return [
            "key": JSONValue(id), "name": .string(name),
            "permissions": .array(permissions.map { .string($0.rawValue) }),
            "portfolios": portfolios.map { .array($0.map(JSONValue.string)) } ?? .null, "createdAt": text(createdAt),
            "createdBy": .string(createdBy), "usedAt": text(usedAt), "revokedAt": text(revokedAt),
        ]
    }
}

extension Desk {
    /// The beginning by which people and tools that look for leaked secrets know a key.
    package static let keyMark = "lk_"

    /// What no machine does: these stay with people.
    package static let peopleOnly: Set<Permission> = [.manageUsers, .manageKeys]

    package func apiKeys() throws -> [APIKeyRecord] {
        try access.requireEverywhere(.manageKeys)
        return try engine.read { try $0.apiKeys().map(APIKeyRecord.init) }
    }

    /// Makes a key for an integration. The key itself is told this once. Errors: `key-name-taken`, `setting-invalid`,
    /// `portfolio-unknown`, `not-permitted` for what no key may do.
    package func createAPIKey(
        _ name: String, permissions: Set<Permission>, portfolios: Limit = .everything
    ) throws -> (key: String, record: APIKeyRecord) {
        try access.requireEverywhere(.manageKeys)
        let actor = actor
        let name = try StoredUser.checked(name: name)
        if let refused = permissions.intersection(Desk.peopleOnly).first { throw Problem.notPermitted(refused) }
        let key = Desk.keyMark + (try random.token())
        let record = try engine.write(.durable) { db in
            guard try !db.apiKeys().contains(where: { $0.name == name }) else {
                throw Problem(.keyNameTaken, [Fact("name", name)])
            }
            for portfolio in portfolios.names ?? [] { _ = try db.portfolio(named: portfolio, within: .wholeBook) }
            let stored = StoredKey(
                id: try db.take(1, .apiKey), name: name,
                permissions: Permission.allCases.filter(permissions.contains).map(\.rawValue),
                portfolios: portfolios.names, createdAt: actor.now, createdBy: actor.name)
            let record = APIKeyRecord(stored)
            let told = record.json(offsetSeconds: 0).text(indent: nil)
            let entry = try db.journal(
                "key-created", subject: "key:\(name)", detail: told, by: actor, after: digest(of: told.utf8))
            try db.add(stored, digest: digest(of: key.utf8), entry: entry)
            return record
        }
        return (key, record)
    }

    /// Takes a key out of use for good. Error: `key-unknown`.
    package func revokeAPIKey(_ name: String) throws -> APIKeyRecord {
        try access.requireEverywhere(.manageKeys)
        let actor = actor
        return try engine.write(.durable) { db in
            guard let found = try db.apiKeys().first(where: { $0.name == name }) else {
                throw Problem(.keyUnknown, [Fact("name", name)])
            }
            if found.revokedAt == nil {
                try db.revoke(key: found.id, at: actor.now)
                try db.journal("key-revoked", subject: "key:\(name)", detail: "{}", by: actor)
            }
            return APIKeyRecord(try db.apiKeys().first { $0.id == found.id } ?? found)
        }
    }

    /// What the holder of a key may do; nil when it is no key, or not any more.
    package func access(ofKey key: String) throws -> Access? {
        guard key.hasPrefix(Desk.keyMark), key.utf8.count <= DeskLimits.tokenBytesMax else { return nil }
        let now = now
        guard let stored = try engine.read({ try $0.apiKey(digest(of: key.utf8)) }), stored.revokedAt == nil else {
            return nil
        }
        let rested = now.microseconds - (stored.usedAt?.microseconds ?? 0)
        if rested >= DeskLimits.seenNotedSeconds * 1_000_000 { try noteUse(stored.id, now) }
        let record = APIKeyRecord(stored)
        return Access(
            .key(record.id), name: "key:\(record.name)",
            permissions: Set(record.permissions).subtracting(Desk.peopleOnly),
            portfolios: record.portfolios.map(Set.init))
    }

    private func noteUse(_ id: Int64, _ now: Instant) throws {
        do {
            try engine.write(.repeatable, .ownDebtors) { db in try db.note(key: id, usedAt: now) }
        } catch let problem as Problem where problem.code.isTransient || problem.code == .databaseReadOnly {
            return
        }
    }
}
