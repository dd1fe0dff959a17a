import Receivables

/// An amount read from text.
package struct ReadAmount: Equatable, Sendable {
    /// Minor units, sign included.
    package let minor: Int64
    /// Digits beyond the decimals of the currency were rounded half-even.
    package let isRounded: Bool
    /// The currency written beside the number, if any.
    package let currency: Currency?
}

/// What a column of amounts shows about its decimal mark. The decision is taken on the whole column.
package struct AmountEvidence: Equatable, Sendable {
    /// Values that only make sense with a point, or only with a comma, as the decimal mark.
    package private(set) var dotOnly = 0
    package private(set) var commaOnly = 0

    package init() {}

    /// Takes one value into account. Plain digits and text that is no number say nothing, and neither does one with a
    /// scale in words, which people write as they speak.
    package mutating func add(_ text: Bytes) {
        guard text.contains(where: { $0 == 0x2E || $0 == 0x2C }), let shape = AmountShape(text) else { return }
        guard !shape.isScaled else { return }
        let dot = shape.decimals(.dotDecimal) != nil
        let comma = shape.decimals(.commaDecimal) != nil
        if dot, !comma { dotOnly += 1 }
        if comma, !dot { commaOnly += 1 }
    }

    /// Takes into account what another walk saw further on in the column.
    package mutating func add(_ later: AmountEvidence) {
        dotOnly += later.dotOnly
        commaOnly += later.commaOnly
    }

    /// The notation of the column, or nil when nothing decides or when both occur; then every value is read by itself.
    package var notation: AmountNotation? {
        if dotOnly > 0, commaOnly == 0 { return .dotDecimal }
        if commaOnly > 0, dotOnly == 0 { return .commaDecimal }
        return nil
    }

    package var isMixed: Bool { dotOnly > 0 && commaOnly > 0 }
}

/// Reads the amounts of one column, exactly and in integers.
package struct AmountReader: Sendable {
    /// nil: each value by itself.
    package let notation: AmountNotation?
    /// With a notation per value: whether one that could be either is refused (both notations occur in the column)
    /// rather than read as grouped thousands (`1.234` is one thousand two hundred thirty-four).
    package let refusesDoubt: Bool

    package init(notation: AmountNotation?, refusesDoubt: Bool) {
        self.notation = notation
        self.refusesDoubt = refusesDoubt
    }

    /// The amount in minor units of a currency with `decimals` decimals. Errors: `not-an-amount`, `amount-ambiguous`,
    /// `amount-too-large`.
    package func read(_ text: Bytes, decimals: Int) throws(Problem) -> ReadAmount {
        if let plain = AmountReader.plainDigits(text, decimals: decimals) {
            return ReadAmount(minor: plain, isRounded: false, currency: nil)
        }
        guard let shape = AmountShape(text) else { throw Problem(.notAnAmount) }
        let places = try places(shape, currencyDecimals: decimals)
        guard let (magnitude, rounded) = shape.minor(places: places, decimals: decimals) else {
            throw Problem(.amountTooLarge)
        }
        return ReadAmount(
            minor: shape.isNegative ? -magnitude : magnitude, isRounded: rounded, currency: shape.currency)
    }

    /// Up to twelve plain digits, the most frequent case.
    private static func plainDigits(_ text: Bytes, decimals: Int) -> Int64? {
        guard text.count > 0, text.count <= 12 else { return nil }
        var value: Int64 = 0
        for byte in text {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        for _ in 0..<decimals { value *= 10 }
        return value <= largestAmountMinor ? value : nil
    }

    private func places(_ shape: AmountShape, currencyDecimals: Int) throws(Problem) -> Int {
        if let notation {
            guard let places = shape.decimals(notation) else { throw Problem(.notAnAmount) }
            return places
        }
        switch (shape.decimals(.dotDecimal), shape.decimals(.commaDecimal)) {
        case (nil, nil): throw Problem(.notAnAmount)
        case (let places?, nil), (nil, let places?): return places
        case (let dot?, let comma?):
            guard dot != comma else { return dot }
            if refusesDoubt || shape.isScaled || currencyDecimals == 3 { throw Problem(.amountAmbiguous) }
            return min(dot, comma)
        }
    }
}

extension AmountShape {
    /// The magnitude in minor units when the last `places` digits are decimals, rounded half-even to `decimals`; nil
    /// when it is larger than any amount may be.
    func minor(places: Int, decimals: Int) -> (Int64, rounded: Bool)? {
        let scale = power - places + decimals
        let kept = max(0, scale < 0 ? digits.count + scale : digits.count)
        var value: Int64 = 0
        for digit in digits[..<kept] {
            value = value * 10 + Int64(digit)
            guard value <= largestAmountMinor else { return nil }
        }
        for _ in 0..<max(0, scale) where value > 0 {
            value *= 10
            guard value <= largestAmountMinor else { return nil }
        }
        let dropped = digits[kept...]
        // With fewer digits than dropped places (0.004 → 0), the missing ones in front are zeros and decide downwards.
        guard scale < 0, dropped.contains(where: { $0 != 0 }) else { return (value, false) }
        let isShort = digits.count + scale < 0
        let first = isShort ? 0 : dropped.first ?? 0
        let isHalf = first == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
        let up = first > 5 || first == 5 && !isHalf || isHalf && value % 2 == 1
        let result = up ? value + 1 : value
        return result <= largestAmountMinor ? (result, true) : nil
    }
}
