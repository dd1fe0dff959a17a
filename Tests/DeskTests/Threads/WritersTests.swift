import Desk
import Dispatch
import Receivables
import Synchronization
import Testing

/// Work whose first parts are done at the same time, and whose second parts come in their order.
@Suite struct WritersTests {
    private struct Failure: Error, Equatable {
        let piece: Int
    }

    @Test("second parts come in the order of the pieces, whatever takes how long", arguments: [1, 2, 4])
    func order(threads: Int) throws {
        let firsts = Mutex<[Int]>([])
        let seconds = Mutex<[Int]>([])
        let writers = Writers(threads)
        for piece in 0..<300 {
            try writers.give { turn in
                var random = Seeded(UInt64(piece))
                for _ in 0..<random.int(0...5000) { firsts.withLock { _ = $0.count } }
                firsts.withLock { $0.append(piece) }
                try turn()
                seconds.withLock { $0.append(piece) }
            }
        }
        try writers.wait()
        #expect(seconds.withLock { $0 } == Array(0..<300))
        #expect(firsts.withLock { $0.sorted() } == Array(0..<300))
    }

    /// Each first part waits for that of its neighbour: one at a time would wait for ever.
    @Test("as many first parts as there are threads are done at the same time", .timeLimit(.minutes(1)))
    func together() throws {
        let (writers, here, there) = (Writers(2), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        try writers.give { turn in
            here.signal()
            there.wait()
            try turn()
        }
        try writers.give { turn in
            there.signal()
            here.wait()
            try turn()
        }
        #expect(throws: Never.self) { try writers.wait() }
    }

    @Test(
        "no second part is done behind a failure, and the earliest failure is told", arguments: [0, 1, 2, 7],
        [true, false])
    func failures(at place: Int, isInFirstPart: Bool) throws {
        let seconds = Mutex<[Int]>([])
        let writers = Writers(3)
        let thrown = #expect(throws: Failure.self) {
            for piece in 0..<20 {
                try writers.give { turn in
                    if isInFirstPart, piece >= place { throw Failure(piece: piece) }
                    try turn()
                    if piece == place { throw Failure(piece: piece) }
                    seconds.withLock { $0.append(piece) }
                }
            }
            try writers.wait()
        }
        #expect(throws: Failure(piece: place)) { try writers.wait() }
        #expect(thrown == Failure(piece: place))
        #expect(seconds.withLock { $0 } == Array(0..<place))
    }

    @Test("a piece that has no second part does not stop those behind it")
    func withoutSecondPart() throws {
        let seconds = Mutex<[Int]>([])
        let writers = Writers(2)
        for piece in 0..<50 {
            try writers.give { turn in
                guard piece % 3 > 0 else { return }
                try turn()
                seconds.withLock { $0.append(piece) }
            }
            if piece % 10 == 9 { try writers.wait() }
        }
        try writers.wait()
        #expect(seconds.withLock { $0 } == (0..<50).filter { $0 % 3 > 0 })
    }
}
