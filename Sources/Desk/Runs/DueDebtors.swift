import Receivables
import Store

extension Reading {
    /// Debtors whom a run on `day` looks at, in rising order: those with news, and those whose day has come.
    func dueDebtors(on day: Day) throws -> [DueDebtor] {
        let news = try gather("SELECT debtor_id FROM news ORDER BY debtor_id", []) { $0.integer(0) }
        let agenda = try gather(
            "SELECT debtor_id, day FROM agenda WHERE day <= ?1 ORDER BY debtor_id, day", [Value(day)]
        ) { (debtor: $0.integer(0), day: Int32(truncatingIfNeeded: $0.integer(1))) }
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
