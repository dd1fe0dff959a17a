import Desk
import Receivables
import Wording

/// The result of a run for a person.
struct RunReport {
    let result: RunResult
    let session: Session

    private static let shownParked = 10

    var text: String {
        let catalogue = session.catalogue
        var lines = [catalogue.text(.runTitle, [Fact("date", session.printing.longDay(result.date))])]
        if result.isDryRun { lines.append(catalogue.text(.runDryRun)) }
        if result.isResumed { lines.append(catalogue.text(.takenUp)) }
        if result.caughtUpDays > 0 { lines.append(catalogue.text(.runCaughtUp, [Fact("count", result.caughtUpDays)])) }
        var counts = LabelledLines()
        counts.add(
            catalogue.heading(.accounts),
            catalogue.text(
                .runAccounts,
                [
                    Fact("touched", result.accountsTouched), Fact("book", result.accountsInBook),
                    Fact("parked", result.parked.count),
                ]))
        counts.add(
            catalogue.heading(.cases),
            catalogue.text(.runCases, [Fact("opened", result.casesOpened), Fact("closed", result.casesClosed)]))
        counts.add(
            catalogue.heading(.promises),
            catalogue.text(
                .runPromises,
                [
                    Fact("kept", result.promisesKept), Fact("partly", result.promisesPartlyKept),
                    Fact("broken", result.promisesBroken), Fact("pending", result.promisesPending),
                ]))
        counts.add(
            catalogue.heading(.steps),
            catalogue.text(.runSteps, [Fact("steps", result.steps), Fact("notices", result.notices)]))
        counts.add(catalogue.heading(.worklist), catalogue.text(.runWorklist, [Fact("count", result.worklist)]))
        lines += ["", session.text(counts)]
        if !result.parked.isEmpty { lines += parked }
        return lines.joined(separator: "\n") + "\n"
    }

    private var parked: [String] {
        var table = session.table([.account, .reason])
        for parked in result.parked.prefix(RunReport.shownParked) {
            table.add([parked.account, session.catalogue.tell(parked.problem).message])
        }
        var lines = ["", session.catalogue.text(.runParked), session.text(table)]
        let more = result.parked.count - RunReport.shownParked
        if more > 0 { lines.append(session.catalogue.text(.more, [Fact("count", more)])) }
        return lines
    }
}
