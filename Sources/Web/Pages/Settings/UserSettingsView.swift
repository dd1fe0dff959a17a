import Desk
import Receivables
import Store
import Wording

/// Lists and forms about users.
struct UserSettingsView {
    let visit: Visit
    let collectors: [String]
    let portfolios: [String]

    init(_ visit: Visit) throws {
        self.visit = visit
        collectors = try visit.desk.collectors().map(\.name)
        portfolios = try visit.desk.portfolios().map(\.name)
    }

    private func say(_ word: SettingsWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    // MARK: All

    func table(_ users: [UserRecord]) -> HTML {
        let rows = users.html { user in
            """
            <tr data-row><th scope="row"><a href="\(UserSettingsPage.path(user.login))">\(user.login)</a></th>\
            <td>\(user.name)</td><td>\(roles(user))</td><td>\(user.collector ?? visit.say(CommonWord.dash))</td>\
            <td>\(limits(user))</td><td>\(chips(user))</td></tr>
            """
        }
        return """
            <div class="scroll list" tabindex="0" role="region" aria-label="\(say(.users))"><table>\
            <caption class="sr">\(say(.users))</caption><thead><tr>\(FormParts.column(visit.say(CommonWord.login)))\
            \(FormParts.column(visit.say(CommonWord.name)))\(FormParts.column(say(.roles)))\
            \(FormParts.column(say(.collector)))\(FormParts.column(say(.sees)))\
            \(FormParts.column(say(.state)))</tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func roles(_ user: UserRecord) -> String {
        user.roles.map { visit.printing.term(.role, $0.rawValue) }.joined(separator: ", ")
    }

    private func limits(_ user: UserRecord) -> String {
        let parts = [user.portfolios, user.branches].compactMap { $0?.joined(separator: ", ") }
        return parts.isEmpty ? visit.say(CommonWord.all) : parts.joined(separator: " · ")
    }

    private func chips(_ user: UserRecord) -> HTML {
        var chips: [HTML] = [
            user.isActive ? Chip.kept.markup(say(.active)) : Chip.held.markup(say(.disabled))
        ]
        if user.mustChangePassword { chips.append(Chip.soon.markup(say(.passwordToChange))) }
        if user.hasTOTP { chips.append(Chip.plain.markup(say(.withCode))) }
        return chips.html { "\($0) " }
    }

    func addition(_ form: UserForm, _ problem: Told?) -> HTML {
        var sent = PostForm(action: "/settings/users?sent=user-new", button: say(.addUser), visit: visit)
        // The answer is no other page, so the address itself tells that the draft is taken in.
        sent.draft = "user-new"
        let login = Field(
            name: "login", label: visit.say(CommonWord.login), value: form.login, hint: say(.loginHint),
            autocomplete: "off", isRequired: true, lengthMax: 64)
        return """
            <details class="sheet" id="user-new"\("open", if: problem != nil)><summary data-key="a"><b>\
            \(say(.addUser))</b> \
            <kbd aria-hidden="true">a</kbd></summary>\(problem.map(ProblemNote.markup))\
            \(sent.markup("\(login.markup)\(fields(form))"))</details>
            """
    }

    private func fields(_ form: UserForm) -> HTML {
        let name = Field(
            name: "name", label: visit.say(CommonWord.name), value: form.name, autocomplete: "off", lengthMax: 200)
        let roles = Role.allCases.map { (value: $0.rawValue, text: visit.printing.term(.role, $0.rawValue)) }
        let languages = [(value: "id", text: say(.indonesian)), (value: "en", text: say(.english))]
        let people = [(value: "", text: visit.say(CommonWord.none))] + SettingsPage.paired(collectors)
        let branches = Field(
            name: "branches", label: say(.branches), value: form.branches, hint: say(.branchesHint), lengthMax: 2000)
        return """
            <div class="row">\(name.markup)\(FormParts.choice("speaks", say(.language), languages, form.language))\
            \(FormParts.choice("collector", say(.isCollector), people, form.collector))</div>\
            \(FormParts.checks("roles", say(.roles), roles, form.roles))\
            \(LimitFields(visit, portfolios).markup(form.isLimited, form.portfolios))\(branches.markup)
            """
    }

    // MARK: One

    func user(
        _ user: UserRecord, _ form: UserForm, _ sessions: [ListedSession], _ problem: Told?, offset: Int
    ) -> HTML {
        let path = UserSettingsPage.path(user.login)
        var sent = PostForm(action: path, button: visit.say(CommonWord.save), visit: visit)
        sent.draft = "user-" + user.login
        let active = FormParts.check("active", "1", say(.maySignIn), isChosen: form.isActive)
        return """
            <p><a href="/settings/users">\(say(.allUsers))</a></p>\(problem.map(ProblemNote.markup))
            <div class="sheets"><section class="sheet" id="user-form"><div class="sheet-head"><h2>\(user.login)</h2>\
            \(chips(user))<span class="fine">\(since(user, offset))</span></div>\
            \(sent.markup("\(fields(form))\(active)"))</section>\(reset(user, path))\
            <section class="sheet wide" id="user-sessions"><h2>\(say(.sessions))</h2>\
            \(sessionList(user, sessions, path + "/sessions", offset))</section></div>
            """
    }

    private func since(_ user: UserRecord, _ offset: Int) -> String {
        say(.userSince, [Fact("day", user.createdAt.day(offsetSeconds: offset))])
    }

    private func reset(_ user: UserRecord, _ path: String) -> HTML {
        var form = PostForm(action: path + "/reset", button: say(.resetPassword), visit: visit)
        form.question = say(.resetQuestion, [Fact("login", user.login)])
        form.isDanger = true
        let code: HTML =
            user.hasTOTP ? FormParts.check("without-code", "1", say(.withoutCode), isChosen: false) : ""
        return """
            <section class="sheet stack" id="user-reset"><h2>\(visit.say(CommonWord.password))</h2>\
            <p>\(say(.resetHint))</p>\(form.markup(code))</section>
            """
    }

    private func sessionList(_ user: UserRecord, _ sessions: [ListedSession], _ action: String, _ offset: Int) -> HTML {
        guard !sessions.isEmpty else { return "<p class=\"hint\">\(say(.sessionsNone))</p>" }
        let own = visit.viewer.signedIn?.session
        let all: HTML = """
            <form action="\(action)" method="post">\(Frame.token(visit.viewer))\
            <button class="danger">\(say(.endAll))</button></form>
            """
        return """
            \(SessionTable(sessions: sessions, own: own, action: action, offset: offset, visit: visit).markup)\(all)
            """
    }

    // MARK: What roles can do

    /// Every role with its permissions.
    static func roles(_ visit: Visit) -> HTML {
        let rows = Role.allCases.html { role in
            let permissions = Permission.allCases.filter(role.permissions.contains)
                .map { visit.printing.term(.permission, $0.rawValue) }
            return """
                <dt>\(visit.printing.term(.role, role.rawValue))</dt><dd>\(permissions.joined(separator: "; "))</dd>
                """
        }
        return """
            <details class="sheet" id="role-list"><summary><b>\(visit.say(SettingsWord.whatRolesCan))</b></summary>\
            <dl class="facts roles">\(rows)</dl></details>
            """
    }
}

/// Which part of the book somebody sees.
struct LimitFields {
    let visit: Visit
    let portfolios: [String]

    init(_ visit: Visit, _ portfolios: [String]) {
        self.visit = visit
        self.portfolios = portfolios
    }

    func markup(_ isLimited: Bool, _ chosen: Set<String>) -> HTML {
        let choices = [
            (value: "all", text: visit.say(SettingsWord.seesAll)),
            (value: "only", text: visit.say(SettingsWord.seesOnly)),
        ]
        let some: HTML =
            portfolios.isEmpty
            ? "" : FormParts.checks(
                "portfolios", visit.say(SettingsWord.onlyThese), SettingsPage.paired(portfolios), chosen)
        return "\(FormParts.choice("see", visit.say(SettingsWord.sees), choices, isLimited ? "only" : "all"))\(some)"
    }
}
