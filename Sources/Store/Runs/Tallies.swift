import Receivables

/// What is counted as it changes, because counting the whole book would cost more than a quiet day.
package enum BookTally: String, CaseIterable, Sendable {
    /// Accounts in the book; counted under day 0.
    case accounts
    /// Open cases with a step, by the day on which it is to be done.
    case casesToDo = "cases-to-do"

    /// A query for what the tally should say: day and count.
    package var recount: String {
        switch self {
        case .accounts: "SELECT 0, count(*) FROM accounts WHERE retracted_id IS NULL HAVING count(*) > 0"
        case .casesToDo:
            """
            SELECT action_day, count(*) FROM cases WHERE closed IS NULL AND step IS NOT NULL AND action_day IS NOT NULL
            GROUP BY action_day ORDER BY action_day
            """
        }
    }
}

extension Reading {
    /// The count of all days up to one.
    package func tally(_ tally: BookTally, through day: Day) throws -> Int {
        Int(
            try integer(
                "SELECT coalesce(sum(count), 0) FROM tallies WHERE name = ?1 AND day <= ?2",
                [.text(tally.rawValue), Value(day)]))
    }

    /// What is counted: day and count, in order of days, without zeros.
    package func tallied(_ tally: BookTally) throws -> [[Int64]] {
        try all(
            "SELECT day, count FROM tallies WHERE name = ?1 AND count <> 0 ORDER BY day", [.text(tally.rawValue)]
        ) { [$0.integer(0), $0.integer(1)] }
    }
}

extension Writing {
    /// Adds differences, by day.
    package func add(_ differences: [Int32: Int], to tally: BookTally) throws {
        for (day, difference) in differences.sorted(by: { $0.key < $1.key }) where difference != 0 {
            try execute(
                """
                INSERT INTO tallies (name, day, count) VALUES (?1, ?2, ?3)
                ON CONFLICT (name, day) DO UPDATE SET count = tallies.count + excluded.count
                """, [.text(tally.rawValue), Value(Int(day)), Value(difference)])
        }
    }
}
