import Receivables

/// An account of the sample book with its whole story up to a day. Amounts in whole rupiah.
struct DemoAccount: Sendable {
    struct Due: Sendable {
        let reference: String
        let day: Day
        let principal: Int
        let interest: Int
        let fee: Int
        let penalty: Int
        var isDisputed = false
        var total: Int { principal + interest + fee + penalty }
    }

    struct Payment: Sendable {
        let day: Day
        let amount: Int
        let channel: String
        /// Taken back by the bank some days later.
        var returned: Day?
    }

    struct Contact: Sendable {
        let day: Day
        let secondsOfDay: Int
        let channel: ContactChannel
        let result: ContactResult
        let note: String
    }

    struct Promise: Sendable {
        let made: Day
        let day: Day
        let amount: Int
    }

    let reference: String
    let product: DemoProduct
    let opened: Day
    private(set) var status = "aktif"
    private(set) var dues: [Due] = []
    private(set) var payments: [Payment] = []
    private(set) var contacts: [Contact] = []
    private(set) var promises: [Promise] = []

    /// Account number `number` of a line, as the creditor knows it on `today`.
    init(_ number: Int, _ line: DemoLine, _ world: DemoWorld, today: Day, _ random: inout Seeded) {
        let products = DemoProduct.all(line)
        product = products[random.place(products.map(\.share))]
        reference =
            line == .multifinance ? "00" + Digits.padded(4_100_000 + number, 8) : "PL-" + Digits.padded(number, 7)
        let months = random.pick(product.months)
        // Somewhere in its life, seen from today; a few have been paid off.
        let age = random.int(5...(months * 30 + 40))
        opened = today.adding(days: -age)
        addSchedule(months: months, &random)
        let habit = DemoHabit.random(&random)
        addStory(habit, world, today: today, &random)
        if case .gone(let missing) = habit, missing > 8 { status = "hapus buku" }
    }

    private mutating func addSchedule(months: Int, _ random: inout Seeded) {
        let lent = random.int(product.amounts) * 100_000
        let interest = lent * product.interest / 10_000
        // Whole thousands, as instalments are quoted; the last instalment takes the rest.
        let instalment = (lent / months + interest + product.fee + 999) / 1000 * 1000
        var rest = lent
        for month in 1...months {
            let principal = month == months ? rest : instalment - interest - product.fee
            rest -= principal
            dues.append(
                Due(
                    reference: Digits.padded(month, 2), day: opened.sameDay(monthsLater: month), principal: principal,
                    interest: interest, fee: product.fee, penalty: 0))
        }
    }

    /// A stretch of lateness of one instalment.
    private struct Lateness {
        let from: Day
        /// The day of payment, or today.
        let to: Day
        let amount: Int
        let isPaid: Bool
    }

    private mutating func addStory(_ habit: DemoHabit, _ world: DemoWorld, today: Day, _ random: inout Seeded) {
        let soFar = dues.filter { $0.day <= today }.count
        var penalties: [Due] = []
        var lateness: [Lateness] = []
        for index in dues.indices where dues[index].day <= today.adding(days: 4) {
            let due = dues[index]
            let delay = habit.delay(fromEnd: soFar - 1 - index, &random)
            let paid = delay.map { due.day.adding(days: $0) }.flatMap { $0 <= today ? $0 : nil }
            let end = paid ?? today
            var amount = due.total
            if end.days(since: due.day) > 3 {
                let penalty = penaltyAmount(due, days: end.days(since: due.day))
                amount += penalty
                penalties.append(
                    Due(
                        reference: due.reference + "D", day: min(end, due.day.sameDay(monthsLater: 1)), principal: 0,
                        interest: 0, fee: 0, penalty: penalty))
                lateness.append(
                    Lateness(from: due.day.adding(days: 3), to: end, amount: amount, isPaid: paid != nil))
            }
            if let paid { pay(amount, on: paid, habit, world, today: today, &random) }
            if paid == nil, end.days(since: due.day) > 20, random.chance(2) { dues[index].isDisputed = true }
        }
        dues += penalties
        addContacts(lateness, habit, world, today: today, &random)
    }

    /// A tenth of a percent a day, in whole thousands.
    private func penaltyAmount(_ due: Due, days: Int) -> Int { max(1000, due.total * days / 1000 / 1000 * 1000) }

    private mutating func pay(
        _ amount: Int, on day: Day, _ habit: DemoHabit, _ world: DemoWorld, today: Day, _ random: inout Seeded
    ) {
        let channel = random.pick(world.channels)
        if random.chance(habit.partialPercent) {
            let first = amount * random.int(3...7) / 10 / 1000 * 1000
            payments.append(Payment(day: day, amount: first, channel: channel))
            let later = day.adding(days: random.int(6...25))
            if later <= today, random.chance(80) {
                payments.append(Payment(day: later, amount: amount - first, channel: channel))
            }
            return
        }
        var payment = Payment(day: day, amount: amount, channel: channel)
        if channel == "Transfer", random.chance(3) {
            let back = day.adding(days: random.int(1...4))
            if back <= today { payment.returned = back }
        }
        payments.append(payment)
    }

    /// Calls from the third day of lateness on, in the last ninety days, on working days at decent hours. Most of those
    /// who are about to pay say so; of the others few promise anything.
    private mutating func addContacts(
        _ lateness: [Lateness], _ habit: DemoHabit, _ world: DemoWorld, today: Day, _ random: inout Seeded
    ) {
        guard let first = lateness.map(\.from).min() else { return }
        var day = max(first, today.adding(days: -90)).adding(days: random.int(0...2))
        while day < today {
            let now = day
            day = day.adding(days: random.int(4...9))
            let late = lateness.filter { $0.from <= now && now < $0.to }
            guard !late.isEmpty, now.weekday != 6 else { continue }
            let paying = late.filter(\.isPaid).map(\.to).min().flatMap { $0.days(since: now) <= 6 ? $0 : nil }
            let result = paying != nil && random.chance(75) ? .promised : habit.result(&random)
            contacts.append(
                Contact(
                    day: now, secondsOfDay: random.int(8 * 60...18 * 60) * 60,
                    channel: random.chance(82) ? .call : .whatsapp, result: result,
                    note: random.pick(world.notes[result.rawValue] ?? [""])))
            guard result == .promised else { continue }
            let promised = paying.map { $0.adding(days: random.place([2, 7, 1]) - 1) }
            let coming = paying.map { day in late.filter { $0.isPaid && $0.to == day } } ?? late
            promises.append(
                Promise(
                    made: now, day: max(now, promised ?? now.adding(days: random.int(2...7))),
                    amount: coming.reduce(0) { $0 + $1.amount }))
        }
    }
}

extension Day {
    /// The same day of the month so many months later, or the last of that month.
    func sameDay(monthsLater months: Int) -> Day {
        let (year, month, day) = civil
        let index = year * 12 + month - 1 + months
        let last = Day.daysInMonth(year: index / 12, month: index % 12 + 1)
        return Day(Day.daysFromCivil(year: index / 12, month: index % 12 + 1, day: min(day, last)))
    }
}
