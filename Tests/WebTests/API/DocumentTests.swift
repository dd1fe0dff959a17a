import Formats
import HTTPTypes
import Receivables
import Testing

@testable import Web

@Suite struct APIDocumentTests {
    private let document = OpenAPI.document(APIRoutes.all)

    @Test func everyEndpointStandsInTheDocument() {
        for route in APIRoutes.all {
            let operation = document["paths"]?["/api/v1" + route.path]?[route.method.rawValue.lowercased()]
            #expect(operation?["operationId"]?.string == route.id, "\(route.path)")
            #expect(route.summary.hasSuffix("."), "\(route.id)")
        }
        let count = (document["paths"]?.members ?? []).reduce(0) { $0 + ($1.value.members?.count ?? 0) }
        #expect(count == APIRoutes.all.count)
    }

    @Test func namesOfOperationsAreTheirOwn() {
        let ids = APIRoutes.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        let addresses = APIRoutes.all.map { $0.method.rawValue + $0.path }
        #expect(Set(addresses).count == addresses.count)
    }

    @Test func everyReferenceLeadsSomewhere() {
        var references: [String] = []
        collect(document, into: &references)
        #expect(references.count > 100)
        for reference in Set(references) {
            let parts = reference.dropFirst(2).split(separator: "/").map(String.init)
            let found = parts.reduce(Optional(document)) { $0?[$1] }
            #expect(found != nil, "\(reference)")
        }
    }

    private func collect(_ value: JSONValue, into found: inout [String]) {
        switch value {
        case .array(let items): for item in items { collect(item, into: &found) }
        case .object(let members):
            for member in members {
                if member.key == "$ref", let text = member.value.string { found.append(text) }
                collect(member.value, into: &found)
            }
        default: return
        }
    }

    /// A schema is told under one name, whoever uses it.
    @Test func oneNameMeansOneSchema() {
        var seen: [String: JSONValue] = [:]
        func walk(_ schema: Schema) {
            switch schema {
            case .named(let name, let inner):
                let told = inner.json(isRequest: false)
                #expect(seen.updateValue(told, forKey: name).map { $0 == told } ?? true, "\(name)")
                walk(inner)
            case .list(let inner, _), .nullable(let inner): walk(inner)
            case .object(let properties): for property in properties { walk(property.schema) }
            default: return
            }
        }
        for route in APIRoutes.all {
            switch route.answer {
            case .json(let schema), .created(let schema): walk(schema)
            case .nothing: continue
            }
        }
        #expect(seen.count > 30)
    }

    @Test func everyCodeOfAProblemIsNamed() throws {
        let codes = document["components"]?["schemas"]?["Problem"]?["properties"]?["code"]?["enum"]?.array
        #expect(codes?.compactMap(\.string) == ProblemCode.allCases.map(\.rawValue).sorted())
        #expect(Set(ProblemCode.allCases.map { HTTPStatus.of($0).code }).isSubset(of: [
            400, 401, 403, 404, 405, 408, 409, 413, 414, 422, 429, 500, 503,
        ]))
    }

    @Test func nothingButTheDocumentIsOpenToEverybody() {
        for route in APIRoutes.all where route.path != "/openapi.json" {
            if case .everybody = route.gate { Issue.record("\(route.id) is open to everybody") }
        }
    }

    /// What the pages change, and where the API does the same.
    private static let endpoints: [String: String] = [
        "/language": "setOwnLanguage", "/next": "takeNext", "/debtors/{id}/take": "takeDebtor",
        "/debtors/{id}/renew": "takeDebtor", "/debtors/{id}/release": "releaseDebtor",
        "/debtors/{id}/contact": "recordContact", "/debtors/{id}/note": "recordNote",
        "/debtors/{id}/promise": "recordPromise", "/debtors/{id}/hold": "setHold",
        "/debtors/{id}/hold-end": "endHold", "/payments/add": "addPayment", "/payments/reverse": "reversePayment",
        "/payments/{payment}/assign": "assignPayment", "/import/upload": "importFile",
        "/import/files/{file}": "importFile", "/import/{number}/undo": "undoImport", "/team/reassign": "reassign",
        "/team/reassign/do": "reassign", "/me/password": "changeOwnPassword", "/me/code/offer": "offerSecondFactor",
        "/me/code": "enableSecondFactor", "/me/code/remove": "disableSecondFactor",
        "/me/sessions/end": "endOwnSession", "/settings/collectors": "setCollector",
        "/settings/portfolios": "setPortfolio", "/settings/keys": "createKey", "/settings/keys/revoke": "revokeKey",
        "/settings/users": "addUser", "/settings/users/{login}": "changeUser",
        "/settings/users/{login}/reset": "resetPassword", "/settings/users/{login}/sessions": "endUserSessions",
        "/settings/installation": "setSetting",
    ]
    /// What concerns the browser alone.
    private static let ofTheBrowser: Set<String> = ["/sign-in", "/sign-out", "/set-up"]

    @Test func namedEndpointsExist() {
        let ids = Set(APIRoutes.all.map(\.id))
        for (page, id) in APIDocumentTests.endpoints { #expect(ids.contains(id), "\(page)") }
        let pages = WebRoutes.all.filter { $0.method == .post && !$0.path.hasPrefix(APIRoutes.prefix) }
        #expect(!pages.isEmpty)
        for page in pages where !APIDocumentTests.ofTheBrowser.contains(page.path) {
            #expect(APIDocumentTests.endpoints[page.path] != nil, "\(page.path) has no endpoint")
        }
    }
}
