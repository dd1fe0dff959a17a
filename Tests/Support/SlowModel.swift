import Receivables

/// An independent, slow model of settlement: money moves one minor unit at a time, and for every unit the whole book is
/// searched for the place where the waterfall wants it. Written from the rules, not from the code.
package struct SlowModel {
    package private(set) var open: [Int32: [Component: Int]] = [:]
    package private(set) var allocated: [MoneySource: Int] = [:]
    package private(set) var returned: [MoneySource: Int] = [:]
    package private(set) var unapplied: [MoneySource: Int] = [:]
    package private(set) var unmatched = 0

    package init(_ facts: AccountFacts, _ waterfall: Waterfall, asOf: Day) {
        let dues = facts.dues.filter { $0.isOnBook(asOf: asOf) }
        let claims = dues.filter { $0.amounts.total >= 0 }
        for due in claims {
            open[due.line] = Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, Int(due.amounts[$0])) })
        }
        let payments = facts.payments.filter { $0.day <= asOf && $0.amount > 0 }
        let kept = keep(payments, returns: facts.payments.filter { $0.day <= asOf && $0.amount < 0 })

        struct Source {
            var name: MoneySource
            var day: Day
            var order: Int
            var left: Int
            var direction: Payment.Direction
            var like: [Component: Int]
        }
        var sources: [Source] = payments.map {
            Source(
                name: .payment($0.id), day: $0.day, order: Int($0.id), left: kept[$0.id] ?? 0, direction: $0.direction,
                like: [:])
        }
        for due in dues where due.amounts.total < 0 {
            let like = Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, -Int(due.amounts[$0])) })
            sources.append(
                Source(
                    name: .creditNote(line: due.line), day: due.issued ?? .first, order: Int(due.line) - 1_000_000_000,
                    left: -Int(due.amounts.total), direction: .none, like: like))
        }
        sources.sort { $0.day == $1.day ? $0.order < $1.order : $0.day < $1.day }

        // Every day on which something happens, in order; on each, first the new dues meet waiting money, then new
        // money.
        let days = Set(sources.map(\.day) + claims.compactMap(\.issued)).filter { $0 <= asOf }.sorted()
        var started: Set<Int> = []
        for day in days {
            let known = claims.filter { ($0.issued ?? .first) <= day }
            for index in sources.indices where started.contains(index) {
                if case .only = sources[index].direction { continue }
                while sources[index].left > 0, spend(sources[index].name, nil, known, waterfall, day) {
                    sources[index].left -= 1
                }
            }
            for index in sources.indices where sources[index].day == day && !started.contains(index) {
                started.insert(index)
                for component in Component.allCases {
                    while sources[index].left > 0, sources[index].like[component, default: 0] > 0,
                        let due = known.sorted(by: { ($0.day, $0.line) < ($1.day, $1.line) })
                            .first(where: { open[$0.line]?[component, default: 0] ?? 0 > 0 })
                    {
                        take(sources[index].name, due.line, component)
                        sources[index].left -= 1
                        sources[index].like[component, default: 0] -= 1
                    }
                }
                var only: Int32?
                switch sources[index].direction {
                case .none: break
                case .first(let line):
                    let named = known.filter { $0.line == line }
                    while sources[index].left > 0, spend(sources[index].name, line, named, waterfall, day) {
                        sources[index].left -= 1
                    }
                case .only(let line): only = line
                }
                let reach = only.map { line in claims.filter { $0.line == line } } ?? known
                while sources[index].left > 0, spend(sources[index].name, only, reach, waterfall, day) {
                    sources[index].left -= 1
                }
            }
        }
        for source in sources { unapplied[source.name] = source.left }
    }

    /// Spends one unit; false when nothing is open for it. With a named due, scope does not matter.
    private mutating func spend(
        _ source: MoneySource, _ named: Int32?, _ dues: [Due], _ waterfall: Waterfall, _ day: Day
    ) -> Bool {
        let ordered = dues.sorted { ($0.day, $0.line) < ($1.day, $1.line) }
        for stage in waterfall.stages {
            let inScope = ordered.filter { due in
                if named != nil { return true }
                switch stage.scope {
                case .all: return true
                case .overdue: return due.day < day
                case .due: return due.day <= day
                case .dueToday: return due.day == day
                case .inAdvance: return due.day > day
                }
            }
            var places: [(Int32, Component)] = []
            switch stage.walk {
            case .byDue:
                for due in inScope { for component in stage.components { places.append((due.line, component)) } }
            case .byComponent:
                for component in stage.components { for due in inScope { places.append((due.line, component)) } }
            }
            for (line, component) in places where open[line]?[component, default: 0] ?? 0 > 0 {
                take(source, line, component)
                return true
            }
        }
        return false
    }

    private mutating func take(_ source: MoneySource, _ line: Int32, _ component: Component) {
        open[line]?[component, default: 0] -= 1
        allocated[source, default: 0] += 1
    }

    /// What is left of each payment after returns.
    private mutating func keep(_ payments: [Payment], returns: [Payment]) -> [Int64: Int] {
        var left = Dictionary(uniqueKeysWithValues: payments.map { ($0.id, Int($0.amount)) })
        for back in returns.sorted(by: { ($0.day, $0.id) < ($1.day, $1.id) }) {
            var amount = Int(-back.amount)
            let latestFirst = payments.filter { $0.day <= back.day }.sorted { ($0.day, $0.id) > ($1.day, $1.id) }
            var order = latestFirst
            if let named = payments.first(where: { $0.id == back.takesBack }) {
                order.insert(named, at: 0)
            } else if let exact = latestFirst.first(where: { Int($0.amount) == amount && left[$0.id] == amount }) {
                order.insert(exact, at: 0)
            }
            for payment in order {
                let taken = min(amount, left[payment.id] ?? 0)
                left[payment.id]? -= taken
                returned[.payment(payment.id), default: 0] += taken
                amount -= taken
            }
            unmatched += amount
        }
        return left
    }
}
