import Receivables

/// How one language spells numbers.
protocol NumberSpelling: SendableMetatype {
    static var minus: String { get }
    /// What is said for the decimal mark; the digits behind it follow one by one.
    static var point: String { get }
    /// The words for 0 to 9.
    static var digits: [String] { get }
    static func cardinal(_ value: UInt64) -> String
    /// From 1 on.
    static func ordinal(_ value: UInt64) -> String
}

/// Numbers and amounts in words, for receipts and letters and to say back what somebody typed.
package struct NumberWords: Sendable {
    private let spelling: any NumberSpelling.Type

    package init(_ language: Language) {
        spelling = language == .indonesian ? IndonesianNumbers.self : EnglishNumbers.self
    }

    /// `seratus satu ribu`; negative numbers with `min`.
    package func cardinal(_ value: Int64) -> String {
        (value < 0 ? spelling.minus + " " : "") + spelling.cardinal(value.magnitude)
    }

    /// `pertama`, `kedua`, `ketiga`; from 1 on.
    package func ordinal(_ value: Int64) -> String {
        precondition(value > 0, "there is no ordinal below the first")
        return spelling.ordinal(value.magnitude)
    }

    /// A decimal number such as `-12.234`: the digits behind the point one by one, as written. Nil when the text is no
    /// such number, or larger than 64 bits.
    package func decimal(_ text: String) -> String? {
        let isNegative = text.first == "-"
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
        guard (1...2).contains(parts.count), areDigits, let whole = UInt64(parts[0]) else { return nil }
        let fraction = parts.count == 2 ? parts[1].compactMap(\.wholeNumberValue) : []
        return (isNegative ? spelling.minus + " " : "") + spelled(whole, fraction)
    }

    /// An amount in words: `satu juta dua ratus ribu rupiah`, with sen where there are any. Other currencies by their
    /// code, decimals digit by digit: `dua belas koma lima nol USD`.
    package func money(_ minor: Int64, _ currency: Currency) -> String {
        let per = UInt64(currency.minorPerMajor)
        let whole = minor.magnitude / per
        let rest = minor.magnitude % per
        let sign = minor < 0 ? spelling.minus + " " : ""
        if currency == .rupiah {
            return sign + spelling.cardinal(whole) + " rupiah"
                + (rest > 0 ? " " + spelling.cardinal(rest) + " sen" : "")
        }
        let fraction = rest > 0 ? Digits.padded(Int(rest), currency.decimals).compactMap(\.wholeNumberValue) : []
        return sign + spelled(whole, fraction) + " " + currency.code
    }

    private func spelled(_ whole: UInt64, _ fraction: [Int]) -> String {
        let words =
            [spelling.cardinal(whole)] + (fraction.isEmpty ? [] : [spelling.point])
            + fraction.map { spelling.digits[$0] }
        return words.joined(separator: " ")
    }

    /// The groups of three digits that are not zero, the largest first, each with its power of a thousand.
    static func groups(_ value: UInt64) -> [(scale: Int, group: Int)] {
        var groups: [(Int, Int)] = []
        var rest = value
        var scale = 0
        while rest > 0 {
            if rest % 1000 > 0 { groups.append((scale, Int(rest % 1000))) }
            rest /= 1000
            scale += 1
        }
        return groups.reversed()
    }
}
