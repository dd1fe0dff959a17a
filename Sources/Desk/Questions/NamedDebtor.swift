import Receivables
import Store

extension Desk {
    /// One debtor by any name, as of a day and as known at a moment. Errors: `debtor-unknown`, `reference-ambiguous`.
    package func debtor(_ name: DebtorName, asOf: Day, knownAt: Instant? = nil) throws -> DebtorAnswer {
        try access.require(.seeDebtors)
        let (reference, creditor) = try names(of: name)
        return try debtor(AccountQuestion(reference: reference, asOf: asOf, knownAt: knownAt, creditor: creditor))
    }

    /// What is recorded about a debtor, whatever the name. Errors: `debtor-unknown`, `reference-ambiguous`.
    package func subject(_ name: DebtorName) throws -> RecordingSubject {
        try access.require(.seeDebtors)
        let (reference, creditor) = try names(of: name)
        return RecordingSubject(debtor: reference, creditor: creditor)
    }

    /// The reference and the creditor whose it is.
    private func names(of name: DebtorName) throws -> (reference: String, creditor: String?) {
        if case .reference(let reference, let creditor) = name { return (reference, creditor) }
        let found = try find(name)
        return (found.reference, try engine.read { try $0.creditorName(found.creditor) })
    }
}
