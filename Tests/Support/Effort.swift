import Foundation

/// How long the long checks may take: a small share of each by default, all of it when `LUNAS_LONG_TESTS` is set.
package enum Effort {
    package static let variable = "LUNAS_LONG_TESTS"

    package static var isLong: Bool {
        ProcessInfo.processInfo.environment[variable].map { !$0.isEmpty } ?? false
    }

    /// The count of cases to run.
    package static func cases(_ usual: Int, long: Int) -> Int { isLong ? long : usual }
}
