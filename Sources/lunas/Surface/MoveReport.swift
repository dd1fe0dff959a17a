import Desk
import Receivables
import Store
import Wording

/// The result of a move for a person.
struct MoveReport {
    let result: MoveResult
    let from: String
    let to: String
    let session: Session

    var text: String {
        let catalogue = session.catalogue
        var lines: [String] = []
        if result.wasResumed { lines.append(catalogue.text(.takenUp)) }
        if result.wasStartedAnew { lines.append(catalogue.text(.moveStartedAnew)) }
        var table = session.table([.table, .rows, .digest], right: [.rows], optional: [.digest])
        for moved in result.tables where moved.rows > 0 {
            table.add([moved.table, session.number(moved.rows), moved.text])
        }
        lines += [
            session.text(table), "",
            catalogue.text(.moveDone, [Fact("rows", result.rows), Fact("from", from), Fact("to", to)]),
            catalogue.text(.moveNext, [Fact("to", to)]),
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
