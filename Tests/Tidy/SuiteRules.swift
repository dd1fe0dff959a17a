/// No test is lost, and each can fail.
enum SuiteRules {
    /// Functions that look like tests and are not run.
    static func lostTests(_ file: TextFile) throws -> [Finding] {
        let attribute = try Pattern(#"@Test\b"#)
        let name = try Pattern(#"^test[A-Z]"#)
        return try SwiftFunction.all(in: file.code).filter { function in
            name.isIn(function.name) && !attribute.isIn(function.head)
        }.map { Finding(path: file.path, line: $0.line, what: "\($0.name) has no @Test and is never run") }
    }

    /// Tests outside a suite; `suites` are the types marked `@Suite` in the whole target.
    static func homelessTests(_ file: TextFile, suites: Set<String>) throws -> [Finding] {
        let test = try Pattern(#"@Test\b"#)
        let type = try Pattern(#"\b(?:struct|class|enum|actor|extension)\s+(\w+)"#)
        var findings: [Finding] = []
        var open: [String?] = []
        for (index, line) in file.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = String(line)
            if test.isIn(text), !open.contains(where: { $0.map { suites.contains($0) } ?? false }) {
                findings.append(Finding(path: file.path, line: index + 1, what: "a @Test outside every @Suite"))
            }
            var name = type.matches(text).last?.groups[0]
            for character in text {
                if character == "{" {
                    open.append(name)
                    name = nil
                }
                if character == "}" { _ = open.popLast() }
            }
        }
        return findings
    }

    /// The types of a target that are marked as suites.
    static func suites(_ files: [TextFile]) throws -> Set<String> {
        let pattern = try Pattern(
            #"@Suite\b(?:\((?:[^()]|\([^()]*\))*\))?\s*(?:\w+\s+)*(?:struct|class|enum|actor)\s+(\w+)"#)
        return Set(files.flatMap { pattern.matches($0.code).map { $0.groups[0] } })
    }

    /// Tests that expect nothing, themselves or through a function of their target or of `Support`.
    static func idleTests(_ files: [TextFile], support: [TextFile]) throws -> [Finding] {
        let test = try Pattern(#"@Test\b"#)
        let expectation = try Pattern(#"#expect\b|#require\b|\bIssue\.record\b|\bconfirmation\("#)
        let call = try Pattern(#"\b(\w+)\s*[({]"#)
        var functions: [(file: TextFile, function: SwiftFunction)] = []
        for file in files + support { functions += try SwiftFunction.all(in: file.code).map { (file, $0) } }
        var expecting: Set<String> = []
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for (_, function) in functions where !expecting.contains(function.name) {
                let expects = expectation.isIn(function.body)
                    || call.matches(function.body).contains { expecting.contains($0.groups[0]) }
                if expects {
                    expecting.insert(function.name)
                    isGrowing = true
                }
            }
        }
        return functions.filter { test.isIn(lastLines($0.function)) && !expecting.contains($0.function.name) }.map {
            Finding(path: $0.file.path, line: $0.function.line, what: "\($0.function.name) expects nothing")
        }
    }

    /// The attributes of a function: what stands in front of it, behind the end of whatever came before.
    private static func lastLines(_ function: SwiftFunction) -> String {
        let parts = function.head.split(omittingEmptySubsequences: false) { $0 == "}" || $0 == "{" }
        return parts.last { $0.contains("func ") }.map(String.init) ?? function.head
    }
}
