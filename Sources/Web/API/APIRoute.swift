import Desk
import Formats
import HTTPTypes
import Receivables
import Wording

/// What a request of the API brings beside its address.
package enum APIBody: Sendable {
    case nothing
    case json(Schema)
    /// The bytes of a file.
    case upload
}

/// What an endpoint answers when all is well.
package enum APIAnswer: Sendable {
    case json(Schema)
    /// Something new has come about.
    case created(Schema)
    case nothing

    var status: HTTPResponse.Status {
        switch self {
        case .json: .ok
        case .created: .created
        case .nothing: .noContent
        }
    }
}

/// A field of the query.
package struct APIField: Sendable {
    package let name: String
    package let schema: Schema
    package let note: String
    package let isRequired: Bool

    init(_ name: String, _ schema: Schema, _ note: String, isRequired: Bool = false) {
        self.name = name
        self.schema = schema
        self.note = note
        self.isRequired = isRequired
    }
}

/// One address of the API: what it takes, what it answers, what it does. The OpenAPI document is made of these alone.
package struct APIRoute: Sendable {
    package let method: HTTPRequest.Method
    /// Behind the prefix, with parameters in braces.
    package let path: String
    /// The name of the operation in programs that are made from the document.
    package let id: String
    /// One sentence for those who write programs.
    package let summary: String
    package let gate: Gate
    package var query: [APIField] = []
    package var body = APIBody.nothing
    /// Whether it may be sent again with the same key without being done again.
    package var isKeyed = false
    package let answer: APIAnswer
    package let handle: @Sendable (APICall) throws -> JSONValue

    package var area: String { String(path.split(separator: "/").first ?? "") }

    /// Names in braces, in order.
    package var pathNames: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// What a part of a path is.
    static func schema(ofPart name: String) -> Schema { name == "id" ? .number : .name }

    static func get(
        _ path: String, _ id: String, _ summary: String, _ gate: Gate, query: [APIField] = [], _ answer: Schema,
        _ handle: @escaping @Sendable (APICall) throws -> JSONValue
    ) -> APIRoute {
        APIRoute(
            method: .get, path: path, id: id, summary: summary, gate: gate, query: query, answer: .json(answer),
            handle: handle)
    }

    static func change(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String, _ gate: Gate,
        query: [APIField] = [], body: APIBody = .nothing, isKeyed: Bool = false, _ answer: APIAnswer,
        _ handle: @escaping @Sendable (APICall) throws -> JSONValue
    ) -> APIRoute {
        APIRoute(
            method: method, path: path, id: id, summary: summary, gate: gate, query: query, body: body,
            isKeyed: isKeyed, answer: answer, handle: handle)
    }

    /// As the server knows it.
    var webRoute: WebRoute {
        let kind: BodyKind =
            switch body {
            case .nothing: .nothing
            case .json: .json
            case .upload: .upload
            }
        return WebRoute(method: method, path: APIRoutes.prefix + path, gate: gate, body: kind) { visit in
            let document = try handle(try APICall(visit, self))
            if case .nothing = answer { return Answer(answer.status, .nothing) }
            return .json(document, answer.status)
        }
    }
}

/// A request of the API, checked against what its endpoint takes.
package struct APICall: Sendable {
    let visit: Visit
    let path: Members
    let query: Members
    let body: Members

    var desk: Desk { visit.desk }

    init(_ visit: Visit, _ route: APIRoute) throws(Problem) {
        self.visit = visit
        path = try APICall.path(visit, route)
        query = try APICall.query(visit, route)
        if case .json(let schema) = route.body {
            let document = visit.json ?? .null
            try schema.check(document, Schema.wholeBody)
            body = Members(document: document)
        } else {
            body = Members(document: .object([]))
        }
        if let key = visit.idempotencyKey { try APICall.check(key: key) }
    }

    private static func path(_ visit: Visit, _ route: APIRoute) throws(Problem) -> Members {
        var members: [JSONValue.Member] = []
        for name in route.pathNames {
            let value = try APIRoute.schema(ofPart: name).read(try visit.parameter(name), name)
            members.append(JSONValue.Member(name, value))
        }
        return Members(document: .object(members))
    }

    /// Errors: `field-unknown`, `field-missing`, `field-invalid`; a name that comes twice is refused too.
    private static func query(_ visit: Visit, _ route: APIRoute) throws(Problem) -> Members {
        var members: [JSONValue.Member] = []
        for (name, text) in visit.query.pairs {
            guard let field = route.query.first(where: { $0.name == name }) else {
                throw Problem(.fieldUnknown, [Fact("field", String(name.prefix(100)))])
            }
            guard !members.contains(where: { $0.key == name }) else {
                throw Schema.invalid(name, Phrase(.onceOnly))
            }
            members.append(JSONValue.Member(name, try field.schema.read(text, name)))
        }
        for field in route.query where field.isRequired && !members.contains(where: { $0.key == field.name }) {
            throw Problem(.fieldMissing, [Fact("field", field.name)])
        }
        return Members(document: .object(members))
    }

    static let keyLengthMax = 200

    private static func check(key: String) throws(Problem) {
        let isPlain = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, (1...keyLengthMax).contains(key.utf8.count) else {
            throw Schema.invalid("Idempotency-Key", Phrase(.operationKey, [Fact("to", keyLengthMax)]))
        }
    }

    /// The key of a change. Where none came it is done each time it is sent.
    var key: OperationKey { OperationKey(visit.idempotencyKey) }

    /// The number in the path.
    func number() throws(Problem) -> Int64 {
        guard let number = path.integer("id") else { throw Problem(.pageUnknown) }
        return number
    }

    /// A statement in the language of whoever asks.
    func say(_ statement: Statement) -> String { visit.catalogue.say(statement) }

    func offset() throws -> Int { try desk.offsetSeconds() }
}
