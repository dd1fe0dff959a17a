import Receivables
import Store

/// Who acts, and what they may do and see. Every use case asks it first.
package struct Access: Sendable, Equatable {
    package enum Holder: Sendable, Equatable {
        /// Whoever has the machine has the book: the command line.
        case installation
        case user(Int64)
        case key(Int64)
    }

    package let holder: Holder
    /// What the journal calls them.
    package let name: String
    package let permissions: Set<Permission>
    /// Names of portfolios; nil: all.
    package let portfolios: Set<String>?
    /// Branches of accounts; nil: all.
    package let branches: Set<String>?
    /// The collector who they are.
    package let collector: String?

    package init(
        _ holder: Holder, name: String, permissions: Set<Permission>, portfolios: Set<String>? = nil,
        branches: Set<String>? = nil, collector: String? = nil
    ) {
        self.holder = holder
        self.name = name
        self.permissions = permissions
        self.portfolios = portfolios
        self.branches = branches
        self.collector = collector
    }

    package static let installation = Access(
        .installation, name: "installation", permissions: Set(Permission.allCases))

    package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

    /// Nothing of the book is hidden.
    package var isWholeBook: Bool { portfolios == nil && branches == nil }

    /// Whether they may do what concerns the book as a whole.
    package func mayEverywhere(_ permission: Permission) -> Bool { isWholeBook && may(permission) }

    /// Error: `not-permitted`.
    package func require(_ permission: Permission) throws(Problem) {
        guard may(permission) else { throw Problem.notPermitted(permission) }
    }

    /// For what concerns the book as a whole: nobody may do it who sees only a part. Error: `not-permitted`.
    package func requireEverywhere(_ permission: Permission) throws(Problem) {
        try require(permission)
        guard isWholeBook else { throw Problem.notPermitted(permission) }
    }

    /// A key of an operation as it is kept. Everybody has keys of their own: the answer to somebody else's operation
    /// may tell what one may not see.
    func kept(_ key: String) -> String {
        switch holder {
        case .installation: key
        case .user(let id): "user/\(id)/\(key)"
        case .key(let id): "key/\(id)/\(key)"
        }
    }
}

extension Problem {
    static func notPermitted(_ permission: Permission) -> Problem {
        Problem(.notPermitted, [Fact("permission", .permission, permission.rawValue)])
    }
}
