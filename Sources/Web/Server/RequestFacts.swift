import Desk
import Formats
import HTTPTypes
import Hummingbird
import Receivables
import Wording

/// What came with a request, read and within its limits.
struct RequestFacts: Sendable {
    let request: Request
    let body: RequestBodyFacts
    let parameters: [String: String]
    let address: String
    let id: String

    init(
        _ request: Request, _ body: RequestBodyFacts, _ parameters: [String: String], address: String, id: String
    ) {
        self.request = request
        self.body = body
        self.parameters = parameters
        self.address = address
        self.id = id
    }

    /// A person's browser that wants a whole page.
    var isPage: Bool {
        request.method == .get && !request.uri.path.hasPrefix("/api/") && request.headers[.part] == nil
    }

    /// Refuses what another site made a browser send. Browsers say where a request comes from (Fetch Metadata), older
    /// ones by `Origin`; beside that a form carries the token of its session. Error: `form-forged`.
    func refuseForged(_ signedIn: SignedIn?) throws(Problem) {
        if let site = request.headers[.fetchSite] {
            guard site == "same-origin" else { throw Problem(.formForged) }
        } else {
            guard let origin = request.headers[.origin], let host = request.head.authority,
                origin == "https://" + host || origin == "http://" + host
            else { throw Problem(.formForged) }
        }
        guard let signedIn else { return }
        let token = request.headers[.token] ?? body.form["token"] ?? ""
        guard RequestFacts.areEqual(token, signedIn.csrf) else { throw Problem(.formForged) }
    }

    /// Compares in a time that does not tell where the texts differ.
    private static func areEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Error: `body-unreadable` when the query is malformed: a filter that is not understood must not show more.
    func visit(_ viewer: Viewer, _ desk: Desk, _ site: Site) throws(Problem) -> Visit {
        guard let query = Fields(request.uri.query ?? "") else { throw Problem(.bodyUnreadable) }
        return Visit(
            method: request.method.rawValue, path: request.uri.path, parameters: parameters,
            query: query, form: body.form, json: body.json, upload: body.upload,
            viewer: viewer, desk: desk, site: site, part: request.headers[.part], address: address,
            agent: String((request.headers[.userAgent] ?? "").prefix(200)), requestID: id,
            idempotencyKey: request.headers[.idempotencyKey])
    }
}
