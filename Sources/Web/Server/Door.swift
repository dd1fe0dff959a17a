import Desk
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Receivables
import Wording

/// What a request carries through the router.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The address at the other end of the connection.
    package var address: String { channel.remoteAddress?.ipAddress ?? "" }
}

/// What happens to every request before and behind its page: limits, a log line without personal data, numbers, and the
/// headers that keep a browser out of trouble.
struct Door: RouterMiddleware {
    let site: Site
    /// Microseconds of a clock that nobody sets.
    let steady: @Sendable () -> Int64

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = steady()
        site.metrics.change("http_requests_open", by: 1)
        defer { site.metrics.change("http_requests_open", by: -1) }
        var response: Response
        if request.head.path?.utf8.count ?? 0 > WebLimits.pathBytes {
            let problem = Problem(.addressTooLong, [Fact("limit", WebLimits.pathBytes)])
            response = Refusals.ofStranger(problem, request, site)
        } else {
            do {
                response = try await next(request, context)
            } catch let error as HTTPError where error.status == .notFound {
                response = Refusals.unknownAddress(request, site)
            } catch let error as any HTTPResponseError {
                response = Response(status: error.status)
            }
        }
        response.headers.add(SafeHeaders.all(isSecure: site.isSecure))
        response.headers[.requestID] = context.id
        let took = steady() - start
        let route = context.endpointPath ?? "none"
        let status = response.status.code
        site.metrics.note(method: request.method.rawValue, route: route, status: status, microseconds: took)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route)", "status": "\(status)",
                "microseconds": "\(took)",
            ])
        return response
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id") ?? .date
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .date
    static let token = HTTPField.Name("Lunas-Token") ?? .date
    static let part = HTTPField.Name("Lunas-Part") ?? .date
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .date
    static let frameOptions = HTTPField.Name("X-Frame-Options") ?? .date
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .date
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .date
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .date
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy") ?? .date
}

/// The headers of every answer. No script, style or picture but our own files; nobody frames our pages; no address of a
/// page goes to another host.
enum SafeHeaders {
    static func all(isSecure: Bool) -> HTTPFields {
        var fields: HTTPFields = [
            .contentSecurityPolicy:
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'",
            .xContentTypeOptions: "nosniff",
            .frameOptions: "DENY",
            .referrerPolicy: "same-origin",
            .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            .openerPolicy: "same-origin",
            .resourcePolicy: "same-origin",
        ]
        if isSecure { fields[.strictTransportSecurity] = "max-age=31536000" }
        return fields
    }
}

extension HTTPFields {
    /// Adds fields that are not there yet.
    mutating func add(_ others: HTTPFields) {
        for field in others where self[field.name] == nil { append(field) }
    }
}
