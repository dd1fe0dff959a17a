/// As much of Swift's lexical rules as is needed to tell code from words.
struct SwiftCode {
    private let source: [UInt8]
    private var out: [UInt8] = []
    private var at = 0

    /// The text with comments and the contents of string literals replaced by spaces. Lines stay where they are, and
    /// what is interpolated into a string stays code.
    static func withoutWords(_ text: String) -> String {
        var scanner = SwiftCode(text)
        scanner.code(untilParenthesis: false)
        return String(decoding: scanner.out, as: UTF8.self)
    }

    private init(_ text: String) {
        source = Array(text.utf8)
        out.reserveCapacity(source.count)
    }

    private func byte(_ offset: Int) -> UInt8 { at + offset < source.count ? source[at + offset] : 0 }

    private mutating func keep() {
        out.append(source[at])
        at += 1
    }

    /// A line end stays, everything else becomes a space.
    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where at < source.count {
            out.append(source[at] == 0x0A ? 0x0A : 0x20)
            at += 1
        }
    }

    private mutating func code(untilParenthesis: Bool) {
        var depth = 0
        while at < source.count {
            switch source[at] {
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
                while at < source.count, source[at] != 0x0A { blank() }
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): blockComment()
            case UInt8(ascii: "\""): string(hashes: 0)
            case UInt8(ascii: "#") where hashesBeforeQuote > 0:
                let hashes = hashesBeforeQuote
                for _ in 0..<hashes { keep() }
                string(hashes: hashes)
            case UInt8(ascii: "("):
                depth += 1
                keep()
            case UInt8(ascii: ")"):
                if untilParenthesis, depth == 0 { return }
                depth -= 1
                keep()
            default: keep()
            }
        }
    }

    /// How many `#` stand here in front of a quote; 0 when none does.
    private var hashesBeforeQuote: Int {
        var count = 0
        while byte(count) == UInt8(ascii: "#") { count += 1 }
        return byte(count) == UInt8(ascii: "\"") ? count : 0
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if byte(0) == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                depth += 1
                blank(2)
            } else if byte(0) == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && at < source.count
    }

    private func isQuote(_ count: Int, hashes: Int) -> Bool {
        (0..<count).allSatisfy { byte($0) == UInt8(ascii: "\"") }
            && (0..<hashes).allSatisfy { byte(count + $0) == UInt8(ascii: "#") }
    }

    /// A literal from its first quote to its last, hashes in front already kept.
    private mutating func string(hashes: Int) {
        let quotes = isQuote(3, hashes: 0) ? 3 : 1
        for _ in 0..<quotes { keep() }
        while at < source.count {
            if isQuote(quotes, hashes: hashes) {
                for _ in 0..<quotes + hashes { keep() }
                return
            }
            if quotes == 1, source[at] == 0x0A { return }
            if byte(0) == UInt8(ascii: "\\"), (0..<hashes).allSatisfy({ byte(1 + $0) == UInt8(ascii: "#") }) {
                blank(1 + hashes)
                if byte(0) == UInt8(ascii: "(") {
                    keep()
                    code(untilParenthesis: true)
                    if at < source.count { keep() }
                } else {
                    blank()
                }
            } else {
                blank()
            }
        }
    }
}

/// A function, initialiser or computed property with its body.
struct SwiftFunction {
    let name: String
    /// From 1.
    let line: Int
    let lineCount: Int
    /// What stands in front of it on its lines: attributes and modifiers.
    let head: String
    let body: String

    /// The functions of a file, also those inside others.
    static func all(in code: String) throws -> [SwiftFunction] {
        let bytes = Array(code.utf8)
        var lineStarts = [0]
        for (index, byte) in bytes.enumerated() where byte == 0x0A { lineStarts.append(index + 1) }
        let start = try Pattern(
            #"\b(func\s+([^\s(<]+|`[^`]+`)|(?<![.\w])init\b|deinit\b|subscript\b|var\s+(\w+)[^={\n]*\{$)"#)
        return start.matches(code).compactMap { match in
            guard let open = opening(bytes, from: byteOffset(match, lineStarts, bytes)) else { return nil }
            let close = closing(bytes, from: open)
            let lines = bytes[open..<close].count { $0 == 0x0A }
            let first = match.line
            let before = bytes[lineStarts[max(0, first - 3)]..<open]
            let last = bytes[lineStarts[first - 1]..<open].count { $0 == 0x0A } + first + lines
            return SwiftFunction(
                name: match.groups[1].isEmpty
                    ? match.groups[2].isEmpty ? match.text : match.groups[2] : match.groups[1],
                line: first, lineCount: last - first + 1, head: String(decoding: before, as: UTF8.self),
                body: String(decoding: bytes[open..<close], as: UTF8.self))
        }
    }

    /// Where a match starts, in bytes: its line is known, and on it the text is looked for.
    private static func byteOffset(_ match: Pattern.Match, _ lineStarts: [Int], _ bytes: [UInt8]) -> Int {
        let from = lineStarts[match.line - 1]
        let wanted = Array(match.text.utf8)
        var at = from
        while at + wanted.count <= bytes.count, !bytes[at..<at + wanted.count].elementsEqual(wanted) { at += 1 }
        return at
    }

    /// The brace that opens the body, or nil where a declaration has none.
    private static func opening(_ bytes: [UInt8], from: Int) -> Int? {
        var depth = 0
        var at = from
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return at
            case UInt8(ascii: "}") where depth == 0: return nil
            case 0x0A where depth == 0 && startsDeclaration(bytes, at + 1): return nil
            default: break
            }
            at += 1
        }
        return nil
    }

    private static let starts = [
        "func ", "var ", "let ", "static ", "case ", "package ", "private ", "@", "init", "mutating ",
    ]
    .map { Array($0.utf8) }

    private static func startsDeclaration(_ bytes: [UInt8], _ from: Int) -> Bool {
        let line = bytes[from...].prefix { $0 != 0x0A }.drop { $0 == 0x20 }
        return line.isEmpty || starts.contains { line.starts(with: $0) }
    }

    /// Behind the brace that closes the one at `from`.
    private static func closing(_ bytes: [UInt8], from: Int) -> Int {
        var depth = 0
        var at = from
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "{") { depth += 1 }
            if bytes[at] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return at + 1 }
            }
            at += 1
        }
        return bytes.count
    }
}
