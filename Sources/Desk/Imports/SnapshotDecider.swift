import Formats
import Receivables
import Store

/// Takes in a nightly extract that states today's open amounts. What differs from what we know becomes movements of the
/// day of the extract: less open is a payment, more open a payment taken back or a correction.
final class SnapshotDecider {
    private let context: ImportContext
    private var dues: SortedRecords<RowGroup, DueRecord>
    private var payments: SortedRecords<RowGroup, PaymentRecord>
    private var settler = Settler()
    private var facts = AccountFacts()
    private var finisher = MoneyFinisher()

    // The account at hand: its money, the open amount of each line on the day of the snapshot, what the snapshot says,
    // how often each date without a reference has been met, and payments still without a number.
    private var money: AccountMoney
    private var open: [Int32: Int64] = [:]
    /// What is to be open by line: what the snapshot states, and what the dues have that it does not name.
    private var stated: [Int32: Int64] = [:]
    private var met: [Int32: Int] = [:]
    /// The row that was taken in under each reference, for dues by line; and for those that need no due.
    private var taken: [Int32: Said] = [:]
    private var takenWithoutDue: [String: Said] = [:]
    private var unnumbered: Int64 = 0

    /// The due that stands for an account of which only the overdue amount and the days are known.
    private static let wholeAccount = "\(ownReferenceMark)overdue"

    init(_ context: ImportContext, known: DebtorSelection, db: any Reading) throws {
        self.context = context
        money = AccountMoney(entry: context.entry)
        let ask = !known.ids.isEmpty
        dues = SortedRecords(ask ? try db.dues(known, .everything) : []) {
            RowGroup(debtor: $0.debtor, account: $0.account)
        }
        payments = SortedRecords(ask ? try db.payments(known, .everything) : []) {
            RowGroup(debtor: $0.debtor, account: $0.account)
        }
    }

    /// Turns to the next account; accounts come in rising order.
    func begin(_ group: RowGroup, waterfall: Waterfall) throws(Problem) {
        money.begin(group, dues: dues.take(group), payments: payments.take(group))
        open.removeAll(keepingCapacity: true)
        stated.removeAll(keepingCapacity: true)
        met.removeAll(keepingCapacity: true)
        taken.removeAll(keepingCapacity: true)
        if !takenWithoutDue.isEmpty { takenWithoutDue.removeAll(keepingCapacity: true) }
        unnumbered = 0
        money.fill(&facts)
        try settler.settle(facts, by: waterfall, asOf: context.options.asOf)
        for due in settler.result.dues { open[due.line] = due.open.total }
    }

    /// One row, read before anything is taken in.
    struct Said: Equatable {
        var reference: String?
        var issued: Day?
        var day: Day
        var open: Int64
        /// The whole amount, where the row states it.
        var amounts: Components?
        var isWholeAccount: Bool
        var isRounded: Bool
    }

    func read(_ row: inout RowReader, _ currency: Currency) throws(RowProblem) -> Said {
        if let open = try row.amount(.dueOpen, currency) { return try readDue(&row, open, currency) }
        guard let overdue = try row.amount(.accountOverdue, currency) else {
            throw RowProblem(code: .valueMissing, key: row.has(.dueOpen) ? .dueOpen : .accountOverdue)
        }
        guard overdue >= 0 else { throw RowProblem(code: .amountNotPositive, key: .accountOverdue) }
        guard let days = try row.number(.accountDPD), days >= 0, days <= 36_500 else {
            throw RowProblem(code: .valueMissing, key: .accountDPD)
        }
        return Said(
            reference: SnapshotDecider.wholeAccount, issued: nil, day: context.options.asOf.adding(days: -days),
            open: overdue, amounts: nil, isWholeAccount: true, isRounded: row.roundedCells > 0)
    }

    private func readDue(_ row: inout RowReader, _ open: Int64, _ currency: Currency) throws(RowProblem) -> Said {
        guard let day = try row.day(.dueDate) else { throw RowProblem(code: .valueMissing, key: .dueDate) }
        let statesAmount = [.dueAmount, .duePrincipal, .dueInterest, .dueFee, .duePenalty].contains {
            row.cell($0) != nil
        }
        let amounts = statesAmount ? try DueRow.amounts(&row, currency) : nil
        if let amounts, abs(amounts.total) < abs(open) || amounts.total < 0 && open > 0 {
            throw RowProblem(code: .amountTooLarge, key: .dueOpen)
        }
        return Said(
            reference: try row.reference(.dueReference)?.text, issued: try row.day(.dueIssued), day: day, open: open,
            amounts: amounts, isWholeAccount: false, isRounded: row.roundedCells > 0)
    }

