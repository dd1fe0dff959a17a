/// A small seeded generator (SplitMix64, Steele, Lea and Flood 2014): the same seed gives the same numbers, on every
/// machine and with every version of the standard library.
package struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Seeds that lie side by side give numbers that have nothing to do with each other: the seed is mixed first, or
    /// one would give the numbers of the other from the second on.
    package init(_ seed: UInt64) { state = Seeded.mixed(seed &+ 0x1234_5678_9ABC_DEF1) }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Seeded.mixed(state)
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number of the range, each as likely as the other to within 2⁻³² (Lemire's multiplication without its
    /// rejection).
    package mutating func int(_ range: ClosedRange<Int>) -> Int {
        let size = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: size).high)
    }

    /// True in `percent` of a hundred cases.
    package mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }

    /// One of the elements, of which there must be some.
    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[int(0...elements.count - 1)] }

    /// The place of one of the weights, in proportion to them; their sum must be above 0.
    package mutating func place(_ weights: [Int]) -> Int {
        var rest = int(1...weights.reduce(0, +))
        for (place, weight) in weights.enumerated() {
            rest -= weight
            if rest <= 0 { return place }
        }
        return weights.count - 1
    }
}
