import Formats
import Receivables
import Store
import Wording

/// A user as people see one: nothing in it is secret.
package struct UserRecord: Sendable, Equatable {
    package let id: Int64
    package let login: String
    package let name: String
    package let roles: [Role]
    package let language: Language
    /// The collector who they are.
    package let collector: String?
    /// nil: all.
    package let portfolios: [String]?
    package let branches: [String]?
    package let isActive: Bool
    package let mustChangePassword: Bool
    package let hasTOTP: Bool
    package let createdAt: Instant

    init(_ stored: StoredUser) {
        id = stored.id
        login = stored.login
        name = stored.name
        roles = stored.roles.compactMap(Role.init)
        language = Language(rawValue: stored.language) ?? .indonesian
        collector = stored.collectorName
        portfolios = stored.portfolios
        branches = stored.branches
        isActive = stored.isActive
        mustChangePassword = stored.mustChangePassword
        hasTOTP = stored.codeSecret != nil
        createdAt = stored.createdAt
    }

    /// What they may do: nothing but to choose a password while they must.
    package var access: Access {
        let all = roles.reduce(into: Set<Permission>()) { $0.formUnion($1.permissions) }
        return Access(
            .user(id), name: login, permissions: mustChangePassword ? [] : all, portfolios: portfolios.map(Set.init),
            branches: branches.map(Set.init), collector: collector)
    }

    package func json(offsetSeconds: Int) -> JSONValue {
        func list(_ names: [String]?) -> JSONValue { names.map { .array($0.map(JSONValue.string)) } ?? .null }
        return [
            "login": .string(login), "name": .string(name), "roles": .array(roles.map { .string($0.rawValue) }),
            "language": .string(language.rawValue), "collector": JSONValue(collector),
            "portfolios": list(portfolios), "branches": list(branches), "active": .bool(isActive),
            "mustChangePassword": .bool(mustChangePassword), "secondFactor": .bool(hasTOTP),
            "createdAt": .string(createdAt.text(offsetSeconds: offsetSeconds)),
        ]
    }

    /// What the journal keeps, and what digests of it are made from.
    var told: String { json(offsetSeconds: 0).text(indent: nil) }
}

/// The part of the book that somebody may see: everything, or these.
package enum Limit: Sendable, Equatable {
    case everything
    case only([String])

    var names: [String]? {
        switch self {
        case .everything: nil
        case .only(let names): Set(names).sorted()
        }
    }
}

/// A user who is to be added.
package struct NewUser: Sendable {
    package var login: String
    package var name: String
    package var roles: [Role]
    package var language: Language
    package var collector: String?
    package var portfolios = Limit.everything
    package var branches = Limit.everything
    /// nil: one is made that must be changed at the first sign-in.
    package var password: String?
    /// Whether a password that was given must be changed: somebody else knows it.
    package var mustChangePassword = true

    package init(login: String, name: String, roles: [Role], language: Language = .indonesian) {
        self.login = login
        self.name = name
        self.roles = roles
        self.language = language
    }
}

/// What is to be changed about a user; nil stays as it is.
package struct UserChanges: Sendable {
    package var name: String?
    package var roles: [Role]?
    package var language: Language?
    /// The name of a collector; empty: nobody any more.
    package var collector: String?
    package var portfolios: Limit?
    package var branches: Limit?
    package var isActive: Bool?

    package init() {}
}

/// A user with a password that is told this once.
package struct IssuedPassword: Sendable {
    package let user: UserRecord
    /// nil: whoever asked has given it.
    package let password: String?
}

extension StoredUser {
    /// What is asked of a user, in the form in which it is kept. Errors: `login-invalid`, `setting-invalid`,
    /// `collector-unknown`, `portfolio-unknown`.
    mutating func apply(_ changes: UserChanges, _ db: any Reading) throws {
        if let name = changes.name { self.name = try StoredUser.checked(name: name) }
        if let roles = changes.roles {
            guard !roles.isEmpty else { throw Problem(.rolesNone, [Fact("login", login)]) }
            self.roles = Role.allCases.filter(roles.contains).map(\.rawValue)
        }
        if let language = changes.language { self.language = language.rawValue }
        if let named = changes.collector { try setCollector(named, db) }
        if let limit = changes.portfolios {
            portfolios = limit.names
            for name in portfolios ?? [] { _ = try db.portfolio(named: name, within: .wholeBook) }
        }
        if let limit = changes.branches {
            branches = limit.names
            for branch in branches ?? [] { _ = try StoredUser.checked(name: branch) }
        }
        if let isActive = changes.isActive { self.isActive = isActive }
    }

    private mutating func setCollector(_ named: String, _ db: any Reading) throws {
        guard !named.isEmpty else {
            (collector, collectorName) = (nil, nil)
            return
        }
        let all = try db.collectors()
        guard let found = all.first(where: { $0.name == named }) else {
            throw Problem(
                .collectorUnknown, [Fact("collector", named), Fact("known", all.map(\.name).joined(separator: ", "))])
        }
        (collector, collectorName) = (found.id, found.name)
    }

    /// A name of one line. Error: `setting-invalid`.
    static func checked(name: String) throws(Problem) -> String {
        let isPlain = !name.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
        guard isPlain, name.contains(where: { $0 != " " }), name.utf8.count <= DeskLimits.referenceBytesMax else {
            throw Problem(
                .settingInvalid, [Fact("setting", "name"), Fact("value", name), Fact("allowed", Phrase(.shortName))])
        }
        return name
    }

    /// A login in small letters: what stands for itself in addresses, logs and the journal. Error: `login-invalid`.
    static func checked(login: String) throws(Problem) -> String {
        let folded = login.lowercased()
        let isPlain = folded.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"):
                true
            default: false
            }
        }
        guard isPlain, (2...DeskLimits.loginBytesMax).contains(folded.utf8.count) else {
            throw Problem(.loginInvalid, [Fact("value", login)])
        }
        return folded
    }
}
