/// A table of text: columns aligned, numbers to the right.
struct TextTableView {
    enum Alignment {
        case left
        case right
    }

    private let header: [String]
    private let alignment: [Alignment]
    private var rows: [[String]] = []
    private var emphasised: Set<Int> = []

    /// `right`: places of the columns whose cells stand to the right.
    init(_ header: [String], right: Set<Int> = []) {
        self.header = header
        alignment = header.indices.map { right.contains($0) ? .right : .left }
    }

    mutating func add(_ cells: [String], emphasised isEmphasised: Bool = false) {
        if isEmphasised { emphasised.insert(rows.count) }
        rows.append(cells)
    }

    /// The table, its header underlined; with `width` the last column is cut where the terminal ends.
    func text(colour: Bool, width: Int? = nil) -> String {
        let widths = header.indices.map { column in
            ([header] + rows).map { TextWidth.columns($0[column]) }.max() ?? 0
        }
        var lines = [line(header, widths, width)]
        if colour { lines[0] = "\u{1B}[1m\(lines[0])\u{1B}[0m" }
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
        if let width { lines[1] = String(lines[1].prefix(width)) }
        for (index, row) in rows.enumerated() {
            let text = line(row, widths, width)
            lines.append(colour && emphasised.contains(index) ? "\u{1B}[1m\(text)\u{1B}[0m" : text)
        }
        return lines.joined(separator: "\n")
    }

    /// The rows alone, without header.
    var rowsOnly: String {
        let widths = header.indices.map { column in rows.map { TextWidth.columns($0[column]) }.max() ?? 0 }
        return rows.map { line($0, widths, nil) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int], _ width: Int?) -> String {
        var text = ""
        for (column, cell) in cells.enumerated() {
            let space = String(repeating: " ", count: max(0, widths[column] - TextWidth.columns(cell)))
            let isLast = column == cells.count - 1
            text += alignment[column] == .right ? space + cell : isLast ? cell : cell + space
            if !isLast { text += "  " }
        }
        guard let width else { return text }
        return TextWidth.cut(text, to: width)
    }
}

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
}
