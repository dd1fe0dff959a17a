import Desk
import HTTPTypes

/// Who may come in.
package enum Gate: Sendable {
    case everybody
    /// Everybody who has signed in.
    case signedIn
    /// Who may do at least one of these. The use cases ask again: this is for the page as a whole.
    case permission([Permission])

    package static func permission(_ one: Permission) -> Gate { .permission([one]) }
}

/// What a request brings.
package enum BodyKind: Sendable {
    case nothing
    /// `application/x-www-form-urlencoded`, with the token of the session in the field `token`.
    case form
    case json
    /// The bytes of a file as the whole body, its name in the query field `name`, the token in a header; or a form of
    /// `multipart/form-data` with the token and one file, as browsers send it without a script.
    case upload
}

/// One address of the product.
package struct WebRoute: Sendable {
    package let method: HTTPRequest.Method
    /// With parameters in braces: `/debtors/{reference}`.
    package let path: String
    package let gate: Gate
    package let body: BodyKind
    package let handle: @Sendable (Visit) throws -> Answer

    package static func get(
        _ path: String, _ gate: Gate, _ handle: @escaping @Sendable (Visit) throws -> Answer
    ) -> WebRoute {
        WebRoute(method: .get, path: path, gate: gate, body: .nothing, handle: handle)
    }

    package static func post(
        _ path: String, _ gate: Gate, _ body: BodyKind = .form, _ handle: @escaping @Sendable (Visit) throws -> Answer
    ) -> WebRoute {
        WebRoute(method: .post, path: path, gate: gate, body: body, handle: handle)
    }
}

/// Every page.
package enum WebRoutes {
    package static let all: [WebRoute] = [
        SignInPages.routes, TodayPage.routes, APIRoutes.webRoutes, DebtorPages.routes, SearchPage.routes,
        PaymentsPage.routes, ImportPage.routes, PortfolioPage.routes, TeamPage.routes, SettingsPage.routes,
        MyAccountPage.routes,
    ].flatMap { $0 }
}
