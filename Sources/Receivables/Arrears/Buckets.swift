/// Ranges of days past due, as data: the upper ends of all ranges but the last, which is open.
package struct Buckets: Hashable, Sendable {
    /// Last day of each range, rising, the first one 0 (`current`); the range above the last has no end.
    package let ends: [Int]

    /// Refuses ends that do not start at 0 or do not rise.
    package init(ends: [Int]) throws(Problem) {
        let rises = zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 }
        guard ends.first == 0, rises, ends.count <= 40, ends.allSatisfy({ $0 <= 36_500 }) else {
            throw Problem(.settingInvalid, [
                Fact("setting", "buckets"), Fact("value", ends.map(String.init).joined(separator: ",")),
                Fact("allowed", Phrase(.bucketEnds)),
            ])
        }
        self.ends = ends
    }

    private init(checked ends: [Int]) { self.ends = ends }

    /// current, 1–30, 31–60, 61–90, 91–120, 121–180, over 180.
    package static let standard = Buckets(checked: [0, 30, 60, 90, 120, 180])

    package var count: Int { ends.count + 1 }

    /// The bucket that holds `days` past due: 0 for current.
    package func index(of days: Int) -> Int {
        var index = 0
        while index < ends.count, days > ends[index] { index += 1 }
        return index
    }

    /// `current`, `1-30`, …, `181+`.
    package func name(_ index: Int) -> String {
        if index == 0 { return "current" }
        let from = ends[index - 1] + 1
        guard index < ends.count else { return "\(from)+" }
        return ends[index] == from ? "\(from)" : "\(from)-\(ends[index])"
    }

    package var names: [String] { (0..<count).map(name) }

    /// The last day of the bucket that holds `days`, or nil in the last one.
    package func end(after days: Int) -> Int? { ends.first { $0 >= days } }
}
