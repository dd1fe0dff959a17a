import Formats
import Receivables
import Store

/// Who works on the book, and on what.
package struct NodesAnswer: Sendable {
    /// By the clock of the database, as all times here.
    package let now: Instant
    package let offsetSeconds: Int
    package let nodes: [NodeRecord]
    /// The run that is not finished.
    package let run: RunRecord?
    package let shares: [ShareRecord]

    package enum State: String, CaseIterable, Sendable {
        case here
        /// Not seen for so long that others take over what it held.
        case gone
    }

    package enum Holding: String, CaseIterable, Sendable {
        case held
        case free
        case done
    }

    package func state(_ node: NodeRecord) -> State {
        now.microseconds - node.seenAt.microseconds < Int64(DeskLimits.silenceSeconds) * 1_000_000 ? .here : .gone
    }

    package func holding(_ share: ShareRecord) -> Holding {
        if share.isDone { return .done }
        return share.leaseUntil.map { $0 > now } ?? false ? .held : .free
    }

    package func held(by node: NodeRecord) -> [ShareRecord] {
        shares.filter { $0.node == node.id && holding($0) == .held }
    }

    package func shares(_ holding: Holding) -> [ShareRecord] { shares.filter { self.holding($0) == holding } }

    package func debtors(_ shares: [ShareRecord]) -> Int { shares.reduce(0) { $0 + $1.debtors } }

    package var json: JSONValue {
        func text(_ instant: Instant) -> JSONValue { .string(instant.text(offsetSeconds: offsetSeconds)) }
        return [
            "at": text(now),
            "nodes": .array(
                nodes.map { node in
                    [
                        "node": JSONValue(node.id), "name": .string(node.name), "kind": .string(node.kind.rawValue),
                        "state": .string(state(node).rawValue), "startedAt": text(node.startedAt),
                        "seenAt": text(node.seenAt), "holds": .array(held(by: node).map { JSONValue($0.share) }),
                        "shares": JSONValue(node.shares), "refused": JSONValue(node.refused),
                    ]
                }),
            "run": run.map(json) ?? .null,
        ]
    }

    private func json(_ run: RunRecord) -> JSONValue {
        let open = shares.filter { !$0.isDone }
        return [
            "date": .string(run.day.description), "stopped": .bool(run.isStopped),
            "debtors": JSONValue(debtors(shares)), "debtorsDone": JSONValue(debtors(shares(.done))),
            "sharesDone": JSONValue(shares(.done).count),
            "shares": .array(
                open.map { share in
                    let isHeld = holding(share) == .held
                    let until = share.leaseUntil.flatMap { isHeld ? $0.text(offsetSeconds: offsetSeconds) : nil }
                    return [
                        "share": JSONValue(share.share), "task": .string(share.task.rawValue),
                        "state": .string(holding(share).rawValue), "debtors": JSONValue(share.debtors),
                        "node": isHeld ? share.node.map { JSONValue($0) } ?? .null : .null,
                        "leaseUntil": JSONValue(until),
                    ]
                }),
        ]
    }
}

extension Desk {
    /// Who works on the book now, and the shares of the run that is not finished.
    package func nodes() throws -> NodesAnswer {
        try access.require(.keepBook)
        return try engine.read { db in
            let now = try db.databaseClock()
            let run = try db.lastRun().flatMap { $0.isFinished ? nil : $0 }
            return NodesAnswer(
                now: now, offsetSeconds: try offsetSeconds(at: now, db), nodes: try db.nodes(), run: run,
                shares: try run.map { try db.shares(ofRun: $0.id) } ?? [])
        }
    }
}
