import Receivables
import Store

/// A debtor who is mine for now.
package struct TakenDebtor: Sendable {
    package let debtorID: Int64
    package let debtor: String
    package let creditor: String
    package let lock: DebtorLock
}

/// A debtor by the number that the book has for them, or as people name them.
package enum DebtorName: Sendable, Hashable {
    case id(Int64)
    case reference(String, creditor: String?)
}

extension Reading {
    /// Errors: `debtor-unknown`, `reference-ambiguous`.
    func find(_ name: DebtorName, within scope: Scope) throws -> DebtorRecord {
        let id: Int64
        let shown: String
        switch name {
        case .id(let number): (id, shown) = (number, String(number))
        case .reference(let reference, let creditor):
            (id, shown) = (try findDebtor(reference, creditor: creditor, within: scope), reference)
        }
        guard try isShown(debtor: id, account: nil, within: scope),
            let found = try debtors(DebtorSelection([id]), .current).first
        else {
            throw Problem(.debtorUnknown, [Fact("reference", shown)])
        }
        return found
    }
}

extension Desk {
    /// Takes a debtor, so that others see who is at work; whoever had another one gives that back. A lock ends by
    /// itself when nothing is heard of its owner for a while. It hinders nobody who records something: it is a word
    /// among colleagues, and no change of the book.
    ///
    /// Errors: `debtor-taken`, `debtor-unknown`, `reference-ambiguous`.
    package func take(_ name: DebtorName, seconds: Int = DeskLimits.debtorLockSeconds) throws -> TakenDebtor {
        let debtor = try find(name)
        guard let taken = try take(debtor, seconds: seconds) else {
            let lock = try engine.read { try $0.lock(of: debtor.id) }
            throw Problem(.debtorTaken, [Fact("debtor", debtor.reference), Fact("by", lock?.owner ?? "")])
        }
        return taken
    }

    /// Nil when somebody else has the debtor.
    private func take(_ debtor: DebtorRecord, seconds: Int) throws -> TakenDebtor? {
        let owner = actorName
        return try engine.write(.repeatable, .ownDebtors) { db in
            guard try db.takeLock(debtor.id, owner: owner, seconds: seconds) else { return nil }
            try db.releaseLocks(of: owner, but: debtor.id)
            guard let lock = try db.lock(of: debtor.id, holding: false) else { return nil }
            return TakenDebtor(
                debtorID: debtor.id, debtor: debtor.reference, creditor: try db.creditorName(debtor.creditor),
                lock: lock)
        }
    }

    /// Says that I am still at work; false when the lock ended meanwhile and I have to take the debtor again.
    package func renew(_ name: DebtorName, seconds: Int = DeskLimits.debtorLockSeconds) throws -> Bool {
        let owner = actorName
        let debtor = try find(name)
        return try engine.write(.repeatable, .ownDebtors) { db in
            try db.renewLock(debtor.id, owner: owner, seconds: seconds)
        }
    }

    /// Gives a debtor back, if I have them.
    package func release(_ name: DebtorName) throws {
        let owner = actorName
        let debtor = try find(name)
        try engine.write(.repeatable, .ownDebtors) { try $0.releaseLock(debtor.id, owner: owner) }
    }

    /// Gives back whatever I have.
    package func releaseAll() throws {
        try access.require(.seeDebtors)
        let owner = actorName
        try engine.write(.repeatable, .ownDebtors) { try $0.releaseLocks(of: owner, but: nil) }
    }

    /// Who is at work on a debtor; nil: nobody.
    package func holder(of name: DebtorName) throws -> DebtorLock? {
        let debtor = try find(name)
        return try engine.read { try $0.lock(of: debtor.id) }
    }

    /// Who is at work on whom, by the number of the debtor.
    package func locks() throws -> [Int64: DebtorLock] {
        try access.require(.seeDebtors)
        return try engine.read { try $0.locks() }
    }

    /// The debtor, if they are shown. Errors: `debtor-unknown`, `reference-ambiguous`, `not-permitted`.
    func find(_ name: DebtorName) throws -> DebtorRecord {
        try access.require(.seeDebtors)
        return try engine.read { db in try db.find(name, within: scope(db)) }
    }

    /// Takes the best of a collector's list that nobody else is at work on and that is not done; nil when nothing is
    /// left. Of two who ask at the same moment each gets another one.
    ///
    /// Errors: `collector-unknown`, `worklist-before-last-run`.
    package func takeNext(
        collector: String, date: Day? = nil, skipping skipped: Set<Int64> = [],
        seconds: Int = DeskLimits.debtorLockSeconds
    ) throws -> TakenDebtor? {
        let collector = try own(collector)
        let date = try date ?? worklistDay()
        let owner = actorName
        let candidates = try engine.read { db in
            let locks = try db.locks()
            let work = try work(of: collector, date, db)
            return work.entries.map(\.debtor).filter { debtor in
                !skipped.contains(debtor) && (locks[debtor].map { $0.owner == owner } ?? true)
            }
        }
        for id in candidates {
            let debtor = try find(.id(id))
            guard let taken = try take(debtor, seconds: seconds) else { continue }
            // Somebody may have worked on the debtor and given them back since the list was read.
            let isToDo = try engine.read { db in
                let work = try work(of: collector, date, db, only: [id])
                return work.entries.contains { $0.debtor == id }
            }
            if isToDo { return taken }
            try engine.write(.repeatable, .ownDebtors) { try $0.releaseLock(id, owner: owner) }
        }
        return nil
    }
}

extension Reading {
    func creditorName(_ id: Int64) throws -> String {
        try first("SELECT name FROM creditors WHERE creditor_id = ?1", [Value(id)]) { $0.text(0) } ?? ""
    }
}
