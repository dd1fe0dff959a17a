import Crypto
import Formats
import Receivables
import Store
import Wording

/// Somebody who wants in.
package struct SignInRequest: Sendable {
    package var login: String
    package var password: String
    /// Of the second factor, for those who have one.
    package var code: String?
    /// Where they are, as the server sees it.
    package var address: String
    /// What their browser says it is.
    package var agent: String
    /// The token that the browser had before: its session ends.
    package var previousToken: String?

    package init(login: String, password: String, code: String? = nil, address: String, agent: String) {
        self.login = login
        self.password = password
        self.code = code
        self.address = address
        self.agent = agent
    }
}

/// Somebody who is in.
package struct SignedIn: Sendable, Equatable {
    /// What the browser shows with every request; told to nobody else, kept nowhere.
    package let token: String
    /// How the session is called in lists. It opens nothing.
    package let session: String
    package let user: UserRecord
    package let access: Access
    /// What forms carry to show that they are pages of this session.
    package let csrf: String
    package let expiresAt: Instant

    init(token: String, _ stored: StoredSession, _ user: StoredUser) {
        self.token = token
        session = stored.digest.hex
        self.user = UserRecord(user)
        access = self.user.access
        // Derived, so that the database does not hold it: whoever reads a backup forges no form.
        let mark = HMAC<SHA256>.authenticationCode(
            for: Array("lunas form".utf8), using: SymmetricKey(data: Array(token.utf8)))
        csrf = Base64URL.text(Array(mark))
        expiresAt = stored.expiresAt
    }
}

/// A session in a list.
package struct ListedSession: Sendable, Equatable {
    package let session: String
    package let createdAt: Instant
    package let seenAt: Instant
    package let address: String
    package let agent: String

    init(_ stored: StoredSession) {
        session = stored.digest.hex
        createdAt = stored.createdAt
        seenAt = stored.seenAt
        address = stored.address
        agent = stored.agent
    }
}

extension Desk {
    /// Lets a user in and opens a session. What is wrong is not said, but for a missing code behind the right password.
    ///
    /// Errors: `sign-in-refused`, `code-needed`, `sign-in-paused`, `sign-in-busy`.
    package func signIn(_ request: SignInRequest) throws -> SignedIn {
        let place = SignInPlace(login: request.login, address: request.address)
        let login = request.login.lowercased()
        guard request.password.utf8.count <= DeskLimits.passwordBytesMax, login.utf8.count <= DeskLimits.loginBytesMax
        else { throw Problem(.signInRefused) }
        let known = try engine.write(.repeatable) { db in
            let isSlowed = try place.count(db, at: now)
            let user = try db.user(login: login)
            if isSlowed, let user {
                try db.journal("sign-in-slowed", subject: "user:\(user.login)", detail: "{}", by: actor)
            }
            return user
        }
        do {
            let isRight = try PasswordHash.isRight(request.password, known?.password, passwordCost)
            guard let known, isRight, known.isActive else { throw Problem(.signInRefused) }
            let step = try accepted(request.code, known)
            let hash = try renewed(known, request.password)
            return try open(known, step, hash, request, place)
        } catch let problem as Problem where problem.code == .signInBusy || problem.code == .codeNeeded {
            // Nothing was guessed.
            try engine.write(.repeatable) { db in try place.takeBack(db, at: now) }
            throw problem
        }
    }

    /// The step of the code; nil for a user without a second factor. Errors: `code-needed`, `sign-in-refused`.
    private func accepted(_ code: String?, _ user: StoredUser) throws(Problem) -> Int64? {
        guard let secret = user.codeSecret else { return nil }
        guard let code, !code.isEmpty else { throw Problem(.codeNeeded) }
        guard let step = OneTimeCode.accepted(code, secret, at: now, after: user.codeStep) else {
            throw Problem(.signInRefused)
        }
        return step
    }

    /// The password hashed anew, where what it may cost has changed since.
    private func renewed(_ user: StoredUser, _ password: String) throws -> String {
        guard !user.password.hasPrefix(passwordCost.mark) else { return user.password }
        return try PasswordHash.make(password, passwordCost, random)
    }

