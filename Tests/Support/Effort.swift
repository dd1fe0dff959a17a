import Foundation

/// How long the long checks may take: a small share of each by default, all of it when `LUNAS_LONG_TESTS` is set, and
/// what fits into the minutes of `LUNAS_LONG_MINUTES` when that is set too.
package enum Effort {
    package static let variable = "LUNAS_LONG_TESTS"
    package static let minutesVariable = "LUNAS_LONG_MINUTES"
    /// What the long checks take at their full size, fuzzing and the million accounts included.
    package static let fullMinutes = 240

    package static var isLong: Bool { isSet(variable) }

    private static func isSet(_ name: String) -> Bool {
        ProcessInfo.processInfo.environment[name].map { !$0.isEmpty } ?? false
    }

    private static var minutes: Int {
        let said = ProcessInfo.processInfo.environment[minutesVariable].flatMap { Int($0) } ?? fullMinutes
        return min(max(said, 0), fullMinutes)
    }

    /// The count of random cases to run. In the second pass, on PostgreSQL, half of the usual ones: the first half was
    /// the same on SQLite.
    package static func cases(_ usual: Int, long: Int) -> Int {
        isFirstPass ? amount(usual, long: long) : (usual + 1) / 2
    }

    /// Whether what never reaches an engine, or asks both in any case, is tested in this pass: it was in the first.
    package static var isFirstPass: Bool { isLong || TestedEngine.chosen.isFile }

    /// A size or a number that an engine must meet by itself, as of kills or of accounts.
    package static func amount(_ usual: Int, long: Int) -> Int {
        isLong ? usual + (long - usual) * minutes / fullMinutes : usual
    }
}
