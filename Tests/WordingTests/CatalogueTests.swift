import Casework
import Desk
import Formats
import Receivables
import Store
import Support
import Testing
import Wording

/// Every sentence is there in every language, says the same in each, and is used.
@Suite struct CatalogueTests {
    private struct File: CustomStringConvertible, Sendable {
        let description: String
        let sentences: Sentences
        let codes: Set<String>
        /// Uses of each code, in pairs that must have the same placeholders.
        let pairs: [(String, String)]
    }

    private static let plain = [("en", "id")]

    private static let files = [
        File(
            description: "problems", sentences: .problems, codes: Set(ProblemCode.allCases.map(\.rawValue)),
            pairs: [("en", "id"), ("en+", "id+")]),
        File(
            description: "statements", sentences: .statements, codes: Set(StatementCode.allCases.map(\.rawValue)),
            pairs: plain),
        File(
            description: "phrases", sentences: .phrases, codes: Set(PhraseCode.allCases.map(\.rawValue)), pairs: plain),
        File(
            description: "reports", sentences: .reports, codes: Set(ReportText.allCases.map(\.rawValue)), pairs: plain),
        File(
            description: "findings", sentences: .findings, codes: Set(FindingCode.allCases.map(\.rawValue)),
            pairs: plain),
        File(
            description: "remedies", sentences: .remedies,
            codes: Set(FindingCode.allCases.filter { $0.state != .ok }.map(\.rawValue)), pairs: plain),
        File(description: "terms", sentences: .terms, codes: terms, pairs: plain),
    ]

    /// Every code for which there is a word, from the types that define them.
    private static let terms: Set<String> = {
        let codes: [TermKind: [String]] = [
            .channel: ContactChannel.allCases.map(\.rawValue), .contactResult: ContactResult.allCases.map(\.rawValue),
            .holdReason: Hold.Reason.allCases.map(\.rawValue), .promiseState: PromiseState.allCases.map(\.rawValue),
            .stepKind: StepKind.allCases.map(\.rawValue), .lenderType: LenderType.allCases.map(\.rawValue),
            .importKind: ImportKind.allCases.map(\.rawValue), .importState: ImportRecord.State.allCases.map(\.rawValue),
            .thing: [
                "debtors", "accounts", "dues", "payments", "promises", "contacts", "holds", "notes", "attributes",
            ],
            .attribute: Attribute.allCases.map(\.key),
            .component: Component.allCases.map(\.name), .bucket: [Buckets.standard.name(0)],
            .grade: QualityGrade.allCases.map { String($0.rawValue) }, .check: BookChecks.names,
            .phase: TaskProgress.Phase.allCases.map(\.rawValue), .relation: ["debtor", "other"],
            .pointKind: ["phone", "email", "address"], .pointQuality: ["unverified", "invalid"],
            .nodeKind: NodeKind.allCases.map(\.rawValue), .nodeState: NodesAnswer.State.allCases.map(\.rawValue),
            .shareTask: ShareTask.allCases.map(\.rawValue),
            .shareState: NodesAnswer.Holding.allCases.map(\.rawValue),
            .findingState: FindingState.allCases.map(\.rawValue), .role: Role.allCases.map(\.rawValue),
            .permission: Permission.allCases.map(\.rawValue),
        ]
        return Set(TermKind.allCases.flatMap { kind in (codes[kind] ?? ["?"]).map { kind.rawValue + "/" + $0 } })
    }()

