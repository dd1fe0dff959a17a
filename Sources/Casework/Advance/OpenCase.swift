import Receivables

/// A case opens when arrears appear: one for the debtor, over all accounts, under the strategy of the account that is
/// late the longest.
enum OpenCase: RunStep {
    static let name = "open-case"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard outcome.record == nil, let worst = facts.worst, let segment = facts.segment(for: worst),
            !facts.isBelowExit(worst.strategy)
        else { return }
        outcome.record = CaseRecord(
            debtor: facts.debtor, episode: facts.lastEpisode + 1, opened: today.day, strategy: worst.strategy.id,
            segment: segment.name)
        outcome.isOpened = true
    }
}

extension CaseFacts {
    /// The segment of the strategy that an account's portfolio follows.
    func segment(for account: AccountStanding) -> Segment? {
        let overdue = self.overdue[account.currency] ?? 0
        let broken = promises.filter(\.judged.hasFailed).count
        return account.strategy.segment(
            for: SegmentSubject(
                portfolio: account.portfolioName, product: account.product, lender: account.lender,
                overdueMajor: overdue / account.currency.minorPerMajor, brokenPromises: broken))
    }
}
