/// Settles an account from its facts: which money pays what, as of any day. Pure; the arrays are only kept between
/// calls so that a walk over a million accounts does not allocate a million times.
///
/// The rules (`design` core, *Allocation*): money works in order of its value day, then of its recording; credit notes
/// before payments of the same day; a due can be paid from the day it is on the book; surplus waits on the account and
/// pays the next due as soon as that is on the book; a return takes back its payment as if it had not come.
package struct Settler: Sendable {
    package private(set) var result = Settlement()
    private var issued: [Day] = []
    private var sources: [Source] = []
    private var returns: [Payment] = []
    private var hasLateIssue = false

    package init() {}

    private struct Source {
        let source: MoneySource
        let day: Day
        let amount: Int64
        var remaining: Int64
        var returned: Int64 = 0
        let direction: Payment.Direction
        /// Of a credit note: what each component credits before the rest goes through the waterfall.
        var components: Components = .zero
        let order: Int64

        var flows: Bool {
            if case .only = direction { return false }
            return true
        }
    }

    /// Settles `facts` as of `asOf`, leaving the answer in `result`. Error: `amount-overflow`.
    package mutating func settle(_ facts: AccountFacts, by waterfall: Waterfall, asOf: Day) throws(Problem) {
        reset()
        try gather(facts, asOf: asOf)
        try takeBackReturns()
        sources.sort { ($0.day, $0.order) < ($1.day, $1.order) }
        var firstOpen = 0
        var knownTo = Day.first
        for index in sources.indices {
            let day = sources[index].day
            if hasLateIssue { pourWaiting(before: index, after: knownTo, to: day, waterfall) }
            knownTo = day
            while firstOpen < result.dues.count, result.dues[firstOpen].open.isZero { firstOpen += 1 }
            pour(index, waterfall, on: day, from: firstOpen, firstTime: true)
        }
        if hasLateIssue { pourWaiting(before: sources.count, after: knownTo, to: asOf, waterfall) }
        for source in sources {
            result.sources.append(
                SettledSource(
                    source: source.source, day: source.day, amount: source.amount,
                    allocated: source.amount - source.returned - source.remaining, returned: source.returned))
        }
    }

    private mutating func reset() {
        result.dues.removeAll(keepingCapacity: true)
        result.sources.removeAll(keepingCapacity: true)
        result.allocations.removeAll(keepingCapacity: true)
        result.returns.removeAll(keepingCapacity: true)
        result.unmatchedReturns = 0
        issued.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        returns.removeAll(keepingCapacity: true)
        hasLateIssue = false
    }
}

extension Settler {
    /// Sorts the facts that count on `asOf` into dues, sources of money, and returns.
    ///
    /// Amounts beyond `largestAmountMinor` are refused here, so that nothing behind can overflow but sums.
    private mutating func gather(_ facts: AccountFacts, asOf: Day) throws(Problem) {
        var isSorted = true
        for due in facts.dues where due.isOnBook(asOf: asOf) {
            guard due.amounts.isWithinBounds else { throw Problem(.amountOverflow) }
            if due.isCreditNote {
                let credited = Components.zero.subtracting(due.amounts)
                sources.append(
                    Source(
                        source: .creditNote(line: due.line), day: due.issued ?? .first, amount: credited.total,
                        remaining: credited.total, direction: .none, components: credited,
                        order: Int64(due.line) - (1 << 40)))
                continue
            }
            if let last = result.dues.last, (due.day, due.line) < (last.day, last.line) { isSorted = false }
            result.dues.append(OpenDue(line: due.line, day: due.day, open: due.amounts))
            issued.append(due.issued ?? .first)
            if due.issued != nil { hasLateIssue = true }
        }
        if !isSorted { sortDues() }
        for payment in facts.payments where payment.day <= asOf {
            guard payment.amount.magnitude <= largestAmountMinor.magnitude else { throw Problem(.amountOverflow) }
            if payment.isReturn {
                returns.append(payment)
            } else {
                sources.append(
                    Source(
                        source: .payment(payment.id), day: payment.day, amount: payment.amount,
                        remaining: payment.amount,
                        direction: payment.direction, order: payment.id))
            }
        }
    }

    private mutating func sortDues() {
        let order = result.dues.indices.sorted {
            (result.dues[$0].day, result.dues[$0].line) < (result.dues[$1].day, result.dues[$1].line)
        }
        result.dues = order.map { result.dues[$0] }
        issued = order.map { issued[$0] }
    }

