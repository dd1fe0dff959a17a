import Desk
import Formats
import HTTPTypes
import Receivables

/// The document that describes the API, made of its routes alone (OpenAPI 3.1.0).
package enum OpenAPI {
    package static func document(_ routes: [APIRoute]) -> JSONValue {
        var named: [String: Schema] = ["Problem": problem]
        for route in routes {
            switch route.answer {
            case .json(let schema), .created(let schema): schema.collect(into: &named)
            case .nothing: break
            }
        }
        let schemas = named.sorted { $0.key < $1.key }.map {
            JSONValue.Member($0.key, $0.key == "Problem" ? problemJSON : $0.value.json(isRequest: false))
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Lunas", "version": "1", "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
                "description": .string(description),
            ],
            "servers": [["url": "/"]],
            "security": [["key": []], ["session": []]],
            "paths": .object(paths(routes)),
            "components": [
                "schemas": .object(schemas), "securitySchemes": securitySchemes,
                "responses": ["Refused": refused], "parameters": ["IdempotencyKey": key],
            ],
        ]
    }

    private static let description = """
        Amounts are decimal strings, days YYYY-MM-DD, instants RFC 3339. Lists come in pages: where `next` is not \
        null, ask again with it as `after`. A change with an Idempotency-Key is done once, however often it is sent. \
        Errors are problem documents (RFC 9457) with a stable `code`. A program shows its key as a bearer token; a \
        page of the workbench sends the token of its session in the header Lunas-Token.
        """

    private static let problem = Schema.answer([
        "type": .words, "title": .words, "status": .integer(400...599), "code": .words, "detail": .words,
        "requestId": .words.orNull,
    ])

    private static var problemJSON: JSONValue {
        let codes = ProblemCode.allCases.map(\.rawValue).sorted().map(JSONValue.string)
        guard let members = problem.json(isRequest: false).members else { return .null }
        return .object(
            members.map { member in
                guard member.key == "properties", let properties = member.value.members else { return member }
                return JSONValue.Member(
                    member.key,
                    .object(
                        properties.map {
                            $0.key == "code" ? JSONValue.Member("code", ["type": "string", "enum": .array(codes)]) : $0
                        }))
            })
    }

    private static let securitySchemes: JSONValue = [
        "key": ["type": "http", "scheme": "bearer"],
        "session": ["type": "apiKey", "in": "cookie", "name": "lunas"],
    ]

    private static let refused: JSONValue = [
        "description": "Why it was not done, and what to do.",
        "content": [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
        ],
    ]

    private static let key: JSONValue = [
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "The same key sent again gives the first answer again; with other content it is refused.",
        "schema": [
            "type": "string", "minLength": 1, "maxLength": JSONValue(APICall.keyLengthMax), "pattern": "^[!-~]+$",
        ],
    ]

    private static func paths(_ routes: [APIRoute]) -> [JSONValue.Member] {
        var order: [String] = []
        for route in routes where !order.contains(route.path) { order.append(route.path) }
        return order.map { path in
            let operations = routes.filter { $0.path == path }.map {
                JSONValue.Member($0.method.rawValue.lowercased(), operation($0))
            }
            return JSONValue.Member(APIRoutes.prefix + path, .object(operations))
        }
    }

    private static func operation(_ route: APIRoute) -> JSONValue {
        var members: [JSONValue.Member] = [
            JSONValue.Member("operationId", .string(route.id)), JSONValue.Member("summary", .string(route.summary)),
            JSONValue.Member("tags", [.string(route.area)]),
        ]
        if let permissions = permissions(route) { members.append(JSONValue.Member("description", permissions)) }
        if case .everybody = route.gate { members.append(JSONValue.Member("security", [])) }
        let parameters = parameters(route)
        if !parameters.isEmpty { members.append(JSONValue.Member("parameters", .array(parameters))) }
        if let body = body(route) { members.append(JSONValue.Member("requestBody", body)) }
        members.append(JSONValue.Member("responses", responses(route)))
        return .object(members)
    }

    private static func permissions(_ route: APIRoute) -> JSONValue? {
        guard case .permission(let permissions) = route.gate else { return nil }
        return .string("Needs the permission " + permissions.map(\.rawValue).joined(separator: " or ") + ".")
    }

    private static func parameters(_ route: APIRoute) -> [JSONValue] {
        let inPath = route.pathNames.map { name -> JSONValue in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": APIRoute.schema(ofPart: name).json(isRequest: true),
            ]
        }
        let inQuery = route.query.map { field -> JSONValue in
            [
                "name": .string(field.name), "in": "query", "required": .bool(field.isRequired),
                "description": .string(field.note), "schema": field.schema.json(isRequest: true),
            ]
        }
        return inPath + inQuery + (route.isKeyed ? [["$ref": "#/components/parameters/IdempotencyKey"]] : [])
    }

    private static func body(_ route: APIRoute) -> JSONValue? {
        switch route.body {
        case .nothing: nil
        case .json(let schema):
            ["required": true, "content": ["application/json": ["schema": schema.json(isRequest: true)]]]
        case .upload:
            ["required": true, "content": ["application/octet-stream": ["schema": [:]]]]
        }
    }

    private static func responses(_ route: APIRoute) -> JSONValue {
        let good: JSONValue.Member
        switch route.answer {
        case .json(let schema):
            good = JSONValue.Member("200", answer("What was asked for.", schema))
        case .created(let schema):
            good = JSONValue.Member("201", answer("What came about.", schema))
        case .nothing: good = JSONValue.Member("204", ["description": "Done."])
        }
        var codes = ["400", "401", "403", "404", "409", "413", "414", "422", "503"]
        if route.method == .get { codes.removeAll { $0 == "413" } }
        if route.path.hasPrefix("/me/") || route.path.hasSuffix("/password") { codes.insert("429", at: 7 - 1) }
        if case .everybody = route.gate { codes = ["414", "503"] }
        return .object([good] + codes.map { JSONValue.Member($0, ["$ref": "#/components/responses/Refused"]) })
    }

    private static func answer(_ description: String, _ schema: Schema) -> JSONValue {
        [
            "description": .string(description),
            "content": ["application/json": ["schema": schema.json(isRequest: false)]],
        ]
    }
}

/// The document itself; everybody may read how the API is used.
enum DocumentEndpoint {
    static let route = APIRoute.get(
        "/openapi.json", "openapi", "This document.", .everybody, .anything
    ) { _ in document }

    /// Made once: it is large and always the same.
    private static let document = OpenAPI.document(APIRoutes.all)
}
