/// How many columns of a terminal text takes.
enum TextWidth {
    static func columns(_ text: String) -> Int {
        var count = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F, 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: break
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0x1F300...0x1FAFF:
                count += 2
            default: count += 1
            }
        }
        return count
    }

    /// At most `width` columns, with an ellipsis where something was cut.
    static func cut(_ text: String, to width: Int) -> String {
        guard columns(text) > width, width > 1 else { return text }
        var result = ""
        var count = 0
        for character in text {
            let more = columns(String(character))
            if count + more > width - 1 { break }
            result.append(character)
            count += more
        }
        return result + "…"
    }

    /// A path in at most `width` columns: where it is too long, the name of the file without its folders.
    static func path(_ path: String, to width: Int) -> String {
        guard columns(path) > width, let slash = path.lastIndex(of: "/") else { return cut(path, to: width) }
        return cut("…" + path[slash...], to: width)
    }

    /// Lines of at most `width` columns, broken between words; a word that is longer than a line is cut.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let word = cut(String(word), to: width)
            if line.isEmpty {
                line = word
            } else if columns(line) + 1 + columns(word) <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
