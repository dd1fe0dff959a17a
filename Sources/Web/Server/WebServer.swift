import Desk
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL
import Receivables
import ServiceLifecycle
import UnixSignals

/// What the server is told by whoever starts it.
package struct WebOptions: Sendable {
    package var host: String
    /// 0: any free one.
    package var port: Int
    /// Files in PEM: the chain of certificates and the key. With them the server speaks TLS and HTTP/2.
    package var certificate: String?
    package var key: String?
    /// The sample book says so on every page.
    package var isDemo = false
    package var threads = WebLimits.threads
    /// Whether it also keeps the search and the closing figures up to date, as workers do.
    package var keepsUp = true

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

/// The workbench and the API on one port.
package struct WebServer: Sendable {
    let desk: Desk
    let options: WebOptions
    let logger: Logger
    /// Microseconds of a clock that nobody sets.
    let steady: @Sendable () -> Int64

    package init(desk: Desk, options: WebOptions, logger: Logger, steady: @escaping @Sendable () -> Int64) {
        self.desk = desk
        self.options = options
        self.logger = logger
        self.steady = steady
    }

    /// Serves until SIGTERM or SIGINT; what was begun is finished first. `running` is told the port. Errors:
    /// `certificate-unusable`, `address-unusable`.
    package func run(_ running: @escaping @Sendable (Int) -> Void) async throws {
        let application = try application(running: running)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: application)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(WebLimits.shutdownSeconds)
        do { try await ServiceGroup(configuration: configuration).run() } catch let error as IOError {
            throw Problem(
                .addressUnusable,
                [Fact("address", "\(options.host):\(options.port)"), Fact("detail", error.description)])
        }
    }

    /// Everything that answers, and the services that live as long as it. `running` is told the port.
    package func application(
        running: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let offload = Offload(threads: options.threads)
        let news = NewsDesk(desk: desk, offload: offload)
        let imports = ImportRoom()
        let site = Site(
            isSecure: options.certificate != nil, assets: Assets(), sessions: SessionCache(), news: news,
            metrics: Metrics(), imports: imports, isDemo: options.isDemo)
        let upkeep: [any Service] = options.keepsUp ? [UpkeepService(desk: desk, offload: offload)] : []
        let router = router(site, offload)
        var configuration = ApplicationConfiguration(
            address: .hostname(options.host, port: options.port), serverName: "Lunas",
            availableConnectionsDelegate: .maximum(WebLimits.connections, logger: logger))
        configuration.reuseAddress = true
        return Application(
            router: router, server: try server(), configuration: configuration,
            services: [OffloadService(offload: offload), imports, news] + upkeep,
            onServerRunning: { running($0.localAddress?.port ?? 0) }, logger: logger)
    }

    private func server() throws -> HTTPServerBuilder {
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderFieldSize = WebLimits.headerBytes
        decoder.maxHeaderListSize = WebLimits.headerBytes
        decoder.maxHeaderFieldCount = WebLimits.headerFields
        let channel = HTTP1Channel.Configuration(
            idleTimeout: .seconds(WebLimits.idleSeconds), httpDecoderConfiguration: decoder)
        guard let certificate = options.certificate, let key = options.key else {
            return .http1(configuration: channel)
        }
        do {
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            tls.minimumTLSVersion = .tlsv12
            let configuration = HTTP2ChannelConfiguration(
                idleTimeout: .seconds(WebLimits.idleSeconds),
                gracefulCloseTimeout: .seconds(WebLimits.shutdownSeconds), streamConfiguration: channel)
            // Made here once, so that a certificate that is of no use is told before anything is served.
            _ = try NIOSSLContext(configuration: tls)
            return HTTPServerBuilder { [tls] responder in
                PatientTLS(
                    base: try HTTP2UpgradeChannel(
                        tlsConfiguration: tls, configuration: configuration, responder: responder))
            }
        } catch {
            throw Problem(.certificateUnusable, [Fact("file", certificate), Fact("detail", "\(error)")])
        }
    }

    private func router(_ site: Site, _ offload: Offload) -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: Door(site: site, steady: steady))
        let reception = Reception(desk: desk, site: site, offload: offload)
        for route in WebRoutes.all {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await reception.respond(route, request, context)
            }
        }
        router.get("/assets/{digest}/{name}") { request, _ in AssetAnswer.of(request, site) }
        router.get("/live") { request, context in try await LiveStream(reception).respond(request, context) }
        Probes(desk: desk, site: site, offload: offload).add(to: router)
        return router
    }
}

/// Ends the threads when the server ends, after everything that uses them.
private struct OffloadService: Service {
    let offload: Offload

    func run() async throws {
        try? await gracefulShutdown()
        try await offload.end()
    }
}

/// Keeps what pages ask up to date: the index of the search, and the closing figures of runs.
private struct UpkeepService: Service {
    let desk: Desk
    let offload: Offload

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // A book that is away or busy just now is seen to a moment later.
                let isDone = (try? await offload.run { try desk.keepUp().isDone }) ?? true
                let pause = isDone ? WebLimits.upkeepMilliseconds : WebLimits.upkeepBreathMilliseconds
                try? await Task.sleep(for: .milliseconds(pause))
            }
        }
    }
}

/// One of our own files. Its address changes with its content, so a browser may keep it for ever.
enum AssetAnswer {
    static func of(_ request: Request, _ site: Site) -> Response {
        guard let asset = site.assets.asset(at: request.uri.path) else { return Refusals.unknownAddress(request, site) }
        let headers: HTTPFields = [
            .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable",
        ]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
