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
        .systemLibrary(name: "CLibPQ", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CXlsxWriter", providers: [.apt(["libxlsxwriter-dev"])]),

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
            dependencies: ["Store", "Casework", "Formats", "Wording", "Receivables", "Packs"],
            swiftSettings: settings),

        // MARK: Floor 6: the commands, and the only place that reads the environment
        .executableTarget(
            name: "lunas",
            dependencies: [
                "Desk", "StoreSQLite", "StorePostgres", "Store", "Casework", "Formats", "Wording", "Receivables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
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
