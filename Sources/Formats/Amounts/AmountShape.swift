import Receivables

/// How an amount is written: its digits, separators, sign and scale, before anyone decides what the separators mean.
package struct AmountShape {
    package private(set) var isNegative = false
    /// A currency named beside the number (`Rp`, `IDR`, `USD` …).
    package private(set) var currency: Currency?
    /// Power of ten from an exponent or from a word (`500rb`, `1,2 juta`).
    package private(set) var power = 0
    /// The last separator is a decimal mark for certain: an exponent follows.
    private var forcesDecimal = false
    /// A word says the scale: `1.500 ribu` may mean one and a half thousand or fifteen hundred thousand; nobody knows.
    package private(set) var isScaled = false
    /// How many of `-`, `+` and brackets were seen; more than one makes no sense.
    private var signs = 0
    /// Digits as values 0...9, at most `digitsMax`.
    private(set) var digits: [UInt8] = []
    /// Separators and how many digits stand before each.
    private var separators: [(mark: UInt8, at: Int)] = []

    private static let digitsMax = 60
    private static let dot: UInt8 = 0x2E
    private static let comma: UInt8 = 0x2C
    /// Stands for every space and apostrophe between digits.
    private static let space: UInt8 = 0x20

    /// The shape of `text`, or nil when it is no number at all.
    package init?(_ text: Bytes) {
        var text = text.trimmed
        takeAffixes(&text)
        guard takeNumber(&text), takeSuffix(text), !digits.isEmpty, signs <= 1 else { return nil }
    }

    /// Signs, brackets and a currency in front of the number.
    private mutating func takeAffixes(_ text: inout Bytes) {
        var hasCurrency = false
        while let first = text.first {
            if first == 0x2D || first == 0x2B {
                takeSign(isMinus: first == 0x2D)
                text = text.slice(1, text.count).trimmed
            } else if text.count >= 3, first == 0xE2, text[1] == 0x88, text[2] == 0x92 {
                takeSign(isMinus: true)
                text = text.slice(3, text.count).trimmed
            } else if first == 0x28, text.count >= 2, text[text.count - 1] == 0x29 {
                takeSign(isMinus: true)
                text = text.slice(1, text.count - 1).trimmed
            } else if !hasCurrency, let (found, length) = AmountShape.currency(at: text) {
                hasCurrency = true
                currency = found
                text = text.slice(length, text.count).trimmed
            } else {
                break
            }
        }
    }

    private mutating func takeSign(isMinus: Bool) {
        signs += 1
        if isMinus { isNegative = true }
    }

    /// A currency sign or code at the start of `text`, and its length in bytes. A dollar sign is that of many countries
    /// and claims none.
    private static func currency(at text: Bytes) -> (Currency?, Int)? {
        if text.first == 0x24 { return (nil, 1) }
        if text.count >= 2, text[0] | 0x20 == 0x72, text[1] | 0x20 == 0x70 {
            let dotted = text.count > 2 && text[2] == dot
            return (.rupiah, dotted ? 3 : 2)
        }
        guard text.count >= 3, text[..<3].allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }) else { return nil }
        guard let currency = Currency(text.slice(0, 3).text) else { return nil }
        return (currency, 3)
    }

    /// The digits and separators.
    private mutating func takeNumber(_ text: inout Bytes) -> Bool {
        var at = 0
        while at < text.count {
            let byte = text[at]
            if byte >= 0x30, byte <= 0x39 {
                guard digits.count < AmountShape.digitsMax else { return false }
                digits.append(byte - 0x30)
                at += 1
            } else if byte == AmountShape.dot || byte == AmountShape.comma {
                separators.append((byte, digits.count))
                at += 1
            } else if let length = groupingSpace(text, at) {
                separators.append((AmountShape.space, digits.count))
                at += length
            } else {
                break
            }
        }
        text = text.slice(at, text.count)
        return true
    }

    /// A space or apostrophe between two digits only groups: its length in bytes, or nil.
    private func groupingSpace(_ text: Bytes, _ at: Int) -> Int? {
        let length: Int
        switch text[at] {
        case 0x20, 0x27: length = 1
        case 0xC2 where at + 1 < text.count && text[at + 1] == 0xA0: length = 2
        case 0xE2 where at + 2 < text.count && text[at + 1] == 0x80 && (text[at + 2] == 0xAF || text[at + 2] == 0x89):
            length = 3
        default: return nil
        }
        guard !digits.isEmpty, at + length < text.count else { return nil }
        let next = text[at + length]
        return next >= 0x30 && next <= 0x39 ? length : nil
    }

    /// What follows the number: nothing, `-`, `,-`, an exponent, a word, a currency.
    private mutating func takeSuffix(_ rest: Bytes) -> Bool {
        var rest = rest
        if rest.count >= 2, rest[0] | 0x20 == 0x65, let exponent = AmountShape.exponent(rest.slice(1, rest.count)) {
            power = exponent
            forcesDecimal = true
            return true
        }
        rest = rest.trimmed
        if rest.count == 1, rest[0] == 0x2D {
            // `1.234.567,-` writes "no decimals" and is no minus sign; `1.234.567-` is one.
            if let last = separators.last, last.at == digits.count {
                separators.removeLast()
            } else {
                takeSign(isMinus: true)
            }
            return true
        }
        if let last = separators.last, last.at == digits.count, rest.isEmpty { return false }
        if rest.isEmpty { return true }
        if let word = AmountShape.scaleWords.first(where: { rest.equalsIgnoringCase($0.word) }) {
            power = word.power
            isScaled = true
            return true
        }
        guard currency == nil, let (found, length) = AmountShape.currency(at: rest), length == rest.count else {
            return false
        }
        currency = found
        return true
    }

    private static let scaleWords: [(word: StaticString, power: Int)] = [
        ("rb", 3), ("ribu", 3), ("jt", 6), ("juta", 6), ("miliar", 9), ("milyar", 9), ("triliun", 12),
    ]

    private static func exponent(_ text: Bytes) -> Int? {
        var digits = text
        var negative = false
        if let first = text.first, first == 0x2B || first == 0x2D {
            negative = first == 0x2D
            digits = text.slice(1, text.count)
        }
        guard digits.isDigits, digits.count <= 3 else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return negative ? -value : value
    }
}

