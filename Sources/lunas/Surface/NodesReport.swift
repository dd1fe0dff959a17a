import Desk
import Receivables
import Store
import Wording

/// The nodes and the run that they work on, for a person.
struct NodesReport {
    let answer: NodesAnswer
    let session: Session

    private static let shownShares = 20

    private var catalogue: Catalogue { session.catalogue }
    private var printing: Printing { session.printing }

    var text: String {
        var parts = [nodes]
        if let run = answer.run { parts += [progress(run), shares] }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var nodes: String {
        guard !answer.nodes.isEmpty else { return catalogue.text(.nodesNone) }
        var table = session.table(
            [.number, .name, .kind, .state, .startedAt, .seenAt, .holds, .shares, .refused],
            right: [.number, .shares, .refused], optional: [.startedAt, .refused], shrinking: [.name])
        for node in answer.nodes {
            let state = answer.state(node)
            table.add(
                [
                    String(node.id), node.name, printing.term(.nodeKind, node.kind.rawValue),
                    printing.term(.nodeState, state.rawValue), moment(node.startedAt), moment(node.seenAt),
                    answer.held(by: node).map { String($0.share) }.joined(separator: ", "), session.number(node.shares),
                    session.number(node.refused),
                ], emphasised: state == .gone)
        }
        return session.text(table)
    }

    private func progress(_ run: RunRecord) -> String {
        let line = catalogue.text(
            .nodesRun,
            [
                Fact("date", printing.longDay(run.day)), Fact("done", answer.debtors(answer.shares(.done))),
                Fact("all", answer.debtors(answer.shares)), Fact("held", answer.shares(.held).count),
                Fact("free", answer.shares(.free).count),
            ])
        return run.isStopped ? line + "\n" + catalogue.text(.nodesRunStopped) : line
    }

    private var shares: String {
        let open = answer.shares.filter { !$0.isDone }
        var table = session.table(
            [.share, .task, .debtors, .state, .node, .leaseUntil], right: [.share, .debtors, .node])
        for share in open.prefix(NodesReport.shownShares) {
            let holding = answer.holding(share)
            table.add([
                String(share.share), printing.term(.shareTask, share.task.rawValue), session.number(share.debtors),
                printing.term(.shareState, holding.rawValue),
                holding == .held ? share.node.map { String($0) } ?? "" : "",
                holding == .held ? share.leaseUntil.map(moment) ?? "" : "",
            ])
        }
        let more = open.count - NodesReport.shownShares
        return session.text(table) + (more > 0 ? "\n" + catalogue.text(.more, [Fact("count", more)]) : "")
    }

    private func moment(_ instant: Instant) -> String {
        printing.moment(instant, offsetSeconds: answer.offsetSeconds)
    }
}
