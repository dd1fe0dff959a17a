import Testing

@Suite struct DocumentTests {
    @Test func linksLeadSomewhere() throws {
        let pages = Clone.here.markdown
        #expect(pages.count > 10)
        let findings = try pages.flatMap { try DocumentRules.deadLinks($0, .here) }
        #expect(findings == [])
    }

    @Test func findsADeadLink() throws {
        let text = """
            # Head one
            [a](README.md) [b](#head-one) [c](https://example.org/x) `[d](nowhere.md)`
            [e](nowhere.md)
            [f](#head-two)
            [g](../../README.md)
            """
        let page = TextFile(path: "docs/a.md", text: text)
        let clone = Clone.here
        let found = try DocumentRules.deadLinks(page, clone)
        #expect(found.map(\.line) == [2, 2, 3, 4, 5])
        let root = TextFile(path: "README.md", text: "# Head one\n[a](LICENSE) [b](CHANGELOG.md#added)\n")
        #expect(try DocumentRules.deadLinks(root, clone) == [])
    }

    @Test func nothingLeadsOutOfTheClone() throws {
        // The one file that knows about its surroundings.
        let files = Clone.here.files.filter { !$0.path.hasPrefix(".ci/") && $0.folder != "Tests/Tidy" }
        let findings = try files.flatMap { try Paths.leaving($0) }
        #expect(findings == [])
    }

    @Test func findsAPathThatLeadsOut() throws {
        let text = "a\n\"/" + "home/ann/x\"\n" + "see ../../x\nsee ../x\nhttps://a.b/" + "home/\n"
        #expect(try Paths.leaving(TextFile(path: "docs/a.md", text: text)).map(\.line) == [2, 3])
    }

    @Test func commandsInDocumentsExist() throws {
        let sources = Clone.here.swift("Sources/lunas")
        let words = try Commands.words(sources).union(["help"])
        let options = try Commands.options(sources)
        #expect(words.isSuperset(of: ["init", "import", "worklist", "ageing"]) && options.contains("as-of"))
        let wrong = try Clone.here.markdown.flatMap {
            try DocumentRules.wrongCommands($0, words: words, options: options)
        }
        #expect(wrong == [])
        let page = TextFile(
            path: "a.md", text: "`lunas fly`\n$ lunas init --wings\n`lunas init --json`\nlunas is good\n")
        let found = try DocumentRules.wrongCommands(page, words: ["init", "is"], options: ["json"])
        #expect(found.map(\.line) == [1, 2])
    }

    @Test func glossaryHasOneMeaningPerWord() throws {
        let rows = MarkdownTable.rows(try Clone.here.file("GLOSSARY.md").text).filter { $0.first != "term" }
        #expect(rows.count > 60)
        #expect(rows.allSatisfy { $0.count == 3 && $0.allSatisfy { !$0.isEmpty } })
        #expect(Glossary.repeated(rows) == [])
        #expect(Glossary.repeated([["due"], ["Due"], ["day, due"]]) == ["due", "due"])
    }

    /// Decisions are numbered without a gap, and their list names each.
    @Test func decisionsAreListed() throws {
        let pattern = try Pattern(#"^docs/decisions/(\d{4})-[a-z0-9-]+\.md$"#)
        let numbers = Clone.here.files.compactMap { pattern.matches($0.path).first?.groups[0] }.compactMap { Int($0) }
        #expect(!numbers.isEmpty)
        #expect(numbers == Array(1...max(1, numbers.count)))
        let list = try Clone.here.file("docs/decisions/README.md").text
        for file in Clone.here.files where pattern.isIn(file.path) {
            #expect(list.contains("](\(file.name))"), "docs/decisions/README.md does not name \(file.name)")
        }
    }

    /// The page for operators explains every check of `verify`.
    @Test func checksAreExplained() throws {
        let pattern = try Pattern(#"static let name = "([\w-]+)""#)
        let names = Clone.here.swift("Sources/Desk/Verify").flatMap { pattern.matches($0.text).map { $0.groups[0] } }
        #expect(names.count >= 12)
        let page = try Clone.here.file("docs/operating/README.md").text
        for name in names { #expect(page.contains("| `\(name)` |"), "docs/operating/README.md leaves out \(name)") }
    }

    /// Every variable of the environment that we read is explained.
    @Test func variablesAreExplained() throws {
        let pattern = try Pattern(#""(LUNAS_[A-Z_]+)""#)
        let sources = Clone.here.swift("Sources") + Clone.here.swift("Tests").filter { $0.folder != "Tests/Tidy" }
        let names = Set(sources.flatMap { pattern.matches($0.text).map { $0.groups[0] } })
        #expect(names.count > 4)
        let pages = try ["docs/operating/README.md", "CONTRIBUTING.md"].map { try Clone.here.file($0).text }.joined()
        for name in names { #expect(pages.contains("`\(name)`"), "no page explains \(name)") }
    }

    @Test func licenceIsNamed() throws {
        #expect(try Clone.here.file("LICENSE").text.contains("SPDX-License-Identifier: Apache-2.0"))
    }
}

enum Glossary {
    /// Terms that stand there twice.
    static func repeated(_ rows: [[String]]) -> [String] {
        var seen: Set<String> = []
        return rows.flatMap { $0[0].split(separator: ",").map { $0.drop { $0 == " " }.lowercased() } }
            .filter { !seen.insert($0).inserted }
    }
}
