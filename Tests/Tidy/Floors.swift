/// Which target may import what: the floors of ARCHITECTURE.md. A new line here is a decision.
enum Floors {
    /// Own targets and libraries. `FoundationEssentials` and the system's own library are for floors 1 to 4, Foundation
    /// for what has no other way.
    static let allowed: [String: Set<String>] = [
        "Receivables": [],
        "Packs": [],
        "Formats": [
            "Receivables", "CZlib", "CZip", "CExpat", "CXlsxWriter", "Yams", "FoundationEssentials", "Glibc",
            "Synchronization",
        ],
        "Wording": ["Receivables"],
        "Casework": ["Receivables"],
        "Store": ["Casework", "Receivables", "Crypto"],
        "StoreSQLite": ["Store", "Casework", "Receivables", "GRDB", "GRDBSQLite", "Glibc", "Synchronization"],
        "StorePostgres": ["Store", "Receivables", "CLibPQ", "Glibc", "Dispatch", "Synchronization"],
        "Desk": [
            "Store", "Casework", "Formats", "Wording", "Receivables", "Packs", "FoundationEssentials", "Glibc",
            "Dispatch", "Synchronization", "CArgon2", "Crypto",
        ],
        "Web": [
            "Desk", "Store", "Casework", "Formats", "Wording", "Receivables", "Crypto", "Synchronization",
            "Hummingbird",
            "HummingbirdHTTP2", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "HTTPTypes", "Logging",
            "ServiceLifecycle", "UnixSignals", "FoundationEssentials", "Glibc", "HummingbirdCore", "CQREncode",
        ],
        "lunas": [
            "Web", "Desk", "StoreSQLite", "StorePostgres", "Store", "Casework", "Formats", "Wording", "Receivables",
            "ArgumentParser",
            "Foundation", "Synchronization", "Dispatch", "Logging",
        ],
    ]

    /// Files that may import more than their target.
    static let exceptions: [String: Set<String>] = [
        // The sample book keeps its files in a temporary folder.
        "Sources/Desk/Demo/MakeDemo.swift": ["Foundation"]
    ]

    /// What every test target may import, and which own targets each may look into.
    static let testLibraries: Set<String> = [
        "Testing", "Support", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch",
    ]

    static let testTargets: [String: Set<String>] = [
        "Support": ["Receivables", "Store", "StoreSQLite", "StorePostgres"],
        "Probe": ["Receivables", "Store"],
        "Tidy": [],
        "ReceivablesTests": ["Receivables", "Formats"],
        "FormatsTests": ["Formats", "Receivables", "CZlib", "CZip", "CExpat", "CXlsxWriter"],
        "WordingTests": ["Wording", "Receivables", "Formats", "Casework", "Store", "Desk"],
        "CaseworkTests": ["Casework", "Receivables", "Formats"],
        "StoreTests": ["Store", "StoreSQLite", "StorePostgres", "Casework", "Receivables", "GRDB", "GRDBSQLite"],
        "DeskTests": [
            "Desk", "Store", "StoreSQLite", "StorePostgres", "Casework", "Formats", "Wording", "Receivables", "Packs",
            "GRDB", "GRDBSQLite",
        ],
        "WebTests": [
            "Web", "Desk", "Store", "StoreSQLite", "StorePostgres", "Casework", "Formats", "Wording", "Receivables",
            "Hummingbird", "HummingbirdTesting", "HTTPTypes", "NIOCore", "Logging",
        ],
        "CommandTests": ["Formats", "Receivables", "GRDBSQLite", "CLibPQ"],
    ]

    /// Programs of their own under `Tests`, built apart from the package.
    static let programs: [String: Set<String>] = ["Fuzz": ["Formats", "Receivables"]]

    /// The target that a file belongs to: the folder under `Sources` or `Tests`.
    static func target(of path: String) -> String? {
        let parts = path.split(separator: "/").map(String.init)
        if parts.first == "Packs" { return "Packs" }
        guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Tests" else { return nil }
        return parts[1]
    }

    static func permitted(_ path: String) -> Set<String>? {
        guard let target = target(of: path) else { return nil }
        if let tests = testTargets[target] ?? programs[target] { return tests.union(testLibraries) }
        return allowed[target]?.union(exceptions[path] ?? [])
    }

    /// Imports that a file may not have.
    static func findings(_ file: TextFile) throws -> [Finding] {
        guard let permitted = permitted(file.path) else {
            return target(of: file.path) == nil
                ? [] : [Finding(path: file.path, line: 1, what: "belongs to no target of the list of floors")]
        }
        let pattern = try Pattern(
            #"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:package\s+|public\s+|internal\s+|private\s+|fileprivate\s+)?"#
                + #"import\s+(?:(?:struct|class|enum|func|protocol|typealias|let|var)\s+)?(\w+)"#)
        return pattern.matches(file.code).filter { !permitted.contains($0.groups[0]) }.map {
            Finding(path: file.path, line: $0.line, what: "may not import \($0.groups[0])")
        }
    }
}
