import Desk
import Formats
import HTTPTypes
import Hummingbird
import Receivables
import Wording

/// What somebody is told whose request was refused: a page for people, a problem document (RFC 9457) for programs.
enum Refusals {
    static func unknownAddress(_ request: Request, _ site: Site) -> Response {
        ofStranger(Problem(.pageUnknown), request, site)
    }

    /// The answer to a problem before anybody has been asked who they are.
    static func ofStranger(_ problem: Problem, _ request: Request, _ site: Site) -> Response {
        let viewer = Viewer(signedIn: nil, language: SignInPages.language(of: request))
        return answer(problem, request, viewer, site, id: nil).response
    }

    /// The answer to a problem.
    static func answer(_ problem: Problem, _ request: Request, _ viewer: Viewer, _ site: Site, id: String?) -> Answer {
        let told = viewer.catalogue.tell(problem)
        let status = HTTPStatus.of(problem.code)
        let isProgram = request.uri.path.hasPrefix("/api/") || request.headers[.accept] == "application/json"
        var answer: Answer
        if isProgram {
            answer = Answer(status, .json(document(problem, told, status, id)))
            answer.fields[.contentType] = "application/problem+json"
        } else {
            answer = .page(ProblemPage.markup(told, viewer, site, id: id), status)
        }
        if problem.code == .methodNotAllowed,
            case .text(let methods)? = problem.facts.first(where: { $0.name == "allowed" })?.value
        {
            answer.fields[.allow] = methods
        }
        if status == .serviceUnavailable || status == .tooManyRequests { answer.fields[.retryAfter] = "2" }
        return answer
    }

    private static func document(
        _ problem: Problem, _ told: Told, _ status: HTTPResponse.Status, _ id: String?
    ) -> JSONValue {
        [
            "type": .string("urn:lunas:problem:" + problem.code.rawValue), "title": .string(told.message),
            "status": JSONValue(status.code), "code": .string(problem.code.rawValue),
            "detail": .string(told.remedy), "requestId": JSONValue(id),
        ]
    }
}

extension Answer {
    /// As the server sends it. Pages and documents are about people: nobody keeps them.
    var response: Response {
        var headers = fields
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        let buffer: ByteBuffer
        switch body {
        case .nothing: return Response(status: status, headers: headers)
        case .html(let markup):
            if headers[.contentType] == nil { headers[.contentType] = "text/html; charset=utf-8" }
            buffer = ByteBuffer(bytes: markup.bytes)
        case .json(let document):
            if headers[.contentType] == nil { headers[.contentType] = "application/json" }
            buffer = ByteBuffer(string: document.text() + "\n")
        case .bytes(let bytes, let type):
            if headers[.contentType] == nil { headers[.contentType] = type }
            buffer = ByteBuffer(bytes: bytes)
        }
        return Response(status: status, headers: headers, body: .init(byteBuffer: buffer))
    }
}
