import Formats
import Receivables
import Store

/// Writes what was decided for one portion of a run, in the transaction it is called in.
struct RunWriter {
    let run: RunRecord
    let actor: Actor

    /// What is about the debtors of the portion alone.
    func writeFacts(_ effects: RunEffects, _ db: any Writing) throws {
        try db.saveCases(effects.cases)
        // A step that was ever taken under this identity is not taken again, whatever happens.
        try db.insertNew(effects.steps, into: "steps", columns: CaseColumns.steps, key: CaseColumns.stepKey)
        try db.insertNew(effects.notices, into: "notices", columns: CaseColumns.notices, key: CaseColumns.stepKey)
        try db.execute(
            """
            UPDATE promises SET state = b.c2, received = b.c3, decided = b.c4 FROM batch AS b
            WHERE promises.debtor_id = b.c0 AND promises.promise_id = b.c1
            """, from: effects.promises)
        try db.execute("DELETE FROM news WHERE debtor_id IN (SELECT c0 FROM batch)", from: effects.doneNews)
        for (day, debtors) in effects.doneAgenda.sorted(by: { $0.key < $1.key }) {
            let (chosen, values) = DebtorSelection(debtors).exactCondition("debtor_id", db.dialect)
            try db.execute("DELETE FROM agenda WHERE \(chosen) AND day = ?3", values + [Value(Int64(day))])
        }
        try db.insertNew(effects.agenda, into: "agenda", columns: ["day", "debtor_id"], key: ["day", "debtor_id"])
        try writeParked(effects, db)
    }

    /// What all portions and nodes write, one after the other. True when so much had to be set aside by now that the
    /// run stops here.
    func writeSums(_ effects: RunEffects, _ db: any Writing) throws -> Bool {
        guard !effects.due.isEmpty else { return false }
        try db.joinLine()
        try db.countCases(effects.cases)
        var result = RunResult(date: run.day)
        result.read(JSONValue(parsing: try db.counters(ofRun: run.id)) ?? .null)
        result.add(effects.result)
        try db.setCounters(ofRun: run.id, result.stored.text(indent: nil))
        try db.journal("run-chunk", subject: "run:\(run.day)", detail: detail(effects).text(indent: nil), by: actor)
        let parked = try db.parkedCount(byRun: run.id)
        guard parked >= DeskLimits.parkedFloor, parked * 100 > result.accountsTouched * DeskLimits.parkedPercentMax
        else { return false }
        try db.setStopped(true, run: run.id)
        return true
    }

    private func writeParked(_ effects: RunEffects, _ db: any Writing) throws {
        if try db.integer("SELECT count(*) FROM parked") > 0 {
            try db.execute("DELETE FROM parked WHERE debtor_id IN (SELECT c0 FROM batch)", from: effects.unparked)
        }
        try db.savePark(effects.parked, run: run.id)
    }

    private func detail(_ effects: RunEffects) -> JSONValue {
        let batches = [
            effects.cases.new, effects.cases.changed, effects.steps, effects.notices, effects.promises, effects.parked,
        ]
        return [
            "accounts": JSONValue(effects.result.accountsTouched), "steps": JSONValue(effects.result.steps),
            "notices": JSONValue(effects.result.notices), "digest": .string(RowBatch.digest(batches).hex),
        ]
    }
}

extension Writing {
    /// Adds the rows of the batch whose key is not in the table yet.
    func insertNew(_ batch: RowBatch, into table: String, columns: [String], key: [String]) throws {
        try insert(batch, into: table, columns: columns, onConflict: key, do: "NOTHING")
    }

    /// Marks every debtor who has anything open or a case, when the rules have changed.
    func markEverybody() throws {
        try execute(
            """
            INSERT INTO news (debtor_id) SELECT DISTINCT debtor_id FROM positions WHERE open_count > 0
                ON CONFLICT DO NOTHING
            """,
            [])
        try execute(
            "INSERT INTO news (debtor_id) SELECT debtor_id FROM cases WHERE closed IS NULL ON CONFLICT DO NOTHING", [])
    }
}
