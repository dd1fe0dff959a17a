/// A table of text: columns aligned, numbers to the right. It fits itself to the terminal: what matters least goes
/// first, and the last column wraps, or moves under its row when there is no room beside it. When that is not enough,
/// long texts end in an ellipsis, and at last the line does; an amount is never cut while there is text to cut.
struct TextTableView {
    private let header: [String]
    private let right: Set<Int>
    private let optional: [Int]
    private let shrinking: [Int]
    private var rows: [[String]] = []
    private var emphasised: Set<Int> = []

    private static let gap = "  "
    private static let indent = "    "
    /// Below this many columns the last cell of a row stands under it.
    private static let lastBesideMin = 44
    /// Text is not cut below this many columns.
    private static let shrunkMin = 10

    /// `right`: places of the columns whose cells stand to the right. `optional`: columns that are left out, in this
    /// order, when the terminal is too narrow for all. `shrinking`: columns of text that are cut then, in this order.
    init(_ header: [String], right: Set<Int> = [], optional: [Int] = [], shrinking: [Int] = []) {
        self.header = header
        self.right = right
        self.optional = optional
        self.shrinking = shrinking
    }

    mutating func add(_ cells: [String], emphasised isEmphasised: Bool = false) {
        if isEmphasised { emphasised.insert(rows.count) }
        rows.append(cells)
    }

    /// The table, its header underlined. Without `width` (no terminal) every cell is whole and on its line.
    func text(colour: Bool, width: Int?) -> String {
        let layout = Layout(self, width)
        var lines = layout.lines(header, isHeader: true)
        lines.append(layout.rule)
        if colour { lines[0] = bold(lines[0]) }
        for (index, row) in rows.enumerated() {
            let shown = layout.lines(row, isHeader: false)
            lines += colour && emphasised.contains(index) ? shown.map(bold) : shown
        }
        return lines.joined(separator: "\n")
    }

    private func bold(_ line: String) -> String { "\u{1B}[1m\(line)\u{1B}[0m" }

    /// Which columns are shown, how wide, and where the last one goes.
    private struct Layout {
        let columns: [Int]
        let widths: [Int: Int]
        let right: Set<Int>
        let width: Int?
        let last: Last

        enum Last: Equatable {
            case asItIs
            /// Wrapped beside the others, in so many columns.
            case wrapped(Int)
            case below
        }

        init(_ table: TextTableView, _ width: Int?) {
            var widths: [Int: Int] = [:]
            for column in table.header.indices {
                widths[column] = ([table.header] + table.rows).map { TextWidth.columns($0[column]) }.max() ?? 0
            }
            var columns = Array(table.header.indices)
            func total(_ columns: [Int]) -> Int {
                columns.reduce(0) { $0 + (widths[$1] ?? 0) } + TextTableView.gap.count * max(0, columns.count - 1)
            }
            var last = Last.asItIs
            if let width {
                /// How wide it must be: a last column of text may stand below.
                func needed(_ columns: [Int]) -> Int {
                    guard let final = columns.last, columns.count > 1, !table.right.contains(final) else {
                        return total(columns)
                    }
                    return min(total(columns), total(columns.dropLast()))
                }
                for column in table.optional where needed(columns) > width { columns.removeAll { $0 == column } }
                if total(columns) > width, let final = columns.last, columns.count > 1, !table.right.contains(final) {
                    let room = width - total(columns.dropLast()) - TextTableView.gap.count
                    last = room >= TextTableView.lastBesideMin ? .wrapped(room) : .below
                }
                let beside = last == .below ? Array(columns.dropLast()) : columns
                for column in table.shrinking where last != .asItIs || total(columns) > width {
                    guard beside.contains(column), let now = widths[column] else { continue }
                    if case .wrapped = last { continue }
                    widths[column] = min(now, max(TextTableView.shrunkMin, now - max(0, total(beside) - width)))
                }
            }
            self.columns = columns
            self.widths = widths
            self.right = table.right
            self.width = width
            self.last = last
        }

        private var beside: [Int] { last == .below ? columns.dropLast() : columns }

        var rule: String {
            cut(
                beside.map { column in
                    var columns = widths[column] ?? 0
                    if case .wrapped(let room) = last, column == beside.last { columns = room }
                    return String(repeating: "─", count: columns)
                }.joined(separator: TextTableView.gap))
        }

        func lines(_ cells: [String], isHeader: Bool) -> [String] {
            switch last {
            case .asItIs: return [cut(joined(beside.map { padded(cells[$0], $0) }))]
            case .below:
                let first = cut(joined(beside.map { padded(cells[$0], $0) }))
                guard !isHeader, let final = columns.last, let width else { return [first] }
                let under = TextWidth.wrapped(cells[final], to: width - TextTableView.indent.count)
                return [first] + under.map { TextTableView.indent + $0 }
            case .wrapped(let room):
                let before = beside.dropLast().map { padded(cells[$0], $0) }.joined(separator: TextTableView.gap)
                let pieces = TextWidth.wrapped(cells[beside[beside.count - 1]], to: room)
                let space = String(repeating: " ", count: TextWidth.columns(before))
                return (pieces.isEmpty ? [""] : pieces).enumerated().map { index, piece in
                    joined([index == 0 ? before : space, piece])
                }
            }
        }

        private func padded(_ cell: String, _ column: Int) -> String {
            let cell = TextWidth.cut(cell, to: widths[column] ?? 0)
            let space = String(repeating: " ", count: max(0, (widths[column] ?? 0) - TextWidth.columns(cell)))
            return right.contains(column) ? space + cell : cell + space
        }

        /// Cells side by side, without blanks at the end of the line.
        private func joined(_ cells: [String]) -> String {
            var line = cells.joined(separator: TextTableView.gap)
            while line.last == " " { line.removeLast() }
            return line
        }

        private func cut(_ line: String) -> String { width.map { TextWidth.cut(line, to: $0) } ?? line }
    }
}

/// Labels and their values, a line each.
struct LabelledLines {
    private var lines: [(label: String, value: String)] = []

    mutating func add(_ label: String, _ value: String) {
        if !value.isEmpty { lines.append((label, value)) }
    }

    func text(width: Int?) -> String {
        let widest = lines.map { TextWidth.columns($0.label) }.max() ?? 0
        return lines.map { label, value in
            let start = label + String(repeating: " ", count: widest - TextWidth.columns(label) + 2)
            let room = width.map { max(20, $0 - widest - 2) }
            let pieces = room.map { TextWidth.wrapped(value, to: $0) } ?? [value]
            return start + pieces.joined(separator: "\n" + String(repeating: " ", count: widest + 2))
        }.joined(separator: "\n")
    }
}
