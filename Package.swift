// swift-tools-version: 6.2
import PackageDescription

// Shared by every target: the checks that keep the floors honest.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "Lunas",
    products: [.executable(name: "lunas", targets: ["lunas"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // MARK: Floor 0: values without a clock, and system libraries
        .target(name: "Receivables", swiftSettings: settings),
        .target(
            name: "Packs", path: "Packs",
            resources: [.embedInCode("strategies"), .embedInCode("holidays"), .embedInCode("demo")],
            swiftSettings: settings),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CArgon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CLibPQ", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CXlsxWriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CQREncode", providers: [.apt(["libqrencode-dev"])]),

        // MARK: Floor 1: bytes and words
        .target(
            name: "Formats",
            dependencies: [
                "Receivables", "CZlib", "CZip", "CExpat", "CXlsxWriter", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),
        .target(
            name: "Wording", dependencies: ["Receivables"], resources: [.embedInCode("Sentences")],
            swiftSettings: settings),

        // MARK: Floor 2: decisions about a case
        .target(name: "Casework", dependencies: ["Receivables"], swiftSettings: settings),

        // MARK: Floor 3: the book on disk, whatever the engine
        .target(
            name: "Store",
            dependencies: ["Casework", "Receivables", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),

        // MARK: Floor 4: the engines, and what the desk does
        .target(
            name: "StoreSQLite",
            dependencies: [
                "Store", "Receivables", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .target(
            name: "StorePostgres", dependencies: ["Store", "Receivables", "CLibPQ"], swiftSettings: settings),
        .target(
            name: "Desk",
            dependencies: [
                "Store", "Casework", "Formats", "Wording", "Receivables", "Packs", "CArgon2",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),

        // MARK: Floor 5: pages and the JSON API
        .target(
            name: "Web",
            dependencies: [
                "Desk", "Store", "Casework", "Formats", "Wording", "Receivables", "CQREncode",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.embedInCode("Assets")],
            swiftSettings: settings),

        // MARK: Floor 6: the commands, and the only place that reads the environment
        .executableTarget(
            name: "lunas",
            dependencies: [
                "Web", "Desk", "StoreSQLite", "StorePostgres", "Store", "Casework", "Formats", "Wording", "Receivables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),

        // MARK: Tests
        .target(
            name: "Support", dependencies: ["Receivables", "Store", "StoreSQLite", "StorePostgres"],
            path: "Tests/Support",
            swiftSettings: settings),
        // A second process that works on a database, to be killed.
        .executableTarget(
            name: "Probe", dependencies: ["Store", "Receivables", "Support"], path: "Tests/Probe",
            swiftSettings: settings),
        .testTarget(name: "Tidy", dependencies: ["Support"], path: "Tests/Tidy", swiftSettings: settings),
        .testTarget(
            name: "ReceivablesTests", dependencies: ["Receivables", "Formats", "Support"], swiftSettings: settings),
        .testTarget(
            name: "FormatsTests", dependencies: ["Formats", "Receivables", "CZlib", "Support"],
            swiftSettings: settings),
        .testTarget(
            name: "WordingTests",
            dependencies: ["Wording", "Desk", "Store", "Casework", "Formats", "Receivables", "Support"],
            swiftSettings: settings),
        .testTarget(
            name: "CaseworkTests", dependencies: ["Casework", "Receivables", "Formats", "Support"],
            swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Store", "StoreSQLite", "StorePostgres", "Casework", "Receivables", "Support", "Probe",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DeskTests",
            dependencies: [
                "Desk", "Store", "StoreSQLite", "StorePostgres", "Casework", "Formats", "Wording", "Receivables",
                "Packs", "Support",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Desk", "Store", "StoreSQLite", "StorePostgres", "Casework", "Formats", "Wording", "Receivables",
                "Support", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // Runs the finished binary as its users do; it imports nothing of it.
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "lunas", "Formats", "Receivables", "Support", "CLibPQ",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
    ]
)
