import Desk
import Receivables
import Wording

/// The people who sign in.
enum UserSettingsPage {
    static let routes: [WebRoute] = [
        .get("/settings/users", .permission(.seeSettings), { try list($0, nil) }),
        .post("/settings/users", .permission(.manageUsers), .form, add),
        .get("/settings/users/{login}", .permission(.manageUsers), { try show($0, nil) }),
        .post("/settings/users/{login}", .permission(.manageUsers), .form, change),
        .post("/settings/users/{login}/reset", .permission(.manageUsers), .form, reset),
        .post("/settings/users/{login}/sessions", .permission(.manageUsers), .form, endSessions),
    ]

    static func path(_ login: String) -> String { "/settings/users/" + URLText.encode(login) }

    // MARK: All of them

    private static func list(_ visit: Visit, _ problem: Told?) throws -> Answer {
        if let refused = SettingsPage.notForYou(.manageUsers, visit) {
            return SettingsPage.page(.users, visit, "\(refused)\(UserSettingsView.roles(visit))")
        }
        let form = UserForm(new: visit.form)
        let view = try UserSettingsView(visit)
        return SettingsPage.page(
            .users, visit,
            "\(view.table(try visit.desk.users()))\(view.addition(form, problem))\(UserSettingsView.roles(visit))")
    }

    private static func add(_ visit: Visit) throws -> Answer {
        let form = UserForm(visit.form)
        return try SettingsPage.attempt(visit, { try list(visit, $0) }) {
            let issued = try visit.desk.addUser(form.newUser)
            return told(issued, visit, isNew: true)
        }
    }

    /// A password that is shown this once: the answer itself, for nothing keeps it.
    private static func told(_ issued: IssuedPassword, _ visit: Visit, isNew: Bool) -> Answer {
        let facts = [Fact("login", issued.user.login), Fact("name", issued.user.name)]
        let main: HTML = """
            <section class="sheet letter stack" id="issued"><p>\
            \(visit.say(isNew ? SettingsWord.userAdded : .passwordReset, facts))</p>\
            <p><code class="secret" id="issued-password">\(issued.password ?? "")</code></p>\
            <p>\(visit.say(SettingsWord.passwordOnce))</p><p><a class="button" href="\(path(issued.user.login))">\
            \(visit.say(SettingsWord.toUser, facts))</a></p></section>
            """
        return SettingsPage.page(.users, visit, title: issued.user.name, main)
    }

    // MARK: One of them

    private static func show(_ visit: Visit, _ problem: Told?) throws -> Answer {
        let user = try visit.desk.user(login: try visit.parameter("login"))
        let view = try UserSettingsView(visit)
        let form = problem == nil ? UserForm(user) : UserForm(visit.form)
        let sessions = try visit.desk.sessions(of: user.login)
        return SettingsPage.page(
            .users, visit, title: user.name,
            try view.user(user, form, sessions, problem, offset: visit.desk.offsetSeconds()))
    }

    private static func change(_ visit: Visit) throws -> Answer {
        let login = try visit.parameter("login")
        return try SettingsPage.attempt(visit, { try show(visit, $0) }) {
            try RememberedSessions.forget(of: login, visit)
            _ = try visit.desk.changeUser(login, UserForm(visit.form).changes)
            return .redirect(to: path(login) + "?saved=1")
        }
    }

    private static func reset(_ visit: Visit) throws -> Answer {
        let login = try visit.parameter("login")
        return try SettingsPage.attempt(visit, { try show(visit, $0) }) {
            try RememberedSessions.forget(of: login, visit)
            return told(
                try visit.desk.resetPassword(login, isWithoutCode: visit.form.has("without-code")), visit, isNew: false)
        }
    }

    private static func endSessions(_ visit: Visit) throws -> Answer {
        let login = try visit.parameter("login")
        try RememberedSessions.forget(of: login, visit)
        try visit.desk.revokeSessions(of: login, session: visit.form.text("session"))
        return .redirect(to: path(login) + "?saved=1#user-sessions")
    }
}

/// A user as written in a form.
struct UserForm {
    var login = ""
    var name = ""
    var roles: Set<String> = []
    var language = "id"
    var collector = ""
    /// Whether only some portfolios are seen, and which.
    var isLimited = false
    var portfolios: Set<String> = []
    /// With commas; empty: all.
    var branches = ""
    var isActive = true

    init(_ fields: Fields) {
        login = fields.text("login") ?? ""
        name = fields.text("name") ?? ""
        roles = Set(fields.all("roles"))
        language = fields["speaks"] ?? "id"
        collector = fields["collector"] ?? ""
        isLimited = fields["see"] == "only"
        portfolios = Set(fields.all("portfolios"))
        branches = fields.text("branches") ?? ""
        isActive = fields.has("active")
    }

    /// An empty form for a new user, or what was written in it.
    init(new fields: Fields) {
        self.init(fields)
        isActive = true
    }

    init(_ user: UserRecord) {
        login = user.login
        name = user.name
        roles = Set(user.roles.map(\.rawValue))
        language = user.language.rawValue
        collector = user.collector ?? ""
        isLimited = user.portfolios != nil
        portfolios = Set(user.portfolios ?? [])
        branches = user.branches?.joined(separator: ", ") ?? ""
        isActive = user.isActive
    }

    private var chosenRoles: [Role] { Role.allCases.filter { roles.contains($0.rawValue) } }
    private var portfolioLimit: Limit { isLimited ? .only(portfolios.sorted()) : .everything }

    private var branchLimit: Limit {
        let words = SettingsPage.words(branches)
        return words.isEmpty ? .everything : .only(words)
    }

    var newUser: NewUser {
        var new = NewUser(
            login: login, name: name.isEmpty ? login : name, roles: chosenRoles,
            language: Language(rawValue: language) ?? .indonesian)
        new.collector = collector.isEmpty ? nil : collector
        (new.portfolios, new.branches) = (portfolioLimit, branchLimit)
        return new
    }

    var changes: UserChanges {
        var changes = UserChanges()
        (changes.name, changes.roles, changes.collector) = (name, chosenRoles, collector)
        (changes.portfolios, changes.branches) = (portfolioLimit, branchLimit)
        (changes.language, changes.isActive) = (Language(rawValue: language), isActive)
        return changes
    }
}
