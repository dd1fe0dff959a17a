import Desk
import Formats
import HTTPTypes
import Hummingbird
import NIOCore
import Receivables
import ServiceLifecycle

/// Server-sent events: what happens in the book, to a page that is open. An event says only that something about a
/// debtor changed; the page then asks for its parts anew, with the rights of whoever looks at it.
struct LiveStream: Sendable {
    let reception: Reception

    init(_ reception: Reception) { self.reception = reception }

    func respond(_ request: Request, _ context: WebContext) async throws -> Response {
        let (site, desk) = (reception.site, reception.desk)
        let identity: Identity
        do {
            identity = try await reception.offload.run { try Identity.find(request, desk, site) }
        } catch { return Response(status: .serviceUnavailable) }
        guard let signedIn = identity.signedIn else { return Response(status: .unauthorized) }
        let debtor = Fields(request.uri.query ?? "")?.text("debtor").flatMap { Int64($0) }
        let (stream, id): (AsyncStream<NewsEvent>, Int)
        do { (stream, id) = try site.news.listen(signedIn) } catch {
            return Response(status: .tooManyRequests)
        }
        site.metrics.change("live_streams", by: 1)
        let body = ResponseBody { writer in
            defer {
                site.news.leave(id)
                site.metrics.change("live_streams", by: -1)
            }
            // The server waits for what is open before anything else is told that the end has come.
            try await withGracefulShutdownHandler {
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await LiveStream.write(stream, debtor, &writer)
                }
            } onGracefulShutdown: {
                site.news.leave(id)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    /// Writes events as they come and a sign of life when none does, until the page is closed or the server ends.
    private static func write(
        _ stream: AsyncStream<NewsEvent>, _ debtor: Int64?, _ writer: inout any ResponseBodyWriter
    ) async throws {
        try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
        for await event in stream {
            guard case .change(let item) = event else {
                try await writer.write(ByteBuffer(string: ":\n\n"))
                continue
            }
            guard debtor == nil || item.debtor == debtor else { continue }
            let data: JSONValue = [
                "debtor": item.debtor.map { JSONValue($0) } ?? .null, "kind": .string(item.kind),
                "by": .string(item.actor),
            ]
            try await writer.write(
                ByteBuffer(string: "id: \(item.entry)\nevent: change\ndata: \(data.text(indent: nil))\n\n"))
        }
    }
}
