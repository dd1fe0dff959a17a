import Desk
import Formats
import HTTPTypes
import Receivables
import Wording

/// Whoever asks: what they may, and what concerns them alone.
enum OwnEndpoints {
    static let all = [me, language, password, offer, enable, disable, sessions, endSession, endOthers]

    private static let me = APIRoute.get(
        "/me", "me", "Who asks, and what they may do and see.", .signedIn,
        .answer([
            "name": .words, "kind": .word(["user", "key"]), "permissions": .many(.words),
            "portfolios": Schema.many(.words).orNull, "branches": Schema.many(.words).orNull,
            "collector": .words.orNull, "user": PeopleEndpoints.user.orNull,
        ])
    ) { call in
        let access = call.desk.access
        let user = call.visit.viewer.signedIn?.user
        let offset = try call.offset()
        func list(_ names: Set<String>?) -> JSONValue {
            names.map { .array($0.sorted().map { .string($0) }) } ?? .null
        }
        return [
            "name": .string(access.name), "kind": user == nil ? "key" : "user",
            "permissions": .array(Permission.allCases.filter(access.may).map { .string($0.rawValue) }),
            "portfolios": list(access.portfolios), "branches": list(access.branches),
            "collector": JSONValue(access.collector), "user": user?.json(offsetSeconds: offset) ?? .null,
        ]
    }

    private static let language = APIRoute.change(
        .put, "/me/language", "setOwnLanguage", "The language in which one is told things.", .signedIn,
        body: .json(.request(["language": .oneOf(Language.self)])), .nothing
    ) { call in
        try call.desk.setOwnLanguage(call.body.word("language", Language.self) ?? .indonesian)
        call.forgetSession()
        return .null
    }

    private static let secret = Schema.text(1...256)

    private static let password = APIRoute.change(
        .post, "/me/password", "changeOwnPassword", "Changes one's password and ends one's other sessions.", .signedIn,
        body: .json(.request(["old": secret, "new": secret])), .nothing
    ) { call in
        try call.desk.changeOwnPassword(
            from: try call.body.needed("old"), to: try call.body.needed("new"), keeping: call.session)
        call.visit.site.sessions.forgetAll()
        return .null
    }

    private static let offer = APIRoute.change(
        .post, "/me/second-factor/offer", "offerSecondFactor",
        "A secret for an app; nothing is kept before a code proves it.", .signedIn,
        .json(.answer(["secret": .words, "address": .words]))
    ) { call in
        let offer = try call.desk.offerSecondFactor()
        return ["secret": .string(offer.secret), "address": .string(offer.address)]
    }

    private static let enable = APIRoute.change(
        .put, "/me/second-factor", "enableSecondFactor", "Asks for a code at every sign-in from now on.", .signedIn,
        body: .json(.request(["secret": secret, "code": secret])), .nothing
    ) { call in
        try call.desk.enableSecondFactor(
            secret: try call.body.needed("secret"), code: try call.body.needed("code"), keeping: call.session)
        call.visit.site.sessions.forgetAll()
        return .null
    }

    private static let disable = APIRoute.change(
        .post, "/me/second-factor/disable", "disableSecondFactor", "Asks for no code any more.", .signedIn,
        body: .json(.request(["password": secret])), .nothing
    ) { call in
        try call.desk.disableSecondFactor(password: try call.body.needed("password"), keeping: call.session)
        call.visit.site.sessions.forgetAll()
        return .null
    }

    private static let sessions = APIRoute.get(
        "/me/sessions", "ownSessions", "One's open sessions.", .signedIn,
        .answer(["current": .words.orNull, "sessions": .many(PeopleEndpoints.session)])
    ) { call in
        let (all, offset) = (try call.desk.sessions(), try call.offset())
        return ["current": JSONValue(call.session), "sessions": .array(all.map { $0.json(offset) })]
    }

    private static let endSession = APIRoute.change(
        .delete, "/me/sessions/{session}", "endOwnSession", "Ends one of one's sessions.", .signedIn,
        .json(.answer(["ended": .count]))
    ) { call in
        let count = try call.desk.revokeSessions(session: try call.path.needed("session"))
        call.visit.site.sessions.forgetAll()
        return ["ended": JSONValue(count)]
    }

    private static let endOthers = APIRoute.change(
        .delete, "/me/sessions", "endOtherSessions", "Ends all of one's sessions but this one.", .signedIn,
        .json(.answer(["ended": .count]))
    ) { call in
        let count = try call.desk.revokeSessions(but: call.session)
        call.visit.site.sessions.forgetAll()
        return ["ended": JSONValue(count)]
    }
}

extension APICall {
    /// The session of whoever asks; a key has none.
    fileprivate var session: String? { visit.viewer.signedIn?.session }

    fileprivate func forgetSession() {
        if let session { visit.site.sessions.forget(session: session) }
    }
}
