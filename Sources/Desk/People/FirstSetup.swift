import Receivables
import Store

extension Desk {
    /// A token for the page on which the first user is made; nil when there are users already. It is told to whoever
    /// started the server, holds for an hour, and the next one takes its place.
    package func openSetup() throws -> String? {
        try access.requireEverywhere(.manageUsers)
        let token = try random.token()
        let now = now
        return try engine.write(.durable) { db in
            guard try !db.hasUsers() else { return nil }
            try db.setSetupToken(
                digest(of: token.utf8), createdAt: now, expiresAt: now.adding(seconds: DeskLimits.setupSeconds))
            return token
        }
    }

    /// Whether the first user is still to be made.
    package func isWithoutUsers() throws -> Bool { try engine.read { try !$0.hasUsers() } }

    /// Makes the first user, an administrator, for whoever has the token. Errors: `setup-closed`, and those of adding a
    /// user.
    package func claimSetup(token: String, _ new: NewUser) throws -> UserRecord {
        var first = new
        first.roles = [.admin]
        (first.portfolios, first.branches) = (.everything, .everything)
        first.mustChangePassword = false
        let actor = Actor(name: try StoredUser.checked(login: new.login), now: now)
        return try add(first, actor) { db in
            guard try !db.hasUsers(), try db.takeSetupToken(digest(of: token.utf8), now: actor.now) else {
                throw Problem(.setupClosed)
            }
        }.user
    }
}
