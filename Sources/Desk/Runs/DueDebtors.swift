import Receivables
import Store

extension Engine {
    /// Debtors whom a run on `day` looks at, as `Reading` tells, with both questions asked at the same time. Whatever a
    /// person records between the two is news now or the next time.
    func dueDebtors(on day: Day) throws -> [DueDebtor] {
        let agenda = Later { Result { try self.read { try $0.agenda(through: day) } } }
        let news = Result { try read { try $0.debtorsWithNews() } }
        // Waited for in any case: nothing is asked any more when this ends.
        let entries = agenda.get()
        return DueDebtor.merged(try news.get(), try entries.get())
    }
}

extension Reading {
    /// Debtors whom a run on `day` looks at, in rising order: those with news, and those whose day has come.
    func dueDebtors(on day: Day) throws -> [DueDebtor] {
        DueDebtor.merged(try debtorsWithNews(), try agenda(through: day))
    }

    fileprivate func debtorsWithNews() throws -> [Int64] {
        try gather("SELECT debtor_id FROM news ORDER BY debtor_id", []) { $0.integer(0) }
    }

    fileprivate func agenda(through day: Day) throws -> [AgendaEntry] {
        try gather(
            "SELECT debtor_id, day FROM agenda WHERE day <= ?1 ORDER BY debtor_id, day", [Value(day)], AgendaEntry.init)
    }

    /// The same for the debtors of a range.
    func dueDebtors(on day: Day, _ range: ClosedRange<Int64>) throws -> [DueDebtor] {
        let bounds = [Value(range.lowerBound), Value(range.upperBound)]
        let news = try all(
            "SELECT debtor_id FROM news WHERE debtor_id BETWEEN ?1 AND ?2 ORDER BY debtor_id", bounds
        ) { $0.integer(0) }
        var agenda: [AgendaEntry] = []
        // The agenda is in order of days, of which few have come at a time.
        var last: Day?
        while let next = try nextAgendaDay(after: last, through: day) {
            agenda += try all(
                """
                SELECT debtor_id, day FROM agenda WHERE day = ?3 AND debtor_id BETWEEN ?1 AND ?2 ORDER BY debtor_id
                """, bounds + [Value(next)], AgendaEntry.init)
            last = next
        }
        agenda.sort { ($0.debtor, $0.day) < ($1.debtor, $1.day) }
        return DueDebtor.merged(news, agenda)
    }

    func nextAgendaDay(after last: Day?, through day: Day) throws -> Day? {
        try first(
            "SELECT min(day) FROM agenda WHERE day > ?1 AND day <= ?2",
            [Value(last.map { Int64($0.number) } ?? Int64(Int32.min)), Value(day)]
        ) { $0.dayOrNil(0) } ?? nil
    }
}

extension DueDebtor {
    /// Both lists are in rising order.
    fileprivate static func merged(_ news: [Int64], _ agenda: [AgendaEntry]) -> [DueDebtor] {
        var due: [DueDebtor] = []
        due.reserveCapacity(news.count + agenda.count)
        var (new, entry) = (0, 0)
        while new < news.count || entry < agenda.count {
            let debtor = min(new < news.count ? news[new] : .max, entry < agenda.count ? agenda[entry].debtor : .max)
            var found = DueDebtor(debtor: debtor, agendaDays: [], hasNews: false)
            if new < news.count, news[new] == debtor {
                found.hasNews = true
                new += 1
            }
            while entry < agenda.count, agenda[entry].debtor == debtor {
                found.agendaDays.append(agenda[entry].day)
                entry += 1
            }
            due.append(found)
        }
        return due
    }
}

private struct AgendaEntry: Sendable {
    let debtor: Int64
    let day: Int32

    init(_ row: any Row) {
        debtor = row.integer(0)
        day = Int32(truncatingIfNeeded: row.integer(1))
    }
}
