import Receivables

/// What a node is there for.
package enum NodeKind: String, CaseIterable, Sendable {
    /// It works off one run and goes.
    case run
    /// It stays and takes part in every run.
    case worker
}

/// A process that works on the book, as it was seen last.
package struct NodeRecord: Sendable {
    package let id: Int64
    package let name: String
    package let kind: NodeKind
    package let startedAt: Instant
    package let seenAt: Instant
    /// Shares that it has done.
    package let shares: Int
    /// Shares that it wanted to write when they were somebody else's already.
    package let refused: Int
}

extension Reading {
    /// The clock of the database.
    package func databaseClock() throws -> Instant { Instant(microseconds: try integer("SELECT \(dialect.now)")) }

    /// Everybody who is there, or was and did not say good-bye.
    package func nodes() throws -> [NodeRecord] {
        try all("SELECT node_id, name, kind, started_at, seen_at, shares, refused FROM nodes ORDER BY node_id", []) {
            NodeRecord(
                id: $0.integer(0), name: $0.text(1), kind: NodeKind(rawValue: $0.text(2)) ?? .worker,
                startedAt: Instant(microseconds: $0.integer(3)), seenAt: Instant(microseconds: $0.integer(4)),
                shares: Int($0.integer(5)), refused: Int($0.integer(6)))
        }
    }
}

extension Writing {
    /// Adds a node and gives its number. Nodes that were not seen for `seconds` are forgotten.
    package func addNode(_ name: String, _ kind: NodeKind, forgetting seconds: Int) throws -> Int64 {
        try execute("DELETE FROM nodes WHERE seen_at < \(dialect.now) - ?1", [Value(Int64(seconds) * 1_000_000)])
        let id = try integer("SELECT coalesce(max(node_id), 0) + 1 FROM nodes")
        try execute(
            """
            INSERT INTO nodes (node_id, name, kind, started_at, seen_at, shares, refused)
            VALUES (?1, ?2, ?3, \(dialect.now), \(dialect.now), 0, 0)
            """, [Value(id), .text(name), .text(kind.rawValue)])
        return id
    }

    /// Notes that a node is alive, and what it has done since the last time; false when it is not known any more.
    @discardableResult
    package func note(node: Int64, shares: Int = 0, refused: Int = 0) throws -> Bool {
        try execute(
            """
            UPDATE nodes SET seen_at = \(dialect.now), shares = shares + ?2, refused = refused + ?3 WHERE node_id = ?1
            """, [Value(node), Value(shares), Value(refused)]) == 1
    }

    package func remove(node: Int64) throws { try execute("DELETE FROM nodes WHERE node_id = ?1", [Value(node)]) }

    /// Forgets the nodes of runs, for whoever knows that none is at work.
    package func removeRunNodes() throws {
        try execute("DELETE FROM nodes WHERE kind = ?1", [.text(NodeKind.run.rawValue)])
    }
}
