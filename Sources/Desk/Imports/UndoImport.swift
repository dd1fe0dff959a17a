import Formats
import Receivables
import Store

/// What taking back an import did.
package struct UndoResult: Sendable {
    package let id: Int64
    package var dues = 0
    package var payments = 0
    package var others = 0
    /// Names, statuses, aliases … of debtors and accounts that are what they were before.
    package var attributes = 0
    /// Later imports some of whose rows changed nothing: what they only repeated went with this import.
    package var repeatedBy: [Int64] = []

    package var json: JSONValue {
        [
            "import": JSONValue(id), "dues": JSONValue(dues), "payments": JSONValue(payments),
            "others": JSONValue(others), "attributes": JSONValue(attributes),
            "repeatedBy": .array(repeatedBy.map { JSONValue($0) }),
            "undone": true,
        ]
    }
}

extension Desk {
    /// Takes back one import: what it recorded goes out of use, what it replaced comes back, and every account it
    /// touched is settled anew. Nothing is erased: as known at a moment before, the book is still what it was then.
    /// Imports may be taken back in any order: what comes back is what the latest of the others said.
    ///
    /// Errors: `import-unknown`, `import-undone`, `import-unfinished`, and without `force` `import-built-upon`.
    package func undoImport(_ id: Int64, force: Bool, progress: TaskProgress = .silent) throws -> UndoResult {
        try access.require(.undoImports)
        let lock = try engine.acquire(.book)
        defer { lock.release() }
        guard let record = try engine.read({ try $0.importRecord(id) }),
            try engine.read({ try showsAll(ofCreditorOf: record.portfolio, $0) })
        else {
            throw Problem(.importUnknown, [Fact("import", id)])
        }
        guard record.state != .undone else { throw Problem(.importUndone, [Fact("import", id)]) }
        try engine.read { try $0.refuseUnfinishedImport(butFor: id) }
        if record.state != .undoing, !force { try engine.read { try UndoRefusal(record: record, db: $0).check() } }
        return try UndoJob(desk: self, record: record, progress: progress).run()
    }
}

/// One import being taken back, debtor by debtor. Every portion can be repeated, so it may stop at any moment.
private struct UndoJob {
    let desk: Desk
    let record: ImportRecord
    let progress: TaskProgress

    private var engine: any Engine { desk.engine }

    func run() throws -> UndoResult {
        let undo = try begin()
        var result = UndoResult(id: record.id)
        let creditor = try engine.read { try $0.portfoliosByID()[record.portfolio]?.creditor ?? 0 }
        try UndoPayments(engine: engine, import: record.entry, undo: undo, creditor: creditor).run(&result)
        let last = try engine.read { try $0.integer("SELECT coalesce(max(debtor_id), 0) FROM debtors") }
        var from: Int64 = 0
        while from <= last {
            let through = from + Int64(DeskLimits.runChunkDebtors) - 1
            try engine.write(.repeatable) { db in
                let portion = UndoPortion(
                    db: db, import: record.entry, undo: undo, from: from, through: through, creditor: creditor)
                try portion.takeBackFacts(&result)
                try portion.takeBackPeople(&result)
                try portion.markTouched()
            }
            progress.report(.writing, Int(min(through, last)), of: Int(last))
            from = through + 1
        }
        // Money that waits again may be for an account that a later import names as well.
        try PaymentAssignment.claimWaiting(
            creditor: creditor, entry: undo, chunkRows: DeskLimits.importChunkRows, engine)
        try PositionRepair(engine: engine).run(progress: progress)
        result.repeatedBy = try engine.read { try repeating($0) }
        try finish(undo)
        return result
    }

    /// The journal entry of taking it back: taken up after an interruption, it goes on under the one it began with.
    private func begin() throws -> Int64 {
        if record.state == .undoing, let begun = record.undone { return begun }
        return try engine.write(.repeatable) { db in
            let detail: JSONValue = ["file": .string(record.file)]
            let entry = try db.journal(
                "import-undone", subject: "import:\(record.id)", detail: detail.text(indent: nil), by: desk.actor)
            try db.beginUndo(ofImport: record.id, entry: entry, at: desk.now)
            return entry
        }
    }

    /// Later imports of the same creditor whose rows were partly known already, of kinds that say the same things.
    private func repeating(_ db: any Reading) throws -> [Int64] {
        let portfolios = try db.portfoliosByID()
        let creditor = portfolios[record.portfolio]?.creditor
        let ofTheirOwn: Set = [ImportKind.payments.rawValue, ImportKind.promises.rawValue, ImportKind.contacts.rawValue]
        return try db.imports(state: .done).filter { later in
            let unchanged = later.result.flatMap { JSONValue(parsing: $0) }?["unchanged"]?.integer ?? 0
            let isAlike = later.kind == record.kind || ofTheirOwn.isDisjoint(with: [later.kind, record.kind])
            return later.entry > record.entry && unchanged > 0 && isAlike
                && portfolios[later.portfolio]?.creditor == creditor
        }.map(\.id).sorted()
    }

    /// Accounts that left the book have no position: nothing looks at them any more. Nor have those without any fact.
    private func finish(_ undo: Int64) throws {
        let hasFacts = ["dues", "payments"].map { table in
            """
            EXISTS (SELECT 1 FROM \(table) t WHERE t.debtor_id = positions.debtor_id
                AND t.account_id = positions.account_id AND t.retracted_id IS NULL)
            """
        }.joined(separator: " OR ")
        // Who is told that it is taken back must find it so, whatever happens to the machine.
        try engine.write(.durable) { db in
            _ = try db.execute(
                """
                DELETE FROM positions WHERE (debtor_id, account_id) IN (
                    SELECT debtor_id, account_id FROM accounts WHERE retracted_id = ?1)
                    OR open_count = 0 AND credit = 0 AND NOT (\(hasFacts))
                """, [Value(undo)])
            try db.finishImport(record.id, state: .undone, at: desk.now, result: nil)
        }
    }
}
