import Desk
import Receivables
import Wording

/// The page of one's own account.
struct MyAccountView {
    let visit: Visit
    let user: UserRecord
    let own: String
    let sessions: [ListedSession]
    let offset: Int
    let done: MyAccountDone?
    var problem: (part: MyAccountPart, told: Told)?
    var offer: SecondFactorOffer?

    init(_ visit: Visit, done: MyAccountDone?) throws {
        guard let signedIn = visit.viewer.signedIn else { throw Problem(.signInNeeded) }
        self.visit = visit
        self.done = done
        user = signedIn.user
        own = signedIn.session
        sessions = try visit.desk.sessions()
        offset = try visit.desk.offsetSeconds()
    }

    private func say(_ word: MeWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var page: Answer {
        // Whoever must choose a password does that first; everything else waits.
        let rest: HTML = user.mustChangePassword ? "" : "\(code)\(sessionList)"
        let first: HTML = user.mustChangePassword ? "<p class=\"note soon\">\(say(.mustChange))</p>" : ""
        return Frame(visit.say(CommonWord.myAccount), nil, visit).page(
            """
            <div class="page-head"><h1>\(visit.say(CommonWord.myAccount))</h1>\
            <span class="meta">\(user.name)</span></div>
            \(done.map { "<p class=\"note\" role=\"status\">\(say($0.word))</p>" as HTML })
            \(first)
            <div class="sheets">\(password)\(about)\(rest)</div>
            """)
    }

    private func note(_ part: MyAccountPart) -> HTML? {
        problem.flatMap { $0.part == part ? ProblemNote.markup($0.told) : nil }
    }

    private var about: HTML {
        let roles = user.roles.map { visit.printing.term(.role, $0.rawValue) }.joined(separator: ", ")
        func limit(_ names: [String]?) -> String { names?.joined(separator: ", ") ?? visit.say(CommonWord.all) }
        let other = visit.viewer.language == .english ? "id" : "en"
        return """
            <section class="sheet"><h2>\(say(.about))</h2><dl class="facts"><dt>\(visit.say(CommonWord.login))</dt>\
            <dd>\(user.login)</dd><dt>\(say(.roles))</dt><dd>\(roles)</dd>\
            <dt>\(say(.collector))</dt><dd>\(user.collector ?? visit.say(CommonWord.dash))</dd>\
            <dt>\(say(.portfolios))</dt><dd>\(limit(user.portfolios))</dd>\
            <dt>\(say(.branches))</dt><dd>\(limit(user.branches))</dd></dl>\
            <form action="/language" method="post" class="me-language">\(Frame.token(visit.viewer))\
            \(FormParts.hidden("back", "/me"))<span>\(say(.language))</span> \
            <button name="language" value="\(other)" lang="\(other)">\
            \(visit.say(CommonWord.otherLanguage))</button></form>
            </section>
            """
    }

    private var password: HTML {
        let fields = [
            Field(
                name: "old", label: say(.oldPassword), type: "password", autocomplete: "current-password",
                isRequired: true, isFocused: user.mustChangePassword, lengthMax: 256),
            Field(
                name: "new", label: say(.newPassword), type: "password", hint: say(.passwordHint),
                autocomplete: "new-password", isRequired: true, lengthMax: 256),
            Field(
                name: "again", label: visit.say(CommonWord.repeatPassword), type: "password",
                autocomplete: "new-password", isRequired: true, lengthMax: 256),
        ]
        let form = PostForm(action: "/me/password", button: say(.changePassword), visit: visit)
        return """
            <section class="sheet" id="me-password"><h2>\(visit.say(CommonWord.password))</h2>\(note(.password))\
            \(form.markup("\(FormParts.userName(user.login))\(fields.html(\.markup))"))\
            <p class="hint">\(say(.othersEnd))</p></section>
            """
    }

    // MARK: The second factor

    private var code: HTML {
        let body = offer.map(offered) ?? (user.hasTOTP ? remove : start)
        let chip = user.hasTOTP ? Chip.kept.markup(say(.codeOn)) : Chip.plain.markup(say(.codeOff))
        return """
            <section class="sheet stack" id="me-code"><div class="sheet-head"><h2>\(say(.codeTitle))</h2>\(chip)</div>\
            \(note(.code))\(body)</section>
            """
    }

    private var start: HTML {
        let form = PostForm(action: "/me/code/offer", button: say(.codeStart), visit: visit)
        return "<p>\(say(.codeIntro))</p>\(form.markup(""))"
    }

    private func offered(_ offer: SecondFactorOffer) -> HTML {
        let groups = stride(from: 0, to: offer.secret.count, by: 4).map { at in
            String(offer.secret.dropFirst(at).prefix(4))
        }
        let field = Field(
            name: "code", label: say(.firstCode), hint: say(.firstCodeHint), autocomplete: "one-time-code",
            inputMode: "numeric", isRequired: true, isFocused: true, lengthMax: 12)
        let form = PostForm(action: "/me/code", button: say(.codeTurnOn), visit: visit)
        return """
            <ol class="steps"><li><p>\(say(.codeStep1))</p></li>\
            <li><p>\(say(.codeStep2))</p>\(QRDrawing.markup(offer.address, title: say(.codePicture)))\
            <p>\(say(.codeByHand))</p><p><code class="secret" id="me-secret">\
            \(groups.joined(separator: " "))</code></p>\
            <p><a href="\(offer.address)">\(say(.codeLink))</a></p></li>\
            <li><p>\(say(.codeStep3))</p></li></ol>\
            \(form.markup("\(FormParts.hidden("secret", offer.secret))\(field.markup)"))
            <p><a href="/me">\(visit.say(CommonWord.cancel))</a></p>
            """
    }

    private var remove: HTML {
        let field = Field(
            name: "password", label: say(.oldPassword), type: "password", autocomplete: "current-password",
            isRequired: true, lengthMax: 256)
        var form = PostForm(action: "/me/code/remove", button: say(.codeTurnOff), visit: visit)
        form.isDanger = true
        return "<p>\(say(.codeIsOn))</p>\(form.markup("\(FormParts.userName(user.login))\(field.markup)"))"
    }

    // MARK: Sessions

    private var sessionList: HTML {
        let others = sessions.contains { $0.session != own }
        let all: HTML = """
            <form action="/me/sessions/end" method="post">\(Frame.token(visit.viewer))\
            <button class="danger">\(say(.endOthers))</button></form>
            """
        let table = SessionTable(
            sessions: sessions, own: own, action: "/me/sessions/end", offset: offset, visit: visit)
        return """
            <section class="sheet wide" id="me-sessions"><div class="sheet-head"><h2>\(say(.sessions))</h2></div>\
            \(table.markup)\
            \(others ? all : "")</section>
            """
    }
}

/// Open sessions, each with a way to end it.
struct SessionTable {
    let sessions: [ListedSession]
    /// The one of whoever looks.
    let own: String?
    let action: String
    let offset: Int
    let visit: Visit
    var reason: String?

