import Formats
import Receivables
import Store
import Wording

/// A second factor that somebody is about to set up: nothing is kept before a first code proves that it works.
package struct SecondFactorOffer: Sendable {
    /// For typing it into an app.
    package let secret: String
    /// For a picture or a link that an app takes.
    package let address: String
}

extension Desk {
    /// Changes one's own password, and ends one's other sessions. Errors: `not-permitted`, `password-wrong`,
    /// `password-weak`, `password-same`.
    package func changeOwnPassword(from old: String, to new: String, keeping session: String? = nil) throws {
        let user = try own()
        try PasswordRules.check(new, login: user.login)
        try prove(user, password: old)
        guard old != new else { throw Problem(.passwordSame) }
        let hash = try PasswordHash.make(new, passwordCost, random)
        try change("password-changed", user, keeping: session) { user in
            user.password = hash
            user.mustChangePassword = false
        }
    }

    /// One's own name and language, as the pages show them.
    package func setOwnLanguage(_ language: Language) throws {
        let user = try own()
        guard user.language != language.rawValue else { return }
        try engine.write(.durable) { db in
            var user = try db.userNamed(user.login)
            user.language = language.rawValue
            try db.save(user)
            try db.journal(
                "user-language", subject: "user:\(user.login)", detail: #"{"language":"\#(language.rawValue)"}"#,
                by: actor)
        }
    }

    /// What a second factor would be. Error: `not-permitted`.
    package func offerSecondFactor() throws -> SecondFactorOffer {
        let user = try own()
        let secret = try random.bytes(OneTimeCode.secretBytes)
        return SecondFactorOffer(
            secret: Base32.text(secret), address: OneTimeCode.address(secret, login: user.login))
    }

    /// The same offer again, for whoever mistyped the first code. Errors: `not-permitted`, `code-wrong`.
    package func secondFactorOffer(again secret: String) throws -> SecondFactorOffer {
        let user = try own()
        guard let bytes = Base32.bytes(secret), bytes.count == OneTimeCode.secretBytes else {
            throw Problem(.codeWrong)
        }
        return SecondFactorOffer(
            secret: Base32.text(bytes), address: OneTimeCode.address(bytes, login: user.login))
    }

    /// Sets up the second factor that was offered; `code` proves that the app has it. Ends one's other sessions.
    /// Errors: `not-permitted`, `code-wrong`.
    package func enableSecondFactor(secret: String, code: String, keeping session: String? = nil) throws {
        let user = try own()
        guard let bytes = Base32.bytes(secret), bytes.count == OneTimeCode.secretBytes,
            let step = OneTimeCode.accepted(code, bytes, at: now, after: 0)
        else { throw Problem(.codeWrong) }
        try change("second-factor-set", user, keeping: session) { user in
            user.codeSecret = bytes
            user.codeStep = step
        }
    }

    /// Takes one's second factor away. Errors: `not-permitted`, `password-wrong`.
    package func disableSecondFactor(password: String, keeping session: String? = nil) throws {
        let user = try own()
        try prove(user, password: password)
        try change("second-factor-removed", user, keeping: session) { $0.codeSecret = nil }
    }

    /// The user who acts. Error: `not-permitted` for whoever is none.
    func own() throws -> StoredUser {
        guard case .user(let id) = access.holder, let user = try engine.read({ try $0.user(id: id) }), user.isActive
        else { throw Problem.notPermitted(.manageUsers) }
        return user
    }

    /// Somebody at an open session does not learn the password by trying. Error: `password-wrong`, `sign-in-paused`.
    private func prove(_ user: StoredUser, password: String) throws {
        let place = SignInPlace(login: user.login, address: SignInPlace.openSession)
        try engine.write(.repeatable) { db in _ = try place.count(db, at: now) }
        guard try PasswordHash.isRight(password, user.password, passwordCost) else { throw Problem(.passwordWrong) }
        try engine.write(.repeatable) { db in try place.succeeded(db, at: now) }
    }

    private func change(
        _ kind: String, _ user: StoredUser, keeping session: String?, _ body: (inout StoredUser) -> Void
    ) throws {
        let actor = actor
        try engine.write(.durable) { db in
            guard var stored = try db.user(id: user.id), stored.password == user.password else {
                throw Problem(.passwordWrong)
            }
            body(&stored)
            try db.save(stored)
            try db.endSessions(ofUser: user.id, but: session.flatMap([UInt8].init(hex:)) ?? [0])
            try db.journal(kind, subject: "user:\(user.login)", detail: "{}", by: actor)
        }
    }
}

extension [UInt8] {
    /// The bytes of hexadecimal digits; nil where there is anything else.
    init?(hex text: String) {
        let digits = text.utf8.compactMap { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
