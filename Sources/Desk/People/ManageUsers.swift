import Formats
import Receivables
import Store
import Wording

extension Desk {
    /// All users by login.
    package func users() throws -> [UserRecord] {
        try access.requireEverywhere(.manageUsers)
        return try engine.read { try $0.users().map(UserRecord.init) }
    }

    /// Error: `user-unknown`.
    package func user(login: String) throws -> UserRecord {
        try access.requireEverywhere(.manageUsers)
        return try engine.read { UserRecord(try $0.userNamed(login)) }
    }

    /// Adds a user. Without a password one is made, which must be changed at the first sign-in. Errors:
    /// `login-invalid`, `login-taken`, `roles-none`, `password-weak`, `collector-unknown`, `portfolio-unknown`.
    package func addUser(_ new: NewUser) throws -> IssuedPassword {
        try access.requireEverywhere(.manageUsers)
        return try add(new, actor)
    }

    /// The same for whoever has been let in.
    func add(
        _ new: NewUser, _ actor: Actor, before: (any Writing) throws -> Void = { _ in }
    ) throws -> IssuedPassword {
        let login = try StoredUser.checked(login: new.login)
        if let password = new.password { try PasswordRules.check(password, login: login) }
        let password = try new.password ?? random.oneTimePassword()
        let hash = try PasswordHash.make(password, passwordCost, random)
        var changes = UserChanges()
        (changes.name, changes.roles, changes.collector) = (new.name, new.roles, new.collector)
        (changes.portfolios, changes.branches) = (new.portfolios, new.branches)
        let user = try engine.write(.durable) { db in
            try before(db)
            guard try db.user(login: login) == nil else { throw Problem(.loginTaken, [Fact("login", login)]) }
            let id = try db.take(1, .user)
            var asked = StoredUser(
                id: id, login: login, name: "", roles: [], language: new.language.rawValue, password: hash,
                createdAt: actor.now, entry: 0)
            try asked.apply(changes, db)
            asked.mustChangePassword = new.password == nil || new.mustChangePassword
            let told = UserRecord(asked).told
            let entry = try db.journal(
                "user-added", subject: "user:\(login)", detail: told, by: actor, after: digest(of: told.utf8))
            try db.save(asked.with(entry: entry))
            return UserRecord(asked)
        }
        return IssuedPassword(user: user, password: new.password == nil ? password : nil)
    }

    /// Changes a user. It holds from the next page on; who is disabled is signed out at once. Errors: `user-unknown`,
    /// `last-admin`, and those of adding one.
    package func changeUser(_ login: String, _ changes: UserChanges) throws -> UserRecord {
        try access.requireEverywhere(.manageUsers)
        let actor = actor
        return try engine.write(.durable) { db in
            let before = try db.userNamed(login)
            var after = before
            try after.apply(changes, db)
            guard after != before else { return UserRecord(after) }
            try db.keepAnAdmin(after)
            try db.save(after)
            if !after.isActive { try db.endSessions(ofUser: after.id) }
            let (old, new) = (UserRecord(before).told, UserRecord(after).told)
            try db.journal(
                "user-changed", subject: "user:\(after.login)", detail: new, by: actor, before: digest(of: old.utf8),
                after: digest(of: new.utf8))
            return UserRecord(after)
        }
    }

    /// Gives a user another password, which must be changed at the next sign-in, and ends all their sessions. With
    /// `isWithoutCode` the second factor goes too: the telephone was lost. Error: `user-unknown`.
    package func resetPassword(_ login: String, isWithoutCode: Bool = false) throws -> IssuedPassword {
        try access.requireEverywhere(.manageUsers)
        let actor = actor
        _ = try user(login: login)
        let password = try random.oneTimePassword()
        let hash = try PasswordHash.make(password, passwordCost, random)
        return try engine.write(.durable) { db in
            var user = try db.userNamed(login)
            user.password = hash
            user.mustChangePassword = true
            if isWithoutCode { user.codeSecret = nil }
            try db.save(user)
            try db.endSessions(ofUser: user.id)
            try db.journal(
                "password-reset", subject: "user:\(user.login)",
                detail: #"{"withoutSecondFactor":\#(isWithoutCode)}"#, by: actor)
            return IssuedPassword(user: UserRecord(user), password: password)
        }
    }
}

extension StoredUser {
    fileprivate func with(entry: Int64) -> StoredUser {
        var copy = StoredUser(
            id: id, login: login, name: name, roles: roles, language: language, password: password,
            createdAt: createdAt, entry: entry)
        (copy.collector, copy.collectorName) = (collector, collectorName)
        (copy.portfolios, copy.branches) = (portfolios, branches)
        (copy.codeSecret, copy.codeStep) = (codeSecret, codeStep)
        (copy.isActive, copy.mustChangePassword) = (isActive, mustChangePassword)
        return copy
    }
}

extension Reading {
    /// Error: `user-unknown`.
    func userNamed(_ login: String) throws -> StoredUser {
        guard let found = try user(login: login.lowercased()) else {
            throw Problem(.userUnknown, [Fact("login", login)])
        }
        return found
    }

    /// Refuses a change after which nobody could give out rights. Error: `last-admin`.
    fileprivate func keepAnAdmin(_ changed: StoredUser) throws {
        func isAdmin(_ user: StoredUser) -> Bool {
            user.isActive && user.roles.contains(Role.admin.rawValue) && user.portfolios == nil && user.branches == nil
        }
        let all = try users()
        let isAnother = all.contains { $0.id != changed.id && isAdmin($0) }
        guard !isAdmin(changed), !isAnother, all.contains(where: isAdmin) else { return }
        throw Problem(.lastAdmin, [Fact("login", changed.login)])
    }
}