    /// Takes in one row; true when it changed something. Error: `reference-taken` when an earlier row of the file says
    /// something else under the same reference: the account has no two open amounts for one due.
    func take(_ said: Said, ordinal: Int) throws(RowProblem) -> Bool {
        let name = said.reference ?? own(said)
        if !takenWithoutDue.isEmpty, let first = takenWithoutDue[name] {
            try refuse(said, unless: first)
            return false
        }
        let reference = money.arena.keep(name)
        guard let place = money.place(ofDue: reference) else {
            guard said.open != 0 || said.amounts != nil else {
                takenWithoutDue[name] = said
                return false
            }
            let line = money.add(
                reference: reference, issued: said.issued, day: said.day,
                amounts: said.amounts ?? Components(principal: said.open), withdrawn: nil)
            open[line] = said.amounts?.total ?? said.open
            note(said, line)
            _ = move(line, to: said.open, context.payment(ordinal))
            return true
        }
        let line = money.dues[place].due.line
        // What the creditor owes has no open amount of the debtor's, nor the other way round.
        guard said.open == 0 || (said.open < 0) == (money.dues[place].due.amounts.total < 0) else {
            throw RowProblem(code: .amountSigns, key: .dueOpen)
        }
        if let first = taken[line] {
            try refuse(said, unless: first)
            return false
        }
        note(said, line)
        var changed = said.open != 0 && putOnBook(place, said)
        if move(line, to: said.open, context.payment(ordinal)) { changed = true }
        if money.dues[place].due.day != said.day {
            var due = money.dues[place].due
            due.day = said.day
            money.replace(place, with: due)
            changed = true
        }
        return changed
    }

    /// A due that the extract states as open is on the book on its day, whatever we knew; true when we did not.
    private func putOnBook(_ place: Int, _ said: Said) -> Bool {
        var due = money.dues[place].due
        let asOf = context.options.asOf
        guard !due.isOnBook(asOf: asOf) else { return false }
        due.issued = due.issued.map { min($0, said.issued ?? asOf, asOf) }
        due.withdrawn = nil
        money.replace(place, with: due)
        open[due.line] = due.amounts.total
        return true
    }

    private func note(_ said: Said, _ line: Int32) {
        taken[line] = said
        stated[line] = said.open
    }

    private func refuse(_ said: Said, unless first: Said) throws(RowProblem) {
        var said = said
        said.isRounded = first.isRounded
        guard said != first else { return }
        let key: ColumnKey = said.isWholeAccount ? .accountReference : .dueReference
        throw RowProblem(code: .referenceTaken, key: key)
    }

    private func own(_ said: Said) -> String {
        let count = met[said.day.number, default: 0] + 1
        met[said.day.number] = count
        return "\(ownReferenceMark)\(said.day.number)#\(count)"
    }

    /// Brings the open amount of a due to what the snapshot states; true when that needed a movement. What is raised is
    /// met by free `credit` of the account first, and the extract states what is open after that.
    private func move(_ line: Int32, to target: Int64, _ id: Int64, meeting credit: Int64 = 0) -> Bool {
        let before = open[line] ?? 0
        guard before != target else { return false }
        open[line] = target
        if target < before, target >= 0 {
            pay(before - target, line, id)
            return true
        }
        var missing = target - before + credit
        if missing > 0, let (paid, amount) = lastPaid(line) {
            let back = min(missing, amount)
            pay(-back, line, id, takesBack: paid)
            missing -= back
        }
        guard missing != 0, let place = money.dues.firstIndex(where: { $0.due.line == line }) else { return true }
        var due = money.dues[place].due
        due.amounts.principal += missing
        money.replace(place, with: due)
        return true
    }

    /// The latest payment that a snapshot made on this due and what is left of it: the first thing to take back.
    private func lastPaid(_ line: Int32) -> (id: Int64, left: Int64)? {
        let ours = money.payments.filter { $0.source == .snapshot && $0.payment.direction == .only(line: line) }
        for record in ours.reversed() where record.payment.amount > 0 {
            let returned = ours.filter { $0.payment.takesBack == record.payment.id }.reduce(0) {
                $0 - $1.payment.amount
            }
            if record.payment.amount > returned { return (record.payment.id, record.payment.amount - returned) }
        }
        return nil
    }

    private func pay(_ amount: Int64, _ line: Int32, _ id: Int64, takesBack: Int64? = nil) {
        money.add(
            PaymentRecord(
                debtor: money.group.debtor, account: money.group.account,
                version: money.nextVersion(ofPayment: id), reference: "\(ownReferenceMark)snapshot",
                payment: Payment(
                    id: id, day: context.options.asOf, amount: amount, direction: .only(line: line),
                    takesBack: takesBack),
                receivedAt: nil, channel: nil, payer: nil, source: .snapshot, entry: context.entry))
    }

    /// Settles the open dues of the account that the snapshot does not name, as the user said; true when that changed
    /// something. Where it is not certain that no row named them they are listed, and nothing is assumed.
    func settleVanished(_ account: AccountRecord, isCertain: Bool, _ effects: inout ChunkEffects) -> Bool {
        var changed = false
        for record in money.dues where taken[record.due.line] == nil {
            // What the extract does not name keeps what it has open, whatever moves beside it.
            stated[record.due.line] = open[record.due.line]
        }
        for (due, open) in vanished() {
            effects.counters.vanished += 1
            if isCertain, context.options.vanished != .rejected {
                settle(vanished: due.due.line, open: open)
                changed = true
            } else {
                effects.list(.dueVanished, due, account, open: open)
            }
        }
        return changed
    }

