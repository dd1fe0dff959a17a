import Desk
import HTTPTypes
import Hummingbird
import Receivables
import Wording

/// Signing in and out, the first administrator, and the language.
enum SignInPages {
    static let routes: [WebRoute] = [
        .get("/sign-in", .everybody, show), .post("/sign-in", .everybody, .form, signIn),
        .post("/sign-out", .everybody, .form, signOut),
        .post("/language", .everybody, .form, changeLanguage),
        .get("/set-up", .everybody, showSetUp), .post("/set-up", .everybody, .form, setUp),
    ]

    private static let languageCookie = "lunas-language"

    /// The language of somebody who has not signed in: what they chose, else what their browser prefers, else
    /// Indonesian.
    static func language(of request: Request) -> Language {
        if let chosen = request.cookies[languageCookie].flatMap({ Language(rawValue: $0.value) }) { return chosen }
        let wanted = (request.headers[.acceptLanguage] ?? "").split(separator: ",").lazy.compactMap {
            Language(rawValue: String($0.drop { $0 == " " }.prefix(2).lowercased()))
        }
        return wanted.first ?? .indonesian
    }

    /// Sends a page to the sign-in, and back afterwards.
    static func askToSignIn(_ address: String) -> Answer {
        .redirect(to: "/sign-in" + URLText.query([("back", address == "/" ? nil : address), ("ended", "1")]))
    }

    private static func show(_ visit: Visit) throws -> Answer {
        if visit.viewer.signedIn != nil { return .redirect(to: "/") }
        let note: CommonWord? =
            visit.query.has("out") ? .signedOut
            : visit.query.has("made") ? .setUpDone : visit.query["back"] != nil ? .sessionEnded : nil
        return page(visit, note: note.map { visit.say($0) }, problem: nil)
    }

    private static func page(_ visit: Visit, note: String?, problem: Problem?, login: String = "") -> Answer {
        let back = back(visit)
        let fields = [
            Field(
                name: "login", label: visit.say(CommonWord.login), value: login, autocomplete: "username",
                isRequired: true, isFocused: login.isEmpty),
            Field(
                name: "password", label: visit.say(CommonWord.password), type: "password",
                autocomplete: "current-password", isRequired: true, isFocused: !login.isEmpty),
            Field(
                name: "code", label: visit.say(CommonWord.code), hint: visit.say(CommonWord.codeHint),
                autocomplete: "one-time-code", inputMode: "numeric"),
        ]
        let told = problem.map { ProblemNote.markup(visit.catalogue.tell($0)) }
        let main: HTML = """
            <section class="gate"><h1>\(visit.say(CommonWord.signInTitle))</h1>
            \(note.map { "<p class=\"note\">\($0)</p>" as HTML })\(told)
            <form action="/sign-in" method="post" class="stack">
            <input type="hidden" name="back" value="\(back)">
            \(fields.html(\.markup))
            <button class="primary">\(visit.say(CommonWord.signIn))</button></form>\(languages(visit))</section>
            """
        return .page(
            Frame.document(visit.say(CommonWord.signInTitle), visit.viewer, visit.site, bar: "", main: main),
            problem.map { HTTPStatus.of($0.code) } ?? .ok)
    }

    private static func languages(_ visit: Visit) -> HTML {
        """
        <form class="language" action="/language" method="post"><input type="hidden" name="back" value="/sign-in">\
        <button class="quiet" name="language" value="\(visit.viewer.language == .english ? "id" : "en")">\
        \(visit.say(CommonWord.otherLanguage))</button></form>
        """
    }

    /// The page to go back to: one of ours, never another host.
    private static func back(_ visit: Visit) -> String {
        let wanted = visit.form["back"] ?? visit.query["back"] ?? "/"
        let isOurs = wanted.hasPrefix("/") && !wanted.hasPrefix("//") && !wanted.hasPrefix("/\\")
            && wanted.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        return isOurs ? wanted : "/"
    }

    private static func signIn(_ visit: Visit) throws -> Answer {
        let login = visit.form.text("login") ?? ""
        do {
            var request = SignInRequest(
                login: login, password: visit.form["password"] ?? "", code: visit.form.text("code"),
                address: visit.address, agent: visit.agent)
            request.previousToken = visit.viewer.signedIn?.token
            let signedIn = try visit.desk.signIn(request)
            var answer = Answer.redirect(to: signedIn.user.mustChangePassword ? "/me" : back(visit))
            answer.setCookie(
                visit.site.sessionCookie, signedIn.token, isSecure: visit.site.isSecure, seconds: nil)
            return answer
        } catch let problem as Problem where isAboutSigningIn(problem.code) {
            return page(visit, note: nil, problem: problem, login: login)
        }
    }