    var markup: HTML {
        let rows = sessions.sorted { $0.seenAt > $1.seenAt }.html { one in
            let moment = { (instant: Instant) in visit.printing.moment(instant, offsetSeconds: offset) }
            return """
                <tr><td class="n">\(moment(one.createdAt))</td><td class="n">\(moment(one.seenAt))</td>\
                <td>\(one.address)</td><td class="agent">\(one.agent)</td><td>\(end(one))</td></tr>
                """
        }
        return """
            <div class="scroll"><table><thead><tr>\
            \(FormParts.column(visit.say(MeWord.began), isNumber: true))\
            \(FormParts.column(visit.say(MeWord.lastSeen), isNumber: true))\
            \(FormParts.column(visit.say(MeWord.address)))\
            \(FormParts.column(visit.say(MeWord.browser)))\(FormParts.column(visit.say(MeWord.action)))</tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func end(_ one: ListedSession) -> HTML {
        guard one.session != own else { return Chip.kept.markup(visit.say(MeWord.thisOne)) }
        return """
            <form action="\(action)" method="post">\(Frame.token(visit.viewer))\
            \(FormParts.hidden("session", one.session))\
            <button class="quiet"\("disabled", if: reason != nil)>\(visit.say(MeWord.endSession))</button></form>
            """
    }
}
