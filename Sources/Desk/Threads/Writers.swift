import Dispatch
import Store
import Synchronization

extension Reading {
    /// Says something to the database, which wants nothing.
    func signOfLife() throws { _ = try integer("SELECT 1") }
}

/// Does work in two parts: the first at the same time on several threads, the second one after the other, in the order
/// in which the work was given. Both parts of a piece are done by one thread, one behind the other.
package final class Writers: Sendable {
    /// An earlier piece failed; what came of this one does not count.
    struct Stopped: Error {}

    /// Where a piece stands among the others. A piece that says nothing of it has only a first part, and lets the next
    /// one begin when it ends.
    package struct Place {
        /// That of a piece without others beside it.
        static var alone: Place { Place(beginNext: {}, waitForTurn: { _ in }) }

        fileprivate let beginNext: () -> Void
        fileprivate let waitForTurn: (() throws -> Void) throws -> Void

        /// The piece has what it may have to wait for (the transaction, with the locks that it begins with): the next
        /// may begin. Were that one first, a stranger between them could wait for it, it for the turn of this piece,
        /// and this piece for the stranger.
        package func hasBegun() { beginNext() }

        /// Called between the parts: returns when all earlier pieces are over, and throws when one failed. `meanwhile`
        /// is called now and then, so that nobody takes the one who waits for dead.
        package func turn(meanwhile: () throws -> Void = {}) throws { try waitForTurn(meanwhile) }
    }

    private struct State {
        var given = 0
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let threads = DispatchQueue(label: "lunas.writers", qos: .userInitiated, attributes: .concurrent)
    private let group = DispatchGroup()
    /// Threads that are free.
    private let room = DispatchSemaphore(value: 0)
    /// The last piece that was given has begun.
    private let beginnings = DispatchSemaphore(value: 0)
    /// All pieces before this one are over; as many at a time as there are threads, one after the other in a ring.
    private let turns: [DispatchSemaphore]

    private let signOfLife: DispatchTimeInterval

    /// `count`: how many pieces are worked on at the same time. `signOfLife`: how often one that waits is called.
    package init(_ count: Int, signOfLife: DispatchTimeInterval = .seconds(DeskLimits.signOfLifeSeconds)) {
        self.signOfLife = signOfLife
        turns = (0..<count).map { _ in DispatchSemaphore(value: 0) }
        // Counted up from 0: a semaphore must not be let go while it is below the value that it was made with.
        for _ in 0..<count { room.signal() }
        beginnings.signal()
        turns[0].signal()
    }

    /// Waits for a free thread and the beginning of the piece before, and gives the thread a piece. Throws the first
    /// failure.
    package func give(_ piece: @escaping @Sendable (_ place: Place) throws -> Void) throws {
        room.wait()
        beginnings.wait()
        let (number, failure) = state.withLock { state in
            state.given += 1
            return (state.given - 1, state.failure)
        }
        if let failure {
            beginnings.signal()
            room.signal()
            throw failure
        }
        threads.async(group: group) { self.work(number, piece) }
    }

    /// Waits until all pieces are over. Throws the first failure.
    package func wait() throws {
        group.wait()
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func work(_ number: Int, _ piece: (_ place: Place) throws -> Void) {
        var (hasBegun, isItsTurn) = (false, false)
        func beginNext() {
            guard !hasBegun else { return }
            hasBegun = true
            beginnings.signal()
        }
        func waitForTurn(_ meanwhile: () throws -> Void) throws {
            guard !isItsTurn else { return }
            beginNext()
            let turn = turns[number % turns.count]
            while turn.wait(timeout: .now() + signOfLife) == .timedOut { try meanwhile() }
            isItsTurn = true
            if state.withLock({ $0.failure != nil }) { throw Stopped() }
        }
        var problem: (any Error)?
        do { try piece(Place(beginNext: beginNext, waitForTurn: waitForTurn)) } catch { problem = error }
        // A piece that ended before its turn still has to be the next in the row.
        if !isItsTurn { try? waitForTurn({}) }
        state.withLock { if $0.failure == nil { $0.failure = problem } }
        turns[(number + 1) % turns.count].signal()
        room.signal()
    }
}