    private static func isAboutSigningIn(_ code: ProblemCode) -> Bool {
        [.signInRefused, .codeNeeded, .signInPaused, .signInBusy].contains(code)
    }

    private static func signOut(_ visit: Visit) throws -> Answer {
        if let signedIn = visit.viewer.signedIn {
            try visit.desk.signOut(token: signedIn.token)
            visit.site.sessions.forget(session: signedIn.session)
        }
        var answer = Answer.redirect(to: "/sign-in?out=1")
        answer.setCookie(visit.site.sessionCookie, nil, isSecure: visit.site.isSecure, seconds: nil)
        // What scripts kept of unfinished texts goes with the session.
        answer.fields[.clearSiteData] = "\"storage\""
        return answer
    }

    private static func changeLanguage(_ visit: Visit) throws -> Answer {
        guard let language = visit.form["language"].flatMap(Language.init) else { throw Problem(.bodyUnreadable) }
        if let signedIn = visit.viewer.signedIn {
            try visit.desk.setOwnLanguage(language)
            visit.site.sessions.forget(session: signedIn.session)
        }
        var answer = Answer.redirect(to: back(visit))
        answer.setCookie(languageCookie, language.rawValue, isSecure: visit.site.isSecure, seconds: 31_536_000)
        return answer
    }

    // MARK: The first administrator

    private static func isHere(_ visit: Visit) -> Bool { visit.address == "::1" || visit.address.hasPrefix("127.") }

    /// For whoever has the link that the server told when it started, while nobody can sign in.
    private static func refuseSetUp(_ visit: Visit) throws {
        guard isHere(visit), try visit.desk.isWithoutUsers() else { throw Problem(.setupClosed) }
    }

    private static func showSetUp(_ visit: Visit) throws -> Answer {
        try refuseSetUp(visit)
        return setUpPage(visit, nil)
    }

    private static func setUpPage(_ visit: Visit, _ problem: Told?) -> Answer {
        let new = "new-password"
        let fields = [
            Field(
                name: "name", label: visit.say(CommonWord.name), value: visit.form["name"] ?? "", autocomplete: "name",
                isRequired: true, isFocused: true),
            Field(
                name: "login", label: visit.say(CommonWord.login), value: visit.form["login"] ?? "",
                autocomplete: "username", isRequired: true),
            Field(
                name: "password", label: visit.say(CommonWord.password), type: "password", autocomplete: new,
                isRequired: true),
            Field(
                name: "again", label: visit.say(CommonWord.repeatPassword), type: "password", autocomplete: new,
                isRequired: true),
        ]
        let main: HTML = """
            <section class="gate"><h1>\(visit.say(CommonWord.setUpTitle))</h1>
            <p>\(visit.say(CommonWord.setUpIntro))</p>\(problem.map(ProblemNote.markup))
            <form action="/set-up" method="post" class="stack">
            <input type="hidden" name="key" value="\(visit.form["key"] ?? visit.query["key"] ?? "")">
            \(fields.html(\.markup))
            <button class="primary">\(visit.say(CommonWord.createAdmin))</button></form>\(languages(visit))</section>
            """
        return .page(
            Frame.document(visit.say(CommonWord.setUpTitle), visit.viewer, visit.site, bar: "", main: main),
            problem == nil ? .ok : .unprocessableContent)
    }

    private static func setUp(_ visit: Visit) throws -> Answer {
        try refuseSetUp(visit)
        do {
            guard visit.form["password"] == visit.form["again"] else { throw Problem(.passwordsDiffer) }
            var first = NewUser(
                login: visit.form.text("login") ?? "", name: visit.form.text("name") ?? "", roles: [.admin],
                language: visit.viewer.language)
            first.password = visit.form["password"] ?? ""
            _ = try visit.desk.claimSetup(token: visit.form["key"] ?? "", first)
            return .redirect(to: "/sign-in?made=1")
        } catch let problem as Problem where HTTPStatus.of(problem.code) == .unprocessableContent {
            return setUpPage(visit, visit.catalogue.tell(problem))
        }
    }
}

extension HTTPField.Name {
    static let clearSiteData = HTTPField.Name("Clear-Site-Data") ?? .date
}
