import Desk
import Formats
import HTTPTypes
import Receivables
import Wording

/// Users and the keys of integrations. No key may do this: it takes a person's session.
enum PeopleEndpoints {
    static let all = users + keys

    static let user = Schema.named(
        "User",
        .answer([
            "login": .words, "name": .words, "roles": .many(.words), "language": .words,
            "collector": .words.orNull, "portfolios": Schema.many(.words).orNull,
            "branches": Schema.many(.words).orNull, "active": .flag, "mustChangePassword": .flag,
            "secondFactor": .flag, "createdAt": .instant,
        ]))

    static let session = Schema.named(
        "Session",
        .answer(["session": .words, "createdAt": .instant, "seenAt": .instant, "address": .words, "agent": .words]))

    private static let issued = Schema.named("IssuedPassword", .answer(["user": user, "password": .words.orNull]))

    private static let roles = Schema.list(.oneOf(Role.self), max: Role.allCases.count)
    private static let names = Schema.list(.name, max: 200)
    private static let language = Schema.oneOf(Language.self)

    private static let users: [APIRoute] = [
        .get(
            "/users", "users", "Users, by login.", .permission(.manageUsers), query: Paging.names,
            Paging.schema("users", user, key: .words)
        ) { call in
            let offset = try call.offset()
            return Paging.named(call, "users", try call.desk.users(), \.login) { $0.json(offsetSeconds: offset) }
        },
        .get("/users/{login}", "user", "One user.", .permission(.manageUsers), user) { call in
            try call.desk.user(login: try call.path.needed("login")).json(offsetSeconds: try call.offset())
        },
        .change(
            .post, "/users", "addUser",
            "Adds a user; without a password one is made, told this once, and must be changed.",
            .permission(.manageUsers),
            body: .json(
                .request(
                    ["login": .name, "name": .name, "roles": roles],
                    optional: [
                        "language": language, "collector": .name, "portfolios": names, "branches": names,
                        "password": .text(1...256),
                    ])), .created(issued), add),
        .change(
            .patch, "/users/{login}", "changeUser",
            "Changes a user; an empty collector: none any more; no portfolios or branches named: see everything.",
            .permission(.manageUsers),
            body: .json(
                .request(
                    [:],
                    optional: [
                        "name": .name, "roles": roles, "language": language, "collector": .text(0...200),
                        "portfolios": names, "branches": names, "seesAllPortfolios": .flag,
                        "seesAllBranches": .flag, "active": .flag,
                    ])), .json(user), change),
        .change(
            .post, "/users/{login}/password", "resetPassword", "Gives a user another password, told this once.",
            .permission(.manageUsers), body: .json(.request([:], optional: ["withoutSecondFactor": .flag])),
            .json(issued)
        ) { call in
            let made = try call.desk.resetPassword(
                try call.path.needed("login"), isWithoutCode: call.body.flag("withoutSecondFactor") ?? false)
            call.visit.site.sessions.forgetAll()
            return made.json(try call.offset())
        },
        .get(
            "/users/{login}/sessions", "userSessions", "Open sessions of a user.", .permission(.manageUsers),
            .answer(["sessions": .many(session)])
        ) { call in
            let (all, offset) = (try call.desk.sessions(of: try call.path.needed("login")), try call.offset())
            return ["sessions": .array(all.map { $0.json(offset) })]
        },
        .change(
            .delete, "/users/{login}/sessions", "endUserSessions", "Signs a user out everywhere.",
            .permission(.manageUsers), .json(.answer(["ended": .count]))
        ) { call in
            let count = try call.desk.revokeSessions(of: try call.path.needed("login"))
            call.visit.site.sessions.forgetAll()
            return ["ended": JSONValue(count)]
        },
    ]

    @Sendable private static func add(_ call: APICall) throws -> JSONValue {
        var new = NewUser(
            login: try call.body.needed("login"), name: try call.body.needed("name"),
            roles: call.body.words("roles", Role.self) ?? [],
            language: call.body.word("language", Language.self) ?? .indonesian)
        new.collector = call.body.text("collector")
        if let names = call.body.texts("portfolios") { new.portfolios = .only(names) }
        if let names = call.body.texts("branches") { new.branches = .only(names) }
        new.password = call.body.text("password")
        return try call.desk.addUser(new).json(try call.offset())
    }

    @Sendable private static func change(_ call: APICall) throws -> JSONValue {
        var changes = UserChanges()
        changes.name = call.body.text("name")
        changes.roles = call.body.words("roles", Role.self)
        changes.language = call.body.word("language", Language.self)
        changes.collector = call.body.text("collector")
        changes.portfolios = limit(call.body.texts("portfolios"), call.body.flag("seesAllPortfolios"))
        changes.branches = limit(call.body.texts("branches"), call.body.flag("seesAllBranches"))
        changes.isActive = call.body.flag("active")
        let user = try call.desk.changeUser(try call.path.needed("login"), changes)
        call.visit.site.sessions.forgetAll()
        return user.json(offsetSeconds: try call.offset())
    }

    /// What is said twice is the narrower.
    private static func limit(_ names: [String]?, _ isEverything: Bool?) -> Limit? {
        if let names { return .only(names) }
        return isEverything == true ? .everything : nil
    }

    // MARK: Keys

    private static let key = Schema.named(
        "Key",
        .answer([
            "key": .number, "name": .words, "permissions": .many(.words),
            "portfolios": Schema.many(.words).orNull, "createdAt": .instant, "createdBy": .words,
            "usedAt": .instant.orNull, "revokedAt": .instant.orNull,
        ]))

    private static let keys: [APIRoute] = [
        .get(
            "/keys", "keys", "Keys of integrations, by name; never the key itself.", .permission(.manageKeys),
            query: Paging.names, Paging.schema("keys", key, key: .words)
        ) { call in
            let offset = try call.offset()
            return Paging.named(call, "keys", try call.desk.apiKeys(), \.name) { $0.json(offsetSeconds: offset) }
        },
        .change(
            .post, "/keys", "createKey", "Makes a key, which is told this once.", .permission(.manageKeys),
            body: .json(
                .request(
                    ["name": .name, "permissions": .list(.oneOf(Permission.self), max: 100)],
                    optional: ["portfolios": names])), .created(.answer(["key": .words, "record": key]))
        ) { call in
            let made = try call.desk.createAPIKey(
                try call.body.needed("name"),
                permissions: Set(call.body.words("permissions", Permission.self) ?? []),
                portfolios: call.body.texts("portfolios").map { .only($0) } ?? .everything)
            return ["key": .string(made.key), "record": made.record.json(offsetSeconds: try call.offset())]
        },
        .change(
            .delete, "/keys/{name}", "revokeKey", "Takes a key out of use for good.", .permission(.manageKeys),
            .json(key)
        ) { call in
            try call.desk.revokeAPIKey(try call.path.needed("name")).json(offsetSeconds: try call.offset())
        },
    ]
}

extension IssuedPassword {
    fileprivate func json(_ offset: Int) -> JSONValue {
        ["user": user.json(offsetSeconds: offset), "password": JSONValue(password)]
    }
}

extension ListedSession {
    func json(_ offset: Int) -> JSONValue {
        [
            "session": .string(session), "createdAt": .string(createdAt.text(offsetSeconds: offset)),
            "seenAt": .string(seenAt.text(offsetSeconds: offset)), "address": .string(address),
            "agent": .string(agent),
        ]
    }
}
