import Desk
import Receivables
import Store
import Wording

/// A collector's day: whom to call, in which order and why.
enum TodayPage {
    static let routes: [WebRoute] = [
        .get("/", .signedIn, show), .post("/next", .permission(.logContacts), .form, takeNext),
    ]

    /// Lines of the list on a page.
    static let lines = 50
    /// Debtors passed over in a row that an address can hold.
    static let skippedMax = 60

    private static func show(_ visit: Visit) throws -> Answer {
        let title = visit.say(CommonWord.today)
        guard visit.viewer.may(.seeWorklist) else { return elsewhere(visit) }
        guard let collector = try collector(visit) else {
            let names = visit.viewer.may(.seeTeam) ? try visit.desk.collectors().filter(\.isActive).map(\.name) : []
            return Frame(title, .today, visit).page(TodayView.choice(visit, names))
        }
        let after = visit.query.text("after").flatMap(Int.init).map { max(0, $0) } ?? 0
        // A script that asks for a part was just told that something happened.
        let page = try visit.desk.recentWorkPage(
            collector: collector, after: after, limit: lines, isPatient: visit.part != nil)
        let view = TodayView(TodayModel(page, after: after, visit))
        if let part = visit.part { return .page(view.part(part)) }
        return Frame(title, .today, visit, live: "").page(view.markup)
    }

    /// Whose list: the one that is asked for, else one's own; nil: nobody's.
    private static func collector(_ visit: Visit) throws -> String? {
        visit.query.text("collector") ?? visit.viewer.signedIn?.access.collector
    }

    /// Who has no list begins where they have something to do.
    private static func elsewhere(_ visit: Visit) -> Answer {
        let places = Place.allCases.filter { $0 != .today && Places.mayVisit($0, visit.viewer) }
        if let first = places.first { return .redirect(to: first.rawValue) }
        return Frame(visit.say(CommonWord.today), .today, visit).page(TodayView.choice(visit, []))
    }

    /// Takes the next debtor of the list, and gives back whoever was mine.
    private static func takeNext(_ visit: Visit) throws -> Answer {
        guard let collector = visit.form.text("collector") ?? visit.viewer.signedIn?.access.collector else {
            return .redirect(to: "/")
        }
        let skipped = ListWalk(visit.form.text("skip"))
        let next = try visit.desk.takeNext(collector: collector, skipping: Set(skipped.debtors))
        guard let next else {
            try visit.desk.releaseAll()
            return .redirect(to: "/" + URLText.query([("end", "1")]))
        }
        return .redirect(to: "/debtors/\(next.debtorID)" + skipped.query)
    }
}

/// The debtors whom somebody came past on their way through the list, so that `n` leads on and `k` leads back.
struct ListWalk {
    let debtors: [Int64]

    init(_ text: String?) {
        let ids = (text ?? "").split(separator: ".").compactMap { Int64($0) }
        debtors = Array(ids.suffix(TodayPage.skippedMax))
    }

    private init(debtors: [Int64]) { self.debtors = Array(debtors.suffix(TodayPage.skippedMax)) }

    func adding(_ debtor: Int64) -> ListWalk { ListWalk(debtors: debtors.filter { $0 != debtor } + [debtor]) }

    /// The debtor before, and the way to there.
    var back: (debtor: Int64, walk: ListWalk)? {
        debtors.last.map { ($0, ListWalk(debtors: debtors.dropLast())) }
    }

    var text: String { debtors.map { String($0) }.joined(separator: ".") }

    /// Begins with `?`, also where nobody was passed: that one came from the list.
    var query: String { "?walk=" + text }
}
