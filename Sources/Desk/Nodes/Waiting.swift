import Receivables

/// How a node waits: whoever runs it has the clock and is told when to stop.
package struct Waiting: Sendable {
    /// Waits so many milliseconds, or less when the node is to stop.
    package let pause: @Sendable (_ milliseconds: Int) -> Void
    /// Whether the node was asked to stop.
    package let isStopped: @Sendable () -> Bool
    /// From what the length of pauses is drawn: nodes that were stopped by the same thing must not come back at once.
    package let seed: UInt64

    package init(
        seed: UInt64, isStopped: @escaping @Sendable () -> Bool = { false },
        pause: @escaping @Sendable (_ milliseconds: Int) -> Void
    ) {
        self.seed = seed
        self.isStopped = isStopped
        self.pause = pause
    }
}

extension Waiting {
    /// Tries until it succeeds, or fails for a reason that waiting does not mend, or the node is to stop; `tries` times
    /// at most. `tell` is told the first reason to wait.
    package func patiently<Result>(
        tries: Int = .max, tell: (Problem) -> Void, _ body: () throws -> Result
    ) throws -> Result {
        var pauses = GrowingPauses(from: 250, to: DeskLimits.silenceSeconds * 500, seed: seed)
        var tried = 0
        while true {
            do {
                return try body()
            } catch let problem as Problem where problem.code.isTransient && !isStopped() {
                tried += 1
                guard tried < tries else { throw problem }
                if tried == 1 { tell(problem) }
                pause(pauses.take())
            }
        }
    }
}

/// Pauses that grow: each about twice the one before, up to a longest, and none quite as long as that of another node.
package struct GrowingPauses: Sendable {
    private let first: Int
    private let longest: Int
    private var random: Seeded
    private var next: Int

    /// Lengths in milliseconds.
    package init(from first: Int, to longest: Int, seed: UInt64) {
        self.first = first
        self.longest = longest
        random = Seeded(seed)
        next = first
    }

    /// The next pause in milliseconds: between half and all of its length.
    package mutating func take() -> Int {
        let length = next
        next = min(longest, next * 2)
        return random.int(length / 2...length)
    }

    /// All is well again.
    package mutating func reset() { next = first }
}
