import Casework
import Desk
import Receivables
import Store
import Wording

/// The page of today, ready to print.
struct TodayModel {
    struct Line {
        let rank: Int
        let address: String
        let name: String
        let reference: String
        let days: Int
        let overdue: String
        let step: String
        /// The weightiest reason, and all of them with their points.
        let reason: String
        let reasons: [String]
        let call: String?
        let worker: String?
        let isMine: Bool
    }

    struct Call {
        let address: String
        let name: String
        let time: String
        let at: Int64
    }

    let visit: Visit
    let collector: String
    let isOwn: Bool
    let day: String
    let lines: [Line]
    let calls: [Call]
    let page: WorkPage
    let after: Int

    init(_ page: WorkPage, after: Int, _ visit: Visit) {
        self.visit = visit
        self.page = page
        self.after = after
        collector = page.collector
        let own = visit.viewer.signedIn?.access.collector
        isOwn = own == page.collector
        day = visit.printing.longDay(page.date)
        let offset = TodayModel.offsetSeconds(visit, page)
        let login = visit.viewer.signedIn?.access.name
        lines = page.items.map { TodayModel.line($0, visit, offset, login) }
        calls = page.calls.map { call in
            Call(
                address: "/debtors/\(call.debtorID)?walk=", name: call.name ?? call.debtor,
                time: visit.printing.time(call.at, offsetSeconds: offset), at: call.at.microseconds)
        }
    }

    /// Times are those of the installation, of which the page knows the moment of a call and the time of day.
    private static func offsetSeconds(_ visit: Visit, _ page: WorkPage) -> Int {
        (try? visit.desk.offsetSeconds()) ?? 0
    }

    private static func line(_ item: WorkItem, _ visit: Visit, _ offset: Int, _ login: String?) -> Line {
        let line = item.line
        let printing = visit.printing
        let reasons = line.score.reasons.map { reason -> String in
            let said = visit.catalogue.say(reason.statement)
            guard reason.points > 0 else { return said }
            return visit.say(TodayWord.points, [Fact("reason", said), Fact("points", reason.points)])
        }
        return Line(
            rank: line.rank, address: "/debtors/\(item.debtorID)?walk=", name: line.name ?? line.debtor,
            reference: line.debtor, days: line.daysPastDue,
            overdue: line.overdue.map { printing.money($0.amount, $0.currency) }.joined(separator: " · "),
            step: printing.term(.stepKind, line.kind.rawValue),
            reason: line.score.reasons.first.map { visit.catalogue.say($0.statement) } ?? "",
            reasons: reasons + [visit.say(TodayWord.pointsAll, [Fact("points", line.score.points)])],
            call: item.callAt.map { call in
                visit.say(TodayWord.callAt, [Fact("time", printing.time(call, offsetSeconds: offset))])
            },
            worker: item.lock?.owner, isMine: item.lock?.owner == login)
    }

    /// Where the next page of the list begins; nil: this is the end.
    var next: Int? { after + lines.count < page.toDo && !lines.isEmpty ? after + lines.count : nil }

    func address(after: Int?) -> String {
        "/" + URLText.query([("collector", isOwn ? nil : collector), ("after", after.map { String($0) })])
    }
}
