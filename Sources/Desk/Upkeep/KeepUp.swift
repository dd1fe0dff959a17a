import Receivables
import Store

/// What was done in the background.
package struct Upkeep: Sendable {
    /// Debtors brought into the index of the search.
    package var indexed = 0
    /// The day whose closing figures were kept.
    package var closed: Day?
    /// Nothing is left to do until something happens.
    package var isDone = true
}

extension Desk {
    /// Does a part of what the book needs behind what people wait for: the index of the search, and the closing figures
    /// of the last day that was run. Any number of nodes may do it at the same time; what one has done the others find
    /// done. Whoever is there calls it again and again: a worker that has nothing else to do, and the server of pages.
    ///
    /// `portions`: of the index, each one transaction of some milliseconds.
    package func keepUp(portions: Int = 4) throws -> Upkeep {
        var result = Upkeep()
        // While an import is at work it has the writer's time; the index comes behind it.
        guard try engine.read({ try $0.unfinishedImport() == nil }) else { return result }
        let index = SearchIndex(engine: engine)
        for _ in 0..<portions {
            let count = try index.portion()
            result.indexed += count
            guard count > 0 else { break }
        }
        result.isDone = try engine.read { try SearchIndex.isComplete($0) }
        result.closed = try closeDay()
        if result.closed != nil { try engine.write(.repeatable, .ownDebtors) { db in
            try db.forgetLocks(endedSeconds: DeskLimits.lockForgottenSeconds)
        } }
        return result
    }
}
