import Desk
import Receivables
import Wording

/// One's own account: password, second factor, language and open sessions.
enum MyAccountPage {
    static let routes: [WebRoute] = [
        .get("/me", .signedIn, show), .post("/me/password", .signedIn, .form, changePassword),
        .post("/me/code/offer", .signedIn, .form, offerCode), .post("/me/code", .signedIn, .form, setCode),
        .post("/me/code/remove", .signedIn, .form, removeCode), .post("/me/sessions/end", .signedIn, .form, endSession),
    ]

    private static func show(_ visit: Visit) throws -> Answer {
        let done = visit.query["done"].flatMap(MyAccountDone.init)
        return try MyAccountView(visit, done: done).page
    }

    private static func signedIn(_ visit: Visit) throws(Problem) -> SignedIn {
        guard let signedIn = visit.viewer.signedIn else { throw Problem(.signInNeeded) }
        return signedIn
    }

    /// Runs a change of the account; what is remembered of the user's sessions goes, for rights and language stand in
    /// it. What was wrong with the form is said in it.
    private static func change(
        _ visit: Visit, _ part: MyAccountPart, offer: SecondFactorOffer? = nil, _ done: MyAccountDone,
        _ body: (SignedIn) throws -> Void
    ) throws -> Answer {
        let signedIn = try signedIn(visit)
        do {
            let before = try visit.desk.sessions()
            try body(signedIn)
            for session in before { visit.site.sessions.forget(session: session.session) }
            return .redirect(to: "/me?done=\(done.rawValue)")
        } catch let problem as Problem where isAboutTheForm(problem.code) {
            var view = try MyAccountView(visit, done: nil)
            view.problem = (part, visit.catalogue.tell(problem))
            view.offer = offer
            var answer = view.page
            answer.status = HTTPStatus.of(problem.code)
            return answer
        }
    }

    private static func isAboutTheForm(_ code: ProblemCode) -> Bool {
        [
            .passwordWrong, .passwordWeak, .passwordSame, .passwordsDiffer, .codeWrong, .signInPaused, .signInBusy,
        ].contains(code)
    }

    private static func changePassword(_ visit: Visit) throws -> Answer {
        try change(visit, .password, .password) { signedIn in
            guard visit.form["new"] == visit.form["again"] else { throw Problem(.passwordsDiffer) }
            try visit.desk.changeOwnPassword(
                from: visit.form["old"] ?? "", to: visit.form["new"] ?? "", keeping: signedIn.session)
        }
    }

    /// Shows a secret. Nothing is kept before a code shows that an app has it, so this is no change.
    private static func offerCode(_ visit: Visit) throws -> Answer {
        var view = try MyAccountView(visit, done: nil)
        view.offer = try visit.desk.offerSecondFactor()
        return view.page
    }

    private static func setCode(_ visit: Visit) throws -> Answer {
        let secret = visit.form.text("secret") ?? ""
        let offer = try visit.desk.secondFactorOffer(again: secret)
        return try change(visit, .code, offer: offer, .codeSet) { signedIn in
            try visit.desk.enableSecondFactor(
                secret: secret, code: visit.form.text("code") ?? "", keeping: signedIn.session)
        }
    }

    private static func removeCode(_ visit: Visit) throws -> Answer {
        try change(visit, .code, .codeRemoved) { signedIn in
            try visit.desk.disableSecondFactor(password: visit.form["password"] ?? "", keeping: signedIn.session)
        }
    }

    /// One session, or all but this one.
    private static func endSession(_ visit: Visit) throws -> Answer {
        let own = try signedIn(visit).session
        let one = visit.form.text("session")
        for session in try visit.desk.sessions() where one == nil ? session.session != own : session.session == one {
            visit.site.sessions.forget(session: session.session)
        }
        try visit.desk.revokeSessions(session: one, but: own)
        return .redirect(to: "/me?done=\(MyAccountDone.sessions.rawValue)")
    }
}

/// What was done on the page of one's own account.
enum MyAccountDone: String {
    case password
    case codeSet = "code-set"
    case codeRemoved = "code-removed"
    case sessions

    var word: MeWord {
        switch self {
        case .password: .passwordDone
        case .codeSet: .codeSetDone
        case .codeRemoved: .codeRemovedDone
        case .sessions: .sessionsDone
        }
    }
}

/// A form of the page of one's own account.
enum MyAccountPart {
    case password, code
}
