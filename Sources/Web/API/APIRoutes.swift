import HTTPTypes
import Receivables

/// Every endpoint of the API.
package enum APIRoutes {
    package static let prefix = "/api/v1"

    package static let all: [APIRoute] =
        [DocumentEndpoint.route] + OwnEndpoints.all + WorkEndpoints.all + DebtorEndpoints.all + RecordingEndpoints.all
        + PaymentEndpoints.all + ImportEndpoints.all + FigureEndpoints.all + SettingEndpoints.all + PeopleEndpoints.all

    /// As the server knows them, with a refusal for every other method of their addresses.
    package static let webRoutes: [WebRoute] = all.map(\.webRoute) + refusals

    private static let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]

    private static var refusals: [WebRoute] {
        let paths = Dictionary(grouping: all, by: \.path)
        return paths.sorted { $0.key < $1.key }.flatMap { path, routes -> [WebRoute] in
            let known = routes.map(\.method)
            let allowed = methods.filter(known.contains).map(\.rawValue).joined(separator: ", ")
            return methods.filter { !known.contains($0) }.map { method in
                WebRoute(method: method, path: prefix + path, gate: .signedIn, body: .nothing) { _ in
                    throw Problem(.methodNotAllowed, [Fact("method", method.rawValue), Fact("allowed", allowed)])
                }
            }
        }
    }
}