/// Which of the two separators is the decimal mark.
package enum AmountNotation: UInt8, Sendable {
    /// `1,234.56`
    case dotDecimal = 0x2E
    /// `1.234,56`
    case commaDecimal = 0x2C

    package var mark: String { self == .dotDecimal ? "." : "," }
}

extension AmountShape {
    /// How many of the digits are decimals when read in `notation`, or nil when the separators do not fit it.
    package func decimals(_ notation: AmountNotation) -> Int? {
        guard let last = separators.last else { return 0 }
        let marks = separators.filter { $0.mark == notation.rawValue }
        guard marks.count <= 1 else { return nil }
        if marks.count == 1 {
            guard last.mark == notation.rawValue else { return nil }
            return groupsAreValid(Array(separators.dropLast()), end: last.at) ? digits.count - last.at : nil
        }
        guard !forcesDecimal else { return nil }
        return groupsAreValid(separators, end: digits.count) ? 0 : nil
    }

    /// Groups of exactly three digits, all parted alike, after a first group of one to three that does not start with
    /// zero.
    private func groupsAreValid(_ marks: [(mark: UInt8, at: Int)], end: Int) -> Bool {
        guard let first = marks.first else { return true }
        guard marks.allSatisfy({ $0.mark == first.mark }) else { return false }
        guard (1...3).contains(first.at), digits[0] != 0 else { return false }
        let places = marks.map(\.at) + [end]
        return zip(places, places.dropFirst()).allSatisfy { $1 - $0 == 3 }
    }
}