    @Test(arguments: files) private func everyCodeHasItsSentencesAndNoOther(_ file: File) {
        #expect(file.sentences.codes.subtracting(file.codes).sorted() == [], "sentences without a code")
        #expect(file.codes.subtracting(file.sentences.codes).sorted() == [], "codes without a sentence")
        let uses = Set(file.pairs.flatMap { [$0.0, $0.1] })
        for code in file.codes { #expect(file.sentences.uses(code) == uses, "\(code)") }
    }

    @Test(arguments: files) private func languagesSayTheSame(_ file: File) {
        for code in file.codes {
            for (first, second) in file.pairs {
                let left = file.sentences.text(code, first)
                let right = file.sentences.text(code, second)
                #expect(Template(text: left).placeholders == Template(text: right).placeholders, "\(code)")
                #expect(parts(left) == parts(right), "\(code): parts that may be left out differ")
                let isSentence = Template(text: left).placeholders.isEmpty && left.contains(" ")
                if isSentence { #expect(left != right, "\(code) is not translated") }
            }
        }
    }

    /// The placeholders of each part that may be left out.
    private func parts(_ text: String) -> [Set<String>] {
        text.split(separator: "[").dropFirst().map { part in
            Template(text: String(part.prefix { $0 != "]" })).placeholders
        }.sorted { $0.sorted().joined() < $1.sorted().joined() }
    }

    @Test(arguments: files) private func bracketsAndBracesClose(_ file: File) {
        for code in file.codes {
            for use in file.sentences.uses(code) {
                var open: [Character] = []
                for character in file.sentences.text(code, use) where "[]{}".contains(character) {
                    if character == "]" || character == "}" {
                        #expect(open.popLast() == (character == "]" ? "[" : "{"), "\(code) \(use)")
                    } else {
                        #expect(!open.contains(character), "\(code) \(use): nested")
                        open.append(character)
                    }
                }
                #expect(open.isEmpty, "\(code) \(use)")
            }
        }
    }

    /// A sentence that the program would fill in with a question mark.
    @Test(arguments: files) private func everyPlaceholderIsAFactOfTheProgram(_ file: File) throws {
        let given = Set(try SourceText.matches(#"(?:Fact|money)\(\s*"(\w+)""#, in: SourceText.product(without: [])))
        #expect(given.count > 50)
        for code in file.codes {
            for use in file.sentences.uses(code) {
                let unknown = Template(text: file.sentences.text(code, use)).placeholders.subtracting(given)
                #expect(unknown.sorted() == [], "\(code) \(use)")
            }
        }
    }

    @Test func everyHeadingIsThereAndUsed() throws {
        let exports = try SourceText.files("Sources/Desk/Exports").map(\.text).joined(separator: "\n")
        let exported = Set(try SourceText.matches(#"ExportColumn\("(\w+)""#, in: exports))
        #expect(exported.count > 20)
        let shown = Set(Heading.allCases.map(\.rawValue))
        #expect(
            Sentences.headings.codes.subtracting(exported.union(shown)).sorted() == [], "headings that nothing uses")
        #expect(shown.union(exported).subtracting(Sentences.headings.codes).sorted() == [], "columns without a heading")
        for code in Sentences.headings.codes { #expect(Sentences.headings.uses(code) == ["en", "id"], "\(code)") }
    }

    /// Each name must stand somewhere else than where it is defined.
    @Test func noCodeIsUnused() throws {
        let definitions: Set = [
            "Sources/Wording/ReportText.swift", "Sources/Wording/Heading.swift",
            "Sources/Receivables/Telling/Phrase.swift",
            "Sources/Receivables/Telling/Fact.swift", "Sources/Receivables/Telling/Finding.swift",
            "Sources/Receivables/Telling/Problem.swift",
            "Sources/lunas/Surface/ExitStatus.swift",
        ]
        let used = Set(try SourceText.matches(#"\.(\w+)\b"#, in: SourceText.product(without: definitions)))
        // Made of the name of what is counted, or of the setting.
        let composed = ReportText.allCases.filter {
            $0.rawValue.hasPrefix("count-") || $0.rawValue.hasPrefix("setting-")
        }
        let names =
            ReportText.allCases.filter { !composed.contains($0) || $0 == .settingSet }.map { "\($0)" }
            + Heading.allCases.map { "\($0)" } + PhraseCode.allCases.map { "\($0)" } + TermKind.allCases.map { "\($0)" }
            + FindingCode.allCases.map { "\($0)" }
            + StatementCode.allCases.map { "\($0)" } + ProblemCode.allCases.map { "\($0)" }
        #expect(names.filter { !used.contains($0) } == [])
    }

    @Test func whatIsCountedAndSetHasItsText() {
        for name in ["debtors", "accounts", "dues", "payments", "promises", "contacts"] {
            #expect(ReportText(rawValue: "count-" + name) != nil)
        }
        for setting in SettingName.allCases { #expect(ReportText(rawValue: "setting-" + setting.rawValue) != nil) }
    }

    /// A code of one kind must not be reached by a word of another code of that kind.
    @Test func wordsOfOneKindAreDistinct() {
        for kind in TermKind.allCases {
            for language in Language.allCases {
                let words = Sentences.terms.codes.filter { $0.hasPrefix(kind.rawValue + "/") }
                    .map { Sentences.terms.text($0, language.rawValue).lowercased() }
                #expect(Set(words).count == words.count, "\(kind) \(language)")
            }
        }
    }
}

/// What people read stands in the catalogue, not in the commands.
@Suite struct CommandTextTests {
    /// Lines that print what is no sentence: commands to copy, which are the same in every language.
    private static let allowed = ["lunas ageing", "lunas export", "lunas account"]

    @Test func commandsHoldNoSentences() throws {
        var found: [String] = []
        for (path, text) in try SourceText.files("Sources/lunas") {
            for line in CommandTextTests.withoutHelp(text) {
                for literal in try SourceText.matches(#""((?:[^"\\]|\\.)*)""#, in: line) {
                    let isSentence = try !SourceText.matches(#"([A-Za-z]{2,} [a-z]{2,})"#, in: literal).isEmpty
                    if isSentence, !CommandTextTests.allowed.contains(where: literal.contains) {
                        found.append("\(path): \(literal)")
                    }
                }
            }
        }
        #expect(found == [])
    }

    /// The check itself finds a sentence, and passes over help.
    @Test func theCheckFindsSentences() {
        let source = """
            @Option(help: "The day of the run.")
            var date: Day?
            session.output.page("Nothing has been imported yet.")
            """
        #expect(CommandTextTests.withoutHelp(source) == [#"session.output.page("Nothing has been imported yet.")"#])
    }

    /// The lines without comments, options with their help, and the configuration of commands: help is English.
    private static func withoutHelp(_ text: String) -> [String] {
        var kept: [String] = []
        var isHelp = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let bare = line.drop { $0 == " " }
            if bare.hasPrefix("//") { continue }
            if bare.hasPrefix("static let configuration") {
                isHelp = true
            } else if isHelp, bare.isEmpty || bare.hasPrefix("@OptionGroup") {
                isHelp = false
            }
            let isOption = ["@Option", "@Flag", "@Argument"].contains { bare.hasPrefix($0) }
            if isOption { isHelp = true }
            if !isHelp { kept.append(String(line)) }
            if isHelp, bare.contains("var ") { isHelp = false }
        }
        return kept
    }
}
