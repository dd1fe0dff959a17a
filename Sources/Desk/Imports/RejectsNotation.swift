import Formats

/// How the dates and amounts of a file were read, carried in a header of its rejects file: the few rows that are left
/// often cannot show any more which number is the day.
struct RejectsNotation: Sendable, Equatable {
    var dates: DateOrder?
    var decimal: AmountNotation?

    private static let mark = "lunas read"

    init() {}

    /// What the header says, if it is one of ours.
    init?(header: String) {
        let words = header.split(separator: " ").map(String.init)
        guard header.hasPrefix(RejectsNotation.mark) else { return nil }
        for word in words {
            if word.hasPrefix("dates=") { dates = DateOrder(rawValue: String(word.dropFirst(6))) }
            if word.hasPrefix("decimal=") { decimal = RejectsNotation.notation(String(word.dropFirst(8))) }
        }
    }

    private static func notation(_ mark: String) -> AmountNotation? {
        [AmountNotation.dotDecimal, .commaDecimal].first { $0.mark == mark }
    }

    /// The header, or nil when there is nothing to carry.
    var header: String? {
        let parts = [dates.map { "dates=\($0.rawValue)" }, decimal.map { "decimal=\($0.mark)" }].compactMap(\.self)
        return parts.isEmpty ? nil : ([RejectsNotation.mark] + parts).joined(separator: " ")
    }
}
