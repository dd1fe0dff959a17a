import Testing

@Suite struct ShapeTests {
    private var swift: [TextFile] { Clone.here.allSwift }

    @Test func filesAreShort() {
        let findings = swift.flatMap { Shape.longFile($0) }
        #expect(findings == [])
    }

    @Test func functionsAreShort() throws {
        try holds(swift.flatMap { try Shape.longFunctions($0) }, within: Ratchet.functions)
    }

    @Test func linesAreShort() { holds(swift.flatMap { Shape.longLines($0) }, within: Ratchet.lines) }

    /// No file has more findings than it is allowed, and none is allowed more than it has.
    private func holds(_ findings: [Finding], within allowed: [String: Int]) {
        let found = Dictionary(grouping: findings, by: \.path)
        for (path, findings) in found where findings.count > allowed[path, default: 0] {
            Issue.record("\(findings.map(\.description).sorted())")
        }
        for (path, count) in allowed {
            #expect(found[path, default: []].count >= count, "\(path) has become better: lower its number in Ratchet")
        }
    }

    @Test func spaceIsTidy() {
        let kinds = ["swift", "md", "yaml", "txt", "sh", "json", "modulemap", "h"]
        let files = Clone.here.files.filter { file in kinds.contains { file.path.hasSuffix("." + $0) } }
        #expect(files.count > 200)
        let findings = files.flatMap { Shape.untidySpace($0) }
        #expect(findings == [])
    }

    @Test func findsWhatIsTooLong() throws {
        let line = String(repeating: "a", count: 121)
        #expect(Shape.longLines(TextFile(path: "a.swift", text: "b\n\(line)\n")).map(\.line) == [2])
        #expect(Shape.longLines(TextFile(path: "a.swift", text: String(line.dropFirst()))) == [])
        let body = String(repeating: "    b()\n", count: 59)
        #expect(try Shape.longFunctions(TextFile(path: "a.swift", text: "func a() {\n\(body)}\n")).count == 1)
        #expect(try Shape.longFunctions(TextFile(path: "a.swift", text: "func a() {\n\(body.dropFirst(8))}\n")) == [])
        let lines = String(repeating: "\n", count: 401)
        #expect(Shape.longFile(TextFile(path: "a.swift", text: lines)).count == 1)
        #expect(Shape.longFile(TextFile(path: "a.swift", text: String(lines.dropFirst()))) == [])
    }

    @Test(arguments: ["a \n", "a\tb\n", "a", "a\n\n", "a\r\n"]) func findsUntidySpace(text: String) {
        #expect(Shape.untidySpace(TextFile(path: "a.swift", text: text)).count >= 1)
        #expect(Shape.untidySpace(TextFile(path: "a.swift", text: "a\n\nb\n")) == [])
    }
}
