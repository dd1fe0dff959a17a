import Desk
import Formats
import Glibc
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Receivables
import Wording

/// Brings a request to its page: reads the body within limits, finds out who asks, refuses what may come from another
/// site, and runs the page on a thread that may block.
struct Reception: Sendable {
    let desk: Desk
    let site: Site
    let offload: Offload

    func respond(_ route: WebRoute, _ request: Request, _ context: WebContext) async -> Response {
        do {
            // A file of somebody who may not bring it never gets to the disk.
            if case .upload = route.body, let refusal = try await refusal(route, request, context) { return refusal }
            let body = try await BodyReader(request).read(route.body)
            defer { body.remove() }
            let address = context.address
            let (id, logger, parameters) = (context.id, context.logger, Reception.parameters(context, route))
            let answer: Answer = try await offload.run {
                let answered = self.answer(route, RequestFacts(request, body, parameters, address: address, id: id))
                if let fault = answered.fault { Reception.log(fault, logger) }
                return answered.answer
            }
            return answer.response
        } catch {
            let viewer = Viewer(signedIn: nil, language: SignInPages.language(of: request))
            let problem = error as? Problem ?? Problem(.bodyUnreadable)
            return Refusals.answer(problem, request, viewer, site, id: context.id).response
        }
    }

    private static func parameters(_ context: WebContext, _ route: WebRoute) -> [String: String] {
        var result: [String: String] = [:]
        for part in route.path.split(separator: "/") where part.hasPrefix("{") {
            let name = String(part.dropFirst().dropLast())
            result[name] = context.parameters.get(name).flatMap { URLText.decode($0) }
        }
        return result
    }

    /// Writes a fault of the program down: its code and technical cause, nothing of what was asked.
    private static func log(_ fault: Problem, _ logger: Logger) {
        let causes = fault.facts.filter { ["detail", "reason"].contains($0.name) }.map { "\($0.value)" }
        let cause = causes.joined(separator: "; ")
        logger.error("fault", metadata: ["code": "\(fault.code.rawValue)", "cause": "\(cause)"])
    }

    /// What is answered at once, whatever the body is.
    private func refusal(_ route: WebRoute, _ request: Request, _ context: WebContext) async throws -> Response? {
        let (address, id) = (context.address, context.id)
        return try await offload.run {
            do {
                try Reception.pass(route.gate, try Identity.find(request, desk, site))
                return nil
            } catch is Problem {
                return answer(route, RequestFacts(request, RequestBodyFacts(), [:], address: address, id: id)).answer
                    .response
            }
        }
    }

    private struct Answered {
        let answer: Answer
        /// What nobody but us can mend.
        var fault: Problem?
    }

    /// Runs on a thread of its own. Every problem becomes an answer in the language of whoever asks.
    private func answer(_ route: WebRoute, _ facts: RequestFacts) -> Answered {
        var viewer = Viewer(signedIn: nil, language: SignInPages.language(of: facts.request))
        do {
            let identity = try Identity.find(facts.request, desk, site)
            if let signedIn = identity.signedIn {
                viewer = Viewer(signedIn: signedIn, language: signedIn.user.language)
            }
            try admit(route, identity, facts)
            let acting = identity.access.map { desk.acting(as: $0) } ?? desk
            return Answered(answer: try route.handle(try facts.visit(viewer, acting, site)))
        } catch let problem as Problem where problem.code == .signInNeeded && facts.isPage {
            return Answered(answer: SignInPages.askToSignIn(facts.request.uri.description))
        } catch {
            let problem = error as? Problem ?? Problem(.internalError, [Fact("reason", "\(type(of: error))")])
            let answer = Refusals.answer(problem, facts.request, viewer, site, id: facts.id)
            return Answered(answer: answer, fault: answer.status == .internalServerError ? problem : nil)
        }
    }

    /// Errors: `sign-in-needed`, `not-permitted`, `form-forged`.
    private func admit(_ route: WebRoute, _ identity: Identity, _ facts: RequestFacts) throws(Problem) {
        // Where nobody has signed in and somebody must have, that is what is wrong.
        let isStranger = identity.access == nil && route.path.hasPrefix(APIRoutes.prefix)
        if route.method != .get, !identity.isKey, !isStranger { try facts.refuseForged(identity.signedIn) }
        try Reception.pass(route.gate, identity)
        let mustChange = identity.signedIn?.user.mustChangePassword ?? false
        let own = ["/me", APIRoutes.prefix + "/me", "/sign-out", "/language"]
        if mustChange, !own.contains(where: route.path.hasPrefix) { throw Problem(.passwordMustChange) }
    }

    /// Errors: `sign-in-needed`, `not-permitted`.
    private static func pass(_ gate: Gate, _ identity: Identity) throws(Problem) {
        switch gate {
        case .everybody: return
        case .signedIn: guard identity.access != nil else { throw Problem(.signInNeeded) }
        case .permission(let permissions):
            guard let access = identity.access else { throw Problem(.signInNeeded) }
            if let first = permissions.first, !permissions.contains(where: access.permissions.contains) {
                try access.require(first)
            }
        }
    }
}

/// Who asks: a person by the cookie of a session, or a program by a key.
struct Identity {
    var signedIn: SignedIn?
    var access: Access?
    var isKey = false

    static func find(_ request: Request, _ desk: Desk, _ site: Site) throws -> Identity {
        if let header = request.headers[.authorization] {
            guard header.lowercased().hasPrefix("bearer "), request.uri.path.hasPrefix("/api/"),
                let access = try desk.access(ofKey: String(header.dropFirst("bearer ".count)))
            else { throw Problem(.keyRefused) }
            return Identity(access: access, isKey: true)
        }
        guard let token = request.cookies[site.sessionCookie]?.value, !token.isEmpty else { return Identity() }
        let now = desk.now
        if let known = site.sessions.find(token, at: now) { return Identity(signedIn: known, access: known.access) }
        guard let signedIn = try desk.signedIn(token: token) else { return Identity() }
        site.sessions.keep(signedIn, token, at: now)
        return Identity(signedIn: signedIn, access: signedIn.access)
    }
}
