/// In which order money pays dues and their components: data of the portfolio, never code.
///
/// A waterfall is a list of stages; each stage says which dues it looks at, whether it walks due by due or component by
/// component, and which components it pays. Money goes through the stages in order until it is used up. Within a stage
/// dues are taken oldest first.
package struct Waterfall: Hashable, Sendable {
    /// Which dues a stage looks at, seen from the day of the money.
    package enum Scope: String, CaseIterable, Sendable {
        case all
        /// Due date before the day of the money.
        case overdue
        /// Due date on or before the day of the money.
        case due
        /// Due date on the day of the money.
        case dueToday = "due-today"
        /// Due date after the day of the money.
        case inAdvance = "in-advance"

        func includes(due: Day, on day: Day) -> Bool {
            switch self {
            case .all: true
            case .overdue: due < day
            case .due: due <= day
            case .dueToday: due == day
            case .inAdvance: due > day
            }
        }
    }

    package enum Walk: String, CaseIterable, Sendable {
        /// All listed components of the oldest due, then of the next.
        case byDue = "by-due"
        /// The first component of every due, then the second of every due.
        case byComponent = "by-component"
    }

    package struct Stage: Hashable, Sendable {
        package let scope: Scope
        package let walk: Walk
        package let components: [Component]

        package init(scope: Scope, walk: Walk, components: [Component]) {
            self.scope = scope
            self.walk = walk
            self.components = components
        }
    }

    package let stages: [Stage]

    /// Refuses a waterfall that could leave money unused while something is open: every component must be reached for
    /// every due.
    package init(stages: [Stage]) throws(Problem) {
        for component in Component.allCases {
            for days in [-1, 0, 1] {
                let reached = stages.contains {
                    $0.components.contains(component) && $0.scope.includes(due: Day(Int32(days)), on: Day(0))
                }
                if !reached {
                    throw Problem(.settingInvalid, [
                        Fact("setting", "waterfall"), Fact("value", Waterfall.written(stages)),
                        Fact("allowed", Phrase(.waterfallStages, [Fact("component", .component, component.name)])),
                    ])
                }
            }
        }
        self.init(checked: stages)
    }

    private init(checked stages: [Stage]) { self.stages = stages }

    /// Oldest due first; within it the given order. Components that are not named follow in the default order.
    package init(componentOrder: [Component]) {
        let rest = Waterfall.defaultOrder.filter { !componentOrder.contains($0) }
        self.init(checked: [Stage(scope: .all, walk: .byDue, components: componentOrder + rest)])
    }

    /// Fee, penalty, interest, principal: the order of bank and card practice in Indonesia.
    package static let defaultOrder: [Component] = [.fee, .penalty, .interest, .principal]
    package static let standard = Waterfall(componentOrder: defaultOrder)

    /// Instalments first and penalties last, as multifinance companies accept them (an instalment may be paid while
    /// its penalty waits until the end of the contract).
    package static let multifinance = Waterfall(checked: [
        Stage(scope: .all, walk: .byDue, components: [.fee, .interest, .principal]),
        Stage(scope: .all, walk: .byDue, components: [.penalty]),
    ])

    /// Principal before everything else, as agreed in settlements that protect the borrower.
    package static let principalFirst = Waterfall(componentOrder: [.principal, .interest, .fee, .penalty])
}
