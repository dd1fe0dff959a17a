import Receivables

/// How cases end, as far as a strategy has a say: a case is always over when nothing of the debtor is past due
/// any more.
package struct Exits: Hashable, Sendable {
    /// A person is asked to decide about a case that is late this long.
    package struct Proposal: Hashable, Sendable {
        /// Days past due of what may be contacted about.
        package let days: Int
        package let step: Step

        package init(days: Int, step: Step) {
            self.days = days
            self.step = step
        }
    }

    /// Less overdue than this opens no case and ends an open one, in whole units of the currency; nil: anything is
    /// worth a case.
    package var overdueBelow: Int64?
    /// Where accounts of a status went, by its letters in lower case; beside the words that are known anyway.
    package var statuses: [String: CloseReason] = [:]
    /// By rising days.
    package var proposals: [Proposal] = []

    package init() {}

    /// A status as it is compared: only its letters, in lower case.
    package static func folded(status: String) -> String { status.lowercased().filter(\.isLetter) }
}

extension CaseFacts {
    /// Whether so little is overdue that the strategy wants no case of it. Amounts of several currencies do not add up,
    /// so they never count as little.
    func isBelowExit(_ strategy: Strategy?) -> Bool {
        guard let limit = strategy?.exits.overdueBelow else { return false }
        let late = overdue.filter { $0.value != 0 }
        guard late.count == 1, let (currency, amount) = late.first else { return false }
        return amount < limit * currency.minorPerMajor
    }

    /// The proposal that is due for a case and was not made yet: the last one, when several have fallen due.
    func proposal(_ record: CaseRecord, daysPastDue: Int) -> (step: Step, identity: StepIdentity)? {
        guard let last = strategies[record.strategy]?.exits.proposals.last(where: { $0.days <= daysPastDue }) else {
            return nil
        }
        let identity = StepIdentity(
            episode: record.episode, strategy: record.strategy, step: last.step.id, sequence: 0)
        return wasTaken(identity) ? nil : (last.step, identity)
    }
}
