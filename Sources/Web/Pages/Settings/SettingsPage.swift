import Desk
import Receivables
import Wording

/// A view of the settings.
enum SettingsTab: String, CaseIterable {
    case installation = "/settings"
    case users = "/settings/users"
    case keys = "/settings/keys"
    case portfolios = "/settings/portfolios"
    case collectors = "/settings/collectors"
    case strategies = "/settings/strategies"
    case holidays = "/settings/holidays"

    var word: SettingsWord {
        switch self {
        case .installation: .installation
        case .users: .users
        case .keys: .keys
        case .portfolios: .portfolios
        case .collectors: .collectors
        case .strategies: .strategies
        case .holidays: .holidays
        }
    }
}

/// Setting the system up. Everybody who may see settings sees all views; what they may not do says why.
enum SettingsPage {
    static let routes: [WebRoute] =
        InstallationSettingsPage.routes + UserSettingsPage.routes + KeySettingsPage.routes
        + PortfolioSettingsPage.routes + CollectorSettingsPage.routes + StrategySettingsPage.routes
        + HolidaySettingsPage.routes

    /// A view with its tabs.
    static func page(_ tab: SettingsTab, _ visit: Visit, title: String? = nil, _ main: HTML) -> Answer {
        let tabs = SettingsTab.allCases.map { (path: $0.rawValue, text: visit.say($0.word)) }
        let heading = title ?? visit.say(tab.word)
        return Frame(heading, .settings, visit).page(
            """
            <div class="page-head"><h1>\(visit.say(CommonWord.settings)): \(heading)</h1></div>
            \(FormParts.tabs(visit.say(CommonWord.settings), tabs, current: tab.rawValue))
            <div class="settings stack">\(saved(visit))\(main)</div>
            """)
    }

    private static func saved(_ visit: Visit) -> HTML {
        visit.method == "GET" && (visit.query.has("saved") || visit.query.has("sent"))
            ? "<p class=\"note\" role=\"status\">\(visit.say(CommonWord.savedNote))</p>" : ""
    }

    /// What somebody sees in the place of a list that is not for them.
    static func notForYou(_ permission: Permission, _ visit: Visit) -> HTML? {
        Rights.reason(permission, visit).map { "<p class=\"note held\">\($0)</p>" }
    }

    /// The page again with what was wrong, or the answer of what was asked.
    static func attempt(
        _ visit: Visit, _ again: (Told) throws -> Answer, _ body: () throws -> Answer
    ) throws -> Answer {
        do { return try body() } catch let problem as Problem where isAboutTheForm(problem.code) {
            var answer = try again(visit.catalogue.tell(problem))
            answer.status = HTTPStatus.of(problem.code)
            return answer
        }
    }

    private static func isAboutTheForm(_ code: ProblemCode) -> Bool {
        [
            .settingInvalid, .loginInvalid, .loginTaken, .rolesNone, .passwordWeak, .collectorUnknown,
            .portfolioUnknown, .keyNameTaken, .strategyUnknown, .holidaysUnknown, .lastAdmin, .signInBusy,
            .databaseLocked,
        ].contains(code)
    }

    /// Words that were typed with commas between them.
    static func words(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { part in
            var part = part.drop(while: \.isWhitespace)
            while part.last?.isWhitespace ?? false { part.removeLast() }
            return String(part)
        }.filter { !$0.isEmpty }
    }

    static func paired(_ names: [String]) -> [(value: String, text: String)] { names.map { ($0, $0) } }
}
