/// How long an amount is drawn: whole units of a drawing, from nothing to a round number that holds everything.
package struct Scale: Sendable, Equatable {
    /// The end of the scale: 1, 2 or 5 with noughts behind, and never less than what is drawn.
    package let top: Int64

    package init(end: Int64) { top = end }

    package init(holding most: Int64) {
        guard most > 0 else {
            top = 1
            return
        }
        var power: Int64 = 1
        while true {
            for step: Int64 in [1, 2, 5] {
                let (end, isTooLarge) = step.multipliedReportingOverflow(by: power)
                if isTooLarge {
                    top = most
                    return
                }
                if end >= most {
                    top = end
                    return
                }
            }
            let (next, isTooLarge) = power.multipliedReportingOverflow(by: 10)
            if isTooLarge {
                top = most
                return
            }
            power = next
        }
    }

    /// The length of a value where the whole scale is `size` long. What is there is never drawn as nothing.
    package func length(_ value: Int64, of size: Int64) -> Int64 {
        guard value > 0, size > 0 else { return 0 }
        let product = min(value, top).multipliedFullWidth(by: size)
        return max(1, top.dividingFullWidth(product).quotient)
    }

    /// The middle of the scale, for a second line; nil where that is no whole number.
    package var middle: Int64? { top.isMultiple(of: 2) ? top / 2 : nil }
}