    /// Finds for every return the payments that it takes back: the one it names; else the latest of exactly its amount
    /// that is wholly there; else the latest money first, as far as it reaches.
    private mutating func takeBackReturns() throws(Problem) {
        guard !returns.isEmpty else { return }
        returns.sort { ($0.day, $0.id) < ($1.day, $1.id) }
        for goingBack in returns {
            var back = SettledReturn(payment: goingBack.id, day: goingBack.day, amount: -goingBack.amount)
            let amount = back.amount
            if let named = goingBack.takesBack, let index = sources.firstIndex(where: { $0.source == .payment(named) })
            {
                takeBack(&back, from: index)
            } else if let index = latestPayment(upTo: goingBack.day, where: { $0.returned == 0 && $0.amount == amount })
            {
                takeBack(&back, from: index)
            }
            while back.unmatched > 0, let index = latestPayment(upTo: goingBack.day, where: { $0.remaining > 0 }) {
                takeBack(&back, from: index)
            }
            result.unmatchedReturns = try result.unmatchedReturns.adding(back.unmatched)
            result.returns.append(back)
        }
    }

    private func latestPayment(upTo day: Day, where fits: (Source) -> Bool) -> Int? {
        var best: Int?
        for index in sources.indices where sources[index].day <= day && fits(sources[index]) {
            guard case .payment = sources[index].source else { continue }
            if let found = best, (sources[found].day, sources[found].order) > (sources[index].day, sources[index].order)
            {
                continue
            }
            best = index
        }
        return best
    }

    private mutating func takeBack(_ back: inout SettledReturn, from index: Int) {
        let taken = min(back.unmatched, sources[index].remaining)
        guard taken > 0, case .payment(let payment) = sources[index].source else { return }
        sources[index].remaining -= taken
        sources[index].returned += taken
        back.unmatched -= taken
        back.taken.append(SettledReturn.Taken(payment: payment, amount: taken))
    }

    /// Lets waiting money of earlier sources pay the dues that came onto the book after `after`, up to `to`.
    private mutating func pourWaiting(before end: Int, after: Day, to: Day, _ waterfall: Waterfall) {
        guard sources[..<end].contains(where: { $0.remaining > 0 && $0.flows }) else { return }
        let days = Set(issued.filter { $0 > after && $0 <= to }).sorted()
        for day in days {
            for index in 0..<end where sources[index].remaining > 0 && sources[index].flows {
                pour(index, waterfall, on: day, from: 0, firstTime: false)
            }
        }
    }

    /// Sends what is left of one source through the waterfall, as seen on `day`.
    private mutating func pour(_ index: Int, _ waterfall: Waterfall, on day: Day, from start: Int, firstTime: Bool) {
        guard sources[index].remaining > 0 else { return }
        let source = sources[index]
        var pour = Pour(waterfall: waterfall, day: day, money: source.remaining)
        let known = issued
        let isVisible = { (at: Int) in known[at] <= day }
        // The list leaves `result` while the closure fills it: one writer at a time.
        var allocations: [Allocation] = []
        swap(&allocations, &result.allocations)
        let taken = { (line: Int32, component: Component, amount: Int64) in
            allocations.append(
                Allocation(source: source.source, line: line, component: component, amount: amount))
        }
        if firstTime, !source.components.isZero {
            creditLikeWithLike(source.components, &pour, isVisible: isVisible, taken: taken)
        }
        switch source.direction {
        case .none:
            pour.run(&result.dues, from: start, isVisible: isVisible, taken: taken)
        case .first(let line):
            if let at = position(ofLine: line), isVisible(at) { pour.run(&result.dues, only: at, taken: taken) }
            pour.run(&result.dues, from: start, isVisible: isVisible, taken: taken)
        case .only(let line):
            if let at = position(ofLine: line) { pour.run(&result.dues, only: at, taken: taken) }
        }
        swap(&allocations, &result.allocations)
        sources[index].remaining = pour.money
    }

    /// A credit note that says which components it credits takes those first, oldest due first.
    private mutating func creditLikeWithLike(
        _ components: Components, _ pour: inout Pour, isVisible: (Int) -> Bool,
        taken: (_ line: Int32, _ component: Component, _ amount: Int64) -> Void
    ) {
        for component in Component.allCases {
            var limit = components[component]
            for index in result.dues.indices where limit > 0 && isVisible(index) {
                let before = pour.money
                pour.pay(&result.dues, index, component, limit: limit, taken)
                limit -= before - pour.money
            }
        }
    }

    private func position(ofLine line: Int32) -> Int? {
        // Lines mostly stand in order of day, so the first guess is right nearly always.
        let guess = Int(line) - 1
        if result.dues.indices.contains(guess), result.dues[guess].line == line { return guess }
        return result.dues.firstIndex { $0.line == line }
    }
}
