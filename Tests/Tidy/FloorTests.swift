import Testing

/// A target imports only from floors below its own.
@Suite struct FloorTests {
    @Test func nobodyImportsUpwards() throws {
        let findings = try Clone.here.allSwift.flatMap { try Floors.findings($0) }
        #expect(findings == [], "a target imports only what its floor allows: ARCHITECTURE.md")
    }

    @Test(arguments: [
        ("Sources/Receivables/Money/Money.swift", "import Foundation"),
        ("Sources/Casework/A.swift", "import Receivables\nimport Store"),
        ("Sources/Casework/A.swift", "  @preconcurrency import struct Store.Value"),
        ("Sources/Formats/A.swift", "package import Desk"),
        ("Sources/Desk/Runs/RunDay.swift", "import Foundation"),
        ("Sources/Elsewhere/A.swift", "import Receivables"),
        ("Tests/CommandTests/A.swift", "@testable import Desk"),
    ])
    func findsAWrongImport(path: String, text: String) throws {
        #expect(try Floors.findings(TextFile(path: path, text: text)).count == 1)
    }

    @Test func acceptsRightImportsAndWords() throws {
        let text = "// import Store\nlet text = \"\"\"\n  import Store\n  \"\"\"\nimport Receivables\n"
        #expect(try Floors.findings(TextFile(path: "Sources/Casework/A.swift", text: text)) == [])
    }

    /// What Package.swift allows is what the list of floors allows, and what is allowed there is used.
    @Test func manifestAgrees() throws {
        let manifest = try Clone.here.file("Package.swift")
        let declared = try Manifest.dependencies(manifest.text)
        #expect(Set(Floors.allowed.keys).union(Floors.testTargets.keys) == Set(declared.keys))
        for (target, allowed) in Floors.allowed {
            let wanted = declared[target] ?? []
            #expect(wanted.isSubset(of: allowed), "\(target) depends on more than its floor allows")
            let imported = try Manifest.imports(Clone.here, of: target)
            #expect(wanted.subtracting(imported) == [], "\(target) depends on what none of its files imports")
        }
    }

    @Test func readsAManifest() throws {
        let text = """
            .target(name: "One", dependencies: ["Two", .product(name: "Three", package: "three-swift")], \
            swiftSettings: s),
            .systemLibrary(name: "CTwo", providers: [.apt(["two-dev"])]),
            .testTarget(
                name: "OneTests",
                dependencies: [
                    "One",
                ])
            """
        #expect(try Manifest.dependencies(text) == ["One": ["Two", "Three"], "OneTests": ["One"]])
    }

    /// The floors in ARCHITECTURE.md name every target.
    @Test func architectureNamesEveryTarget() throws {
        let text = try Clone.here.file("ARCHITECTURE.md").text
        for target in Floors.allowed.keys {
            #expect(text.contains("| `\(target)`"), "\(target) is missing in the table")
        }
    }
}

/// What is needed of Package.swift.
enum Manifest {
    /// The dependencies of every target that has Swift files.
    static func dependencies(_ text: String) throws -> [String: Set<String>] {
        let start = try Pattern(
            #"\.(?:target|testTarget|executableTarget)\(\s*name: "(\w+)""#
                + #"([\s\S]*?)(?=\n\s*\.\w*(?:[tT]arget|Library)\(|\z)"#)
        let list = try Pattern(#"dependencies: \[([\s\S]*?)\](?:,|\))"#)
        let product = try Pattern(#"\.product\(name: "(\w+)"[^)]*\)"#)
        let name = try Pattern(#""(\w+)""#)
        var found: [String: Set<String>] = [:]
        for target in start.matches(text) {
            let inner = list.matches(target.groups[1]).first?.groups[0] ?? ""
            var names = Set(product.matches(inner).map { $0.groups[0] })
            var rest = inner
            for match in product.matches(inner) { rest = rest.replacing(match.text, with: "") }
            names.formUnion(name.matches(rest).map { $0.groups[0] })
            found[target.groups[0]] = names
        }
        return found
    }

    /// What the files of a target import.
    static func imports(_ clone: Clone, of target: String) throws -> Set<String> {
        let pattern = try Pattern(#"^import (\w+)"#)
        let files = clone.allSwift.filter { Floors.target(of: $0.path) == target }
        return Set(files.flatMap { pattern.matches($0.code).map { $0.groups[0] } })
    }
}
