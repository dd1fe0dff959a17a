import Casework
import Receivables
import Store

/// Gives open cases without an owner to collectors, in order of debtor, so that the result does not depend on where the
/// run was cut into portions or interrupted.
struct OwnerAssignment {
    let engine: any Engine
    let rules: DeskRules
    /// Called first in every transaction; what it throws ends the assignment.
    let guardian: (any Writing) throws -> Void

    func run() throws {
        let isWanted = try engine.read { db in
            try db.collectors().contains(where: \.isActive) && !db.unownedCases(after: 0, limit: 1, rules).isEmpty
        }
        // What everybody has to do already is counted only for somebody to whom it matters.
        guard isWanted else { return }
        var assignment = try engine.read { try Assignment($0.capacities()) }
        let size = DeskLimits.runShareDebtors(writersAtOnce: engine.writersAtOnce)
        var after: Int64 = 0
        while true {
            let from = after
            let unowned = try engine.read { db in
                try db.unownedCases(after: from, limit: size, rules)
            }
            guard let last = unowned.last else { return }
            var batch = RowBatch(width: 2)
            for unowned in unowned {
                guard let collector = assignment.assign(unowned) else { continue }
                batch.integer(unowned.debtor)
                batch.integer(collector)
            }
            try engine.write(.repeatable) { db in
                try guardian(db)
                _ = try db.execute(
                    """
                    UPDATE cases SET collector_id = b.c1 FROM batch AS b
                    WHERE cases.debtor_id = b.c0 AND cases.closed IS NULL AND cases.collector_id IS NULL
                    """, from: batch)
            }
            after = last.debtor
        }
    }
}

extension Reading {
    /// Active collectors with what their open cases cost them.
    func capacities() throws -> [CollectorCapacity] {
        var loads: [Int64: Int] = [:]
        try rows(
            """
            SELECT collector_id, sum(CASE WHEN minutes > 0 THEN minutes ELSE 1 END) FROM cases
            WHERE closed IS NULL AND collector_id IS NOT NULL GROUP BY collector_id
            """, []
        ) { loads[$0.integer(0)] = Int($0.integer(1)) }
        return try collectors().filter(\.isActive).map {
            CollectorCapacity(
                id: $0.id, name: $0.name, minutesPerDay: $0.minutesPerDay, languages: $0.languages,
                portfolios: $0.portfolios,
                load: loads[$0.id] ?? 0)
        }
    }

    /// Open cases without an owner behind a debtor, in order.
    func unownedCases(after debtor: Int64, limit: Int, _ rules: DeskRules) throws -> [UnownedCase] {
        let found = try all(
            """
            SELECT c.debtor_id, c.minutes, d.language,
                (SELECT a.portfolio_id FROM accounts a WHERE a.debtor_id = c.debtor_id ORDER BY a.account_id LIMIT 1),
                (SELECT a.collector FROM accounts a WHERE a.debtor_id = c.debtor_id AND a.collector IS NOT NULL
                    ORDER BY a.account_id LIMIT 1)
            FROM cases c JOIN debtors d ON d.debtor_id = c.debtor_id
            WHERE c.debtor_id > ?1 AND c.closed IS NULL AND c.collector_id IS NULL ORDER BY c.debtor_id LIMIT ?2
            """, [Value(debtor), Value(limit)]
        ) { row in
            UnownedCase(
                debtor: row.integer(0), minutes: max(1, Int(row.integer(1))),
                portfolio: rules.portfolios[row.integer(3)]?.name ?? "", language: row.textOrNil(2),
                wanted: row.textOrNil(4))
        }
        return found
    }
}
