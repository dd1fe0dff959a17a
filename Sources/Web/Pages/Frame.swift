import Desk
import HTTPTypes
import Receivables
import Wording

/// A page of the workbench, as one sees it in the navigation.
package enum Place: String, CaseIterable, Sendable {
    case today = "/"
    case payments = "/payments"
    case importing = "/import"
    case team = "/team"
    case portfolio = "/portfolio"
    case settings = "/settings"

    var word: CommonWord {
        switch self {
        case .today: .today
        case .payments: .payments
        case .importing: .importing
        case .team: .team
        case .portfolio: .portfolio
        case .settings: .settings
        }
    }

    /// The letter behind `g` that leads there.
    var letter: String {
        switch self {
        case .today: "t"
        case .payments: "b"
        case .importing: "i"
        case .team: "e"
        case .portfolio: "p"
        case .settings: "s"
        }
    }
}

/// What surrounds every page: head, navigation, search, whoever is signed in.
package struct Frame {
    let title: String
    let place: Place?
    let visit: Visit
    /// Set on pages that follow what happens in the book: the debtor whose news they want, or empty for all.
    var live: String?

    package init(_ title: String, _ place: Place?, _ visit: Visit, live: String? = nil) {
        self.title = title
        self.place = place
        self.visit = visit
        self.live = live
    }

    /// A whole page with its main part.
    package func page(_ main: HTML) -> Answer {
        .page(Frame.document(title, visit.viewer, visit.site, bar: bar, main: main, live: live))
    }

    /// The document around everything.
    static func document(
        _ title: String, _ viewer: Viewer, _ site: Site, bar: HTML, main: HTML, live: String? = nil
    ) -> HTML {
        """
        <!doctype html>
        <html lang="\(viewer.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title) · Lunas</title>
        <link rel="stylesheet" href="\(site.assets.path("lunas.css"))">
        <link rel="icon" href="\(site.assets.path("lunas.svg"))" type="image/svg+xml">
        <script defer src="\(site.assets.path("lunas.js"))"></script>
        </head>
        <body\("data-live", live)\("data-token", viewer.signedIn?.csrf)\("data-user", viewer.signedIn?.user.login)>
        <a class="skip" href="#main">\(viewer.catalogue.text(CommonWord.skipToContent))</a>
        \(bar)<main id="main" tabindex="-1">
        \(main)
        </main>
        <div id="toast" role="status" aria-live="polite"></div>
        </body>
        </html>

        """
    }

    private var bar: HTML {
        let viewer = visit.viewer
        return """
            <header><div class="bar">
            <a class="brand" href="/">Lunas</a>
            <nav class="nav" aria-label="\(visit.say(CommonWord.navigation))"><ul>\(places)</ul></nav>
            <form class="search" role="search" action="/search" method="get">
            <label class="sr" for="q">\(visit.say(CommonWord.searchLabel))</label>
            <input id="q" name="q" type="search" maxlength="200" autocomplete="off" spellcheck="false" \
            placeholder="\(visit.say(CommonWord.searchHint))" data-key="/"><kbd aria-hidden="true">/</kbd>
            </form>
            \(language)\(viewer.signedIn.map { menu($0) })
            </div>\(demoNote)</header>

            """
    }

    private var places: HTML {
        Place.allCases.filter { Places.mayVisit($0, visit.viewer) }.html { item in
            """
            <li><a href="\(item.rawValue)" data-go="\(item.letter)"\("aria-current", item == place ? "page" : nil)>\
            \(visit.say(item.word))</a></li>
            """
        }
    }

    private var language: HTML {
        """
        <form class="language" action="/language" method="post">\(Frame.token(visit.viewer))\
        <input type="hidden" name="back" value="\(visit.path)">\
        <button class="quiet" name="language" value="\(visit.viewer.language == .english ? "id" : "en")" \
        lang="\(visit.viewer.language == .english ? "id" : "en")">\(visit.say(CommonWord.otherLanguage))</button></form>
        """
    }

    private func menu(_ signedIn: SignedIn) -> HTML {
        """
        <details class="menu"><summary>\(signedIn.user.name)</summary><div class="menu-list">
        <a href="/me">\(visit.say(CommonWord.myAccount))</a>
        <form action="/sign-out" method="post" data-forget>\(Frame.token(visit.viewer))\
        <button class="quiet">\(visit.say(CommonWord.signOut))</button></form>
        </div></details>
        """
    }

    private var demoNote: HTML {
        visit.site.isDemo ? "<p class=\"demo-note\">\(visit.say(CommonWord.demoNote))</p>" : ""
    }

    /// The field that proves that a form is ours.
    package static func token(_ viewer: Viewer) -> HTML {
        guard let token = viewer.signedIn?.csrf else { return "" }
        return "<input type=\"hidden\" name=\"token\" value=\"\(token)\">"
    }
}

/// Who sees which page in the navigation.
package enum Places {
    /// What the routes ask of who comes to a place.
    private static let gates = Dictionary(
        grouping: WebRoutes.all.filter { $0.method == .get }.compactMap { route in
            Place(rawValue: route.path).map { ($0, route.gate) }
        }, by: \.0
    ).mapValues { $0.map(\.1) }

    package static func mayVisit(_ place: Place, _ viewer: Viewer) -> Bool {
        (gates[place] ?? []).contains { gate in
            switch gate {
            case .everybody: true
            case .signedIn: viewer.signedIn != nil
            case .permission(let permissions): permissions.contains { viewer.may($0) }
            }
        }
    }
}
