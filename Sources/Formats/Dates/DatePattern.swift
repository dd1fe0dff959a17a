import Receivables

/// A Unicode date pattern (`dd-MM-yyyy`, `d MMM yy`, `yyyy-MM-dd HH:mm:ss`) as the person who made the mapping wrote
/// it. With a pattern nothing is guessed. A time part is read when the pattern names it, and ignored when it does not.
package struct DatePattern: Sendable {
    private enum Piece: Sendable {
        case year(Int)
        case month
        case monthName
        case day
        case time
        case literal(UInt8)
    }

    package let text: String
    private let pieces: [Piece]

    /// Refuses a pattern without year, month or day, or with letters that mean nothing for a date.
    package init(_ text: String) throws(Problem) {
        self.text = text
        var pieces: [Piece] = []
        var bytes = Array(text.utf8)[...]
        while let letter = bytes.first {
            let run = bytes.prefix { $0 == letter }.count
            bytes = bytes.dropFirst(run)
            switch letter {
            case UInt8(ascii: "y"), UInt8(ascii: "u"): pieces.append(.year(run == 2 ? 2 : 4))
            case UInt8(ascii: "M"), UInt8(ascii: "L"): pieces.append(run >= 3 ? .monthName : .month)
            case UInt8(ascii: "d"): pieces.append(.day)
            case UInt8(ascii: "H"), UInt8(ascii: "h"), UInt8(ascii: "k"):
                // From the hour on, everything is the time; it is read by shape.
                pieces.append(.time)
                bytes = []
            case UInt8(ascii: "'"):
                let quoted = bytes.prefix { $0 != UInt8(ascii: "'") }
                pieces += quoted.map { .literal($0) }
                bytes = bytes.dropFirst(quoted.count + 1)
            case let other where (0x61...0x7A).contains(other | 0x20):
                throw DatePattern.invalid(text)
            default:
                pieces += Array(repeating: .literal(letter), count: run)
            }
        }
        self.pieces = pieces
        guard hasOne(where: { if case .year = $0 { true } else { false } }),
            hasOne(where: { switch $0 { case .month, .monthName: true; default: false } }),
            hasOne(where: { if case .day = $0 { true } else { false } })
        else { throw DatePattern.invalid(text) }
    }

    private static func invalid(_ text: String) -> Problem { Problem(.datePattern, [Fact("pattern", text)]) }

    private func hasOne(where matches: (Piece) -> Bool) -> Bool { pieces.filter(matches).count == 1 }

    /// The date in `text`, or nil when the text does not fit the pattern or names no day of the calendar.
    package func read(_ text: Bytes) -> WrittenDate? {
        var rest = text.trimmed
        var (year, month, day) = (0, 0, 0)
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let byte):
                guard rest.first == byte else {
                    // Spaces before a time that is not there.
                    if byte == 0x20, rest.isEmpty { continue }
                    return nil
                }
                rest = rest.slice(1, rest.count)
            case .time: return written(year, month, day, rest.trimmed)
            case .year(let width):
                let standsApart = index > 0 && self.width(at: index) == 1...2
                guard let value = takeYear(&rest, width: width, standsApart: standsApart) else { return nil }
                year = value
            case .month:
                guard let value = take(&rest, width: width(at: index)) else { return nil }
                month = value
            case .day:
                guard let value = take(&rest, width: width(at: index)) else { return nil }
                day = value
            case .monthName:
                let name = rest.prefix { (0x61...0x7A).contains($0 | 0x20) }
                guard let value = MonthNames.number(Bytes(rebasing: name)) else { return nil }
                month = value
                rest = rest.slice(name.count, rest.count)
            }
        }
        return written(year, month, day, rest.trimmed)
    }

    /// Two digits where the next piece follows without a mark between, else one or two.
    private func width(at index: Int) -> ClosedRange<Int> {
        guard index + 1 < pieces.count else { return index > 0 && !isLiteral(index - 1) ? 2...2 : 1...2 }
        return isLiteral(index + 1) ? 1...2 : 2...2
    }

    private func isLiteral(_ index: Int) -> Bool {
        if case .literal = pieces[index] { return true }
        return false
    }

    private func take(_ text: inout Bytes, width: ClosedRange<Int>) -> Int? {
        var at = 0
        while at < Swift.min(width.upperBound, text.count), text[at] >= 0x30, text[at] <= 0x39 { at += 1 }
        guard at >= width.lowerBound, let value = WrittenDate.digits(text, 0, at) else { return nil }
        text = text.slice(at, text.count)
        return value
    }

    /// Four digits; two where the pattern says so, or where a mark parts the year from what stands before it: people
    /// write the year of one column both ways. Two digits mean 1970 to 2069, as POSIX does.
    private func takeYear(_ text: inout Bytes, width: Int, standsApart: Bool) -> Int? {
        let isShort = width == 2 || standsApart && text.prefix(3).prefix { (0x30...0x39).contains($0) }.count == 2
        guard let value = take(&text, width: isShort ? 2...2 : 4...4) else { return nil }
        return isShort ? (value < 70 ? 2000 + value : 1900 + value) : value
    }

    private func written(_ year: Int, _ month: Int, _ day: Int, _ time: Bytes) -> WrittenDate? {
        guard let date = Day(year: year, month: month, day: day) else { return nil }
        if time.isEmpty { return WrittenDate(shape: .certain(date), timeOfDay: nil, offsetSeconds: nil) }
        guard let (micros, offset) = TimeText.read(time) else { return nil }
        return WrittenDate(shape: .certain(date), timeOfDay: micros, offsetSeconds: offset)
    }
}
