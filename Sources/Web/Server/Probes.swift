import Desk
import Formats
import HTTPTypes
import Hummingbird
import Receivables

/// What machines ask: is the program alive, may it be sent people, and how is it doing.
struct Probes {
    let desk: Desk
    let site: Site
    let offload: Offload

    func add(to router: Router<WebContext>) {
        router.get("/health") { _, _ in Probes.text(.ok, "ok\n") }
        router.get("/ready") { _, _ in await ready() }
        router.get("/metrics") { request, context in
            // Figures of the server are for its operator: the same machine, or a key.
            guard context.isLoopback else { return Refusals.unknownAddress(request, site) }
            return Probes.text(.ok, site.metrics.text, "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    /// Ready: the database answers and its schema is this program's.
    private func ready() async -> Response {
        do {
            try await offload.run { try desk.verifySchema() }
            return Probes.text(.ok, "ready\n")
        } catch {
            let code = (error as? Problem)?.code.rawValue ?? ProblemCode.internalError.rawValue
            return Probes.text(.serviceUnavailable, code + "\n")
        }
    }

    private static func text(
        _ status: HTTPResponse.Status, _ text: String, _ type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

extension WebContext {
    /// A request from this machine itself. Behind a proxy on the same machine every request is one: the proxy keeps
    /// what is meant for the operator to itself, as docs/operating says.
    var isLoopback: Bool { address == "::1" || address.hasPrefix("127.") }
}