    private func open(
        _ known: StoredUser, _ step: Int64?, _ hash: String, _ request: SignInRequest, _ place: SignInPlace
    ) throws -> SignedIn {
        let token = try random.token()
        let actor = Actor(name: known.login, now: now)
        return try engine.write(.durable) { db in
            guard var user = try db.user(id: known.id), user.isActive, user.password == known.password,
                step.map({ $0 > user.codeStep }) ?? (user.codeSecret == nil)
            else { throw Problem(.signInRefused) }
            user.password = hash
            user.codeStep = step ?? user.codeStep
            if user != known { try db.save(user) }
            let session = StoredSession(
                digest: digest(of: token.utf8), user: user.id, createdAt: actor.now, seenAt: actor.now,
                expiresAt: actor.now.adding(seconds: DeskLimits.sessionSeconds),
                address: String(decoding: request.address.utf8.prefix(DeskLimits.addressBytesMax), as: UTF8.self),
                agent: Desk.shown(agent: request.agent))
            if let previous = request.previousToken { _ = try db.endSession(digest(of: previous.utf8)) }
            try db.endSessions(before: actor.now)
            try db.forgetAttempts(before: actor.now.adding(seconds: -DeskLimits.placeRememberedSeconds))
            try db.add(session)
            try place.succeeded(db, at: actor.now)
            let detail: JSONValue = ["address": .string(session.address)]
            try db.journal("signed-in", subject: "user:\(user.login)", detail: detail.text(indent: nil), by: actor)
            return SignedIn(token: token, session, user)
        }
    }

    /// The first part of what a browser says, without signs that would spoil a list.
    private static func shown(agent: String) -> String {
        let plain = agent.unicodeScalars.prefix(DeskLimits.agentLettersMax).filter { $0.value >= 32 && $0.value != 127 }
        return String(String.UnicodeScalarView(plain))
    }

    /// Whose session a token opens; nil when it opens none: it was never given out, has ended, or rested too long.
    package func signedIn(token: String) throws -> SignedIn? {
        let now = now
        let key = digest(of: token.utf8)
        guard token.utf8.count <= DeskLimits.tokenBytesMax, let found = try engine.read({ try $0.session(key) }) else {
            return nil
        }
        let rested = now.microseconds - found.session.seenAt.microseconds
        guard found.user.isActive, now < found.session.expiresAt, rested < DeskLimits.sessionRestSeconds * 1_000_000
        else { return nil }
        if rested >= DeskLimits.seenNotedSeconds * 1_000_000 { try noteSeen(key, now) }
        return SignedIn(token: token, found.session, found.user)
    }

    /// Where the book cannot be written just now, the page is shown all the same.
    private func noteSeen(_ key: [UInt8], _ now: Instant) throws {
        do {
            try engine.write(.repeatable, .ownDebtors) { db in try db.note(session: key, seenAt: now) }
        } catch let problem as Problem where problem.code.isTransient || problem.code == .databaseReadOnly {
            return
        }
    }

    /// Ends the session of a token; one that is over already is no error.
    package func signOut(token: String) throws {
        let key = digest(of: token.utf8)
        try engine.write(.durable) { db in
            guard let found = try db.session(key), try db.endSession(key) else { return }
            try db.journal(
                "signed-out", subject: "user:\(found.user.login)", detail: "{}",
                by: Actor(name: found.user.login, now: now))
        }
    }

    /// The open sessions of oneself, or of another user. Errors: `not-permitted`, `user-unknown`.
    package func sessions(of login: String? = nil) throws -> [ListedSession] {
        let user = try subject(ofSessions: login)
        let now = now
        return try engine.read { db in
            try db.sessions(ofUser: user.id).filter { session in
                now < session.expiresAt
                    && now.microseconds - session.seenAt.microseconds < DeskLimits.sessionRestSeconds * 1_000_000
            }.map(ListedSession.init)
        }
    }

    /// Ends one session, or all but one, of oneself or of another user. Gives how many. Errors: `not-permitted`,
    /// `user-unknown`.
    @discardableResult
    package func revokeSessions(
        of login: String? = nil, session: String? = nil, but kept: String? = nil
    ) throws -> Int {
        let user = try subject(ofSessions: login)
        let actor = actor
        return try engine.write(.durable) { db in
            var count = 0
            if let session {
                let key = [UInt8](hex: session)
                let isTheirs = try db.sessions(ofUser: user.id).contains { $0.digest == key }
                if let key, isTheirs, try db.endSession(key) { count = 1 }
            } else {
                count = try db.endSessions(ofUser: user.id, but: kept.flatMap([UInt8].init(hex:)) ?? [0])
            }
            if count > 0 {
                try db.journal(
                    "sessions-ended", subject: "user:\(user.login)", detail: #"{"sessions":\#(count)}"#, by: actor)
            }
            return count
        }
    }

    private func subject(ofSessions login: String?) throws -> StoredUser {
        guard let login else { return try own() }
        try access.requireEverywhere(.manageUsers)
        return try engine.read { try $0.userNamed(login) }
    }
}

extension Instant {
    func adding(seconds: Int64) -> Instant { Instant(microseconds: microseconds + seconds * 1_000_000) }
}
