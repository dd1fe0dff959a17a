/// A due with something open.
package struct OpenDue: Hashable, Sendable {
    package let line: Int32
    package let day: Day
    package var open: Components

    package init(line: Int32, day: Day, open: Components) {
        self.line = line
        self.day = day
        self.open = open
    }
}

/// Money of one source on its way through the stages of a waterfall. The only place where money meets a due.
struct Pour {
    let waterfall: Waterfall
    /// The day of the money, by which stages tell overdue from due in advance.
    let day: Day
    var money: Int64

    /// Pays `dues` (sorted by day and line) from index `start` on, as far as the money reaches. `isVisible` says which
    /// dues are known on the day of the money; `taken` hears of every amount paid.
    mutating func run(
        _ dues: inout [OpenDue], from start: Int, isVisible: (Int) -> Bool,
        taken: (_ line: Int32, _ component: Component, _ amount: Int64) -> Void
    ) {
        for stage in waterfall.stages where money > 0 {
            switch stage.walk {
            case .byDue:
                var index = start
                while index < dues.count, money > 0 {
                    if stage.scope.includes(due: dues[index].day, on: day), isVisible(index) {
                        for component in stage.components { pay(&dues, index, component, taken) }
                    }
                    index += 1
                }
            case .byComponent:
                for component in stage.components {
                    var index = start
                    while index < dues.count, money > 0 {
                        if stage.scope.includes(due: dues[index].day, on: day), isVisible(index) {
                            pay(&dues, index, component, taken)
                        }
                        index += 1
                    }
                }
            }
        }
    }

    /// Pays one named due, its components in the order in which the stages first name them.
    mutating func run(
        _ dues: inout [OpenDue], only index: Int,
        taken: (_ line: Int32, _ component: Component, _ amount: Int64) -> Void
    ) {
        for stage in waterfall.stages {
            for component in stage.components { pay(&dues, index, component, taken) }
        }
    }

    /// Pays one component of one due: never more than is open, never more than there is.
    @inline(__always)
    mutating func pay(
        _ dues: inout [OpenDue], _ index: Int, _ component: Component, limit: Int64 = .max,
        _ taken: (_ line: Int32, _ component: Component, _ amount: Int64) -> Void
    ) {
        let amount = min(money, min(limit, dues[index].open[component]))
        guard amount > 0 else { return }
        dues[index].open[component] -= amount
        money -= amount
        taken(dues[index].line, component, amount)
    }
}