    /// Open dues of the account that the snapshot does not name, and the amount that each has open.
    private func vanished() -> [(due: MoneyDue, open: Int64)] {
        money.dues.compactMap { record in
            guard taken[record.due.line] == nil, record.due.isOnBook(asOf: context.options.asOf),
                let open = open[record.due.line], open > 0
            else { return nil }
            return (record, open)
        }
    }

    /// Does with a vanished due what the user said. A payment gets its number when it is written.
    private func settle(vanished line: Int32, open: Int64) {
        guard let place = money.dues.firstIndex(where: { $0.due.line == line }) else { return }
        switch context.options.vanished {
        case .paid:
            unnumbered += 1
            pay(open, line, AccountMoney.unnumbered + unnumbered)
            stated[line] = 0
        case .withdrawn:
            stated[line] = nil
            var due = money.dues[place].due
            due.withdrawn = context.options.asOf
            money.replace(place, with: due)
        case .rejected: break
        }
    }

    /// Money that flows may meet what one row raised and so open what another closed: what does not stand as stated is
    /// moved again, a few times at most. Gives the lines that do not stand as stated after that.
    private func correct(_ account: AccountRecord) throws(Problem) -> [Int32] {
        let waterfall = try context.portfolio(account.portfolio).waterfall
        var rounds = 0
        while true {
            money.fill(&facts)
            // An account whose sums overflow is set aside when its money is finished.
            guard (try? settler.settle(facts, by: waterfall, asOf: context.options.asOf)) != nil else { return [] }
            for due in settler.result.dues { open[due.line] = due.open.total }
            let wrong = stated.filter { open[$0.key] != nil && open[$0.key] != $0.value }.sorted { $0.key < $1.key }
            guard !wrong.isEmpty, rounds < context.options.snapshotRoundsMax else { return wrong.map(\.key) }
            rounds += 1
            correct(wrong)
        }
    }

    private func correct(_ wrong: [(key: Int32, value: Int64)]) {
        // What flows is met by the first due that is raised: all of it that lay free or on later dues. Those are closed
        // again by movements of their own, which do not flow.
        if let raised = settler.result.dues.first(where: { due in
            stated[due.line].map { $0 > due.open.total } ?? false
        }), let target = stated[raised.line] {
            unnumbered += 1
            let flowing = flow(behind: raised)
            _ = move(raised.line, to: target, AccountMoney.unnumbered + unnumbered, meeting: flowing)
            return
        }
        for (line, target) in wrong {
            unnumbered += 1
            _ = move(line, to: target, AccountMoney.unnumbered + unnumbered)
        }
    }

    /// Money that would pay this due if it were larger: what lies free, and what went to dues that came onto the book
    /// when it could have had the money already, or that come after it.
    private func flow(behind due: OpenDue) -> Int64 {
        let result = settler.result
        let directed = Set(
            money.payments.compactMap { record -> MoneySource? in
                guard case .only(let line) = record.payment.direction, line != due.line else { return nil }
                return .payment(record.payment.id)
            })
        let issued = Dictionary(
            money.dues.map { ($0.due.line, $0.due.issued ?? .first) }, uniquingKeysWith: { first, _ in first })
        let days = Dictionary(result.dues.map { ($0.line, $0.day) }, uniquingKeysWith: { first, _ in first })
        /// When the money of a day meets a due, and its place among those that it meets then.
        func turn(_ line: Int32, _ day: Day) -> (Day, Day, Int32) {
            (max(day, issued[line] ?? .first), days[line] ?? .first, line)
        }
        var arrived: [MoneySource: Day] = [:]
        var flowing: Int64 = 0
        for source in result.sources where !directed.contains(source.source) {
            arrived[source.source] = source.day
            flowing = flowing &+ source.unapplied
        }
        for allocation in result.allocations {
            guard let day = arrived[allocation.source], turn(due.line, day) < turn(allocation.line, day) else {
                continue
            }
            flowing = flowing &+ allocation.amount
        }
        return flowing
    }

    /// Ends the account: writes what changed and the position that follows, and lists what could not be brought to what
    /// the snapshot states.
    func end(_ account: AccountRecord, _ effects: inout ChunkEffects) throws(Problem) {
        guard money.changed else { return }
        let wrong = Set(try correct(account))
        for record in money.dues where wrong.contains(record.due.line) {
            effects.list(
                .dueNotAsStated, record, account, open: open[record.due.line] ?? 0, stated: stated[record.due.line])
        }
        let before = effects.payments.rowCount
        finisher.finish(money, account, by: try context.portfolio(account.portfolio).waterfall, &effects)
        effects.counters.payments += effects.payments.rowCount - before
    }
}
