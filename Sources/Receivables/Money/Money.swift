/// An amount in whole minor units of one currency. Never a floating-point number.
package struct Money: Hashable, Sendable {
    package var minor: Int64
    package let currency: Currency

    package init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// The decimal text with the currency's own number of decimals and a point: `-1250000.00`.
    package var decimalText: String { Money.decimalText(minor, decimals: currency.decimals) }

    /// Decimal text of `minor` units of a currency with `decimals` decimals.
    package static func decimalText(_ minor: Int64, decimals: Int) -> String {
        var digits = String(minor.magnitude)
        if decimals > 0 {
            if digits.utf8.count <= decimals {
                digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
            }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
        }
        return minor < 0 ? "-" + digits : digits
    }
}

/// The largest amount of one due or payment: 10^15 minor units (ten trillion rupiah). Nine thousand of the largest
/// still add up inside 64 bits; more than that is found by the checked additions below and parks the account.
package let largestAmountMinor: Int64 = 1_000_000_000_000_000

extension Int64 {
    /// The sum, or `Problem` `amount-overflow` where it does not fit: money never wraps around.
    package func adding(_ other: Int64) throws(Problem) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        if overflow { throw Problem(.amountOverflow) }
        return sum
    }
}
