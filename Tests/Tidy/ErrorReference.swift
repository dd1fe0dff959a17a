/// docs/reference/errors.md, made from the catalogue: the codes, their exit codes and their sentences.
struct ErrorReference {
    struct Entry {
        let code: String
        let exit: Int
        let message: String
        let remedy: String
    }

    struct Group {
        let title: String
        var entries: [Entry]
    }

    let groups: [Group]

    init(_ clone: Clone) throws {
        let sentences = ErrorReference.sentences(try clone.file("Sources/Wording/Sentences/problems.txt").text)
        let exits = try ErrorReference.exits(try clone.file("Sources/lunas/Surface/ExitStatus.swift").code)
        let catalogue = try clone.file("Sources/Receivables/Telling/Problem.swift")
        let line = try Pattern(#"^    (?:case (\w+) = "([\w-]+)"|// (.+)\.)$"#)
        var groups: [Group] = []
        for match in line.matches(catalogue.text) {
            if !match.groups[2].isEmpty {
                groups.append(Group(title: match.groups[2], entries: []))
            } else if !groups.isEmpty {
                let told = sentences[match.groups[1]] ?? [:]
                groups[groups.count - 1].entries.append(
                    Entry(
                        code: match.groups[1], exit: exits[match.groups[0]] ?? 0,
                        message: ErrorReference.plain(told["en"] ?? ""), remedy: ErrorReference.plain(told["en+"] ?? "")
                    ))
            }
        }
        self.groups = groups
    }

    /// The exit code of every case of the catalogue.
    private static func exits(_ code: String) throws -> [String: Int] {
        var numbers: [String: Int] = [:]
        for match in try Pattern(#"case (\w+) = (\d+)"#).matches(code) {
            numbers[match.groups[0]] = Int(match.groups[1])
        }
        var exits: [String: Int] = [:]
        let branch = try Pattern(#"case ((?:\.\w+,?\s*)+):\s*self = \.(\w+)"#)
        let name = try Pattern(#"\.(\w+)"#)
        for match in branch.matches(code) {
            for found in name.matches(match.groups[0]) { exits[found.groups[0]] = numbers[match.groups[1]] }
        }
        return exits
    }

    /// By code and use: `en`, `en+`, `id`, `id+`.
    private static func sentences(_ text: String) -> [String: [String: String]] {
        var sentences: [String: [String: String]] = [:]
        var code = ""
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 1 { code = String(line) } else {
                sentences[code, default: [:]][String(parts[0])] = String(parts[1].drop { $0 == " " })
            }
        }
        return sentences
    }

    /// A sentence for a page: no brackets, the last of several forms, facts as words.
    private static func plain(_ sentence: String) -> String {
        var text = ""
        for part in sentence.replacing("[", with: "").replacing("]", with: "").split(
            separator: "{", omittingEmptySubsequences: false)
        {
            guard let close = part.firstIndex(of: "}") else {
                text += part
                continue
            }
            let forms = part[..<close].split(separator: "|")
            text += forms.count == 3 ? String(forms[2]) : "‹\(forms.first ?? "")›"
            text += part[part.index(after: close)...]
        }
        return text.replacing("|", with: "\\|")
    }

    var page: String {
        var lines = [
            "# Errors", "",
            """
            Every error has a code that never changes, an exit code, a sentence and a remedy. ‹Words› are filled in. \
            With
            """,
            """
            `--json` an error is the one document on standard output, with `code`, `message`, `remedy` and `details`. \
            The
            """,
            "exit codes are explained in [operating](../operating/README.md#exit-codes).", "",
            """
            A row of an import that is rejected has one of these codes too; it does not change the exit code, unless the
            """,
            "import was `--strict`.", "",
            "This page is made from the catalogue by `LUNAS_WRITE_DOCS=1 swift test --filter ErrorReferenceTests`.",
        ]
        for group in groups {
            lines += ["", "## \(group.title)", "", "| code | exit | what happened | what to do |", "|---|---|---|---|"]
            lines += group.entries.map { "| `\($0.code)` | \($0.exit) | \($0.message) | \($0.remedy) |" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
