import Formats
import Store

/// The outcome of one check of the book.
package struct CheckResult: Sendable {
    package let name: String
    package var checked = 0
    package var failed = 0
    /// What failed first, in words for a person who looks for it.
    package var first: String?

    init(_ name: String) { self.name = name }

    /// Counts one thing; `what` is only made when it failed.
    mutating func count(_ isGood: Bool, _ what: @autoclosure () -> String) {
        checked += 1
        guard !isGood else { return }
        failed += 1
        if first == nil { first = what() }
    }

    package var json: JSONValue {
        [
            "name": .string(name), "checked": JSONValue(checked), "failed": JSONValue(failed),
            "first": JSONValue(first),
        ]
    }
}

/// One check of the book: an invariant, recomputed from the facts.
protocol BookCheck: SendableMetatype {
    /// Public; in the output of `verify`.
    static var name: String { get }
    static func run(_ db: any Reading) throws -> CheckResult
}

/// Every check, in the order in which they are reported.
package enum BookChecks {
    package static var names: [String] { all.map { $0.name } }

    static let all: [any BookCheck.Type] = [
        JournalChain.self, FactsAreRecorded.self, AllocationConserves.self, PositionsEqualRecomputation.self,
        PositionsAddUp.self, NothingIsStale.self, ImportRowsAddUp.self, PromisesAddUp.self, ReferencesLeadHome.self,
        WaitingMoneyIsThere.self, AttributesAreTheLatest.self, OneOpenCase.self, TalliesAddUp.self,
        NoticesHaveSteps.self, AgendaIsComplete.self, SearchIsComplete.self, ClosingsAddUp.self,
    ]
}
