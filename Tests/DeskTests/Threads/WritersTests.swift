import Desk
import Dispatch
import Glibc
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
            try writers.give { place in
                place.hasBegun()
                var random = Seeded(UInt64(piece))
                for _ in 0..<random.int(0...5000) { firsts.withLock { _ = $0.count } }
                firsts.withLock { $0.append(piece) }
                try place.turn()
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
        try writers.give { place in
            place.hasBegun()
            here.signal()
            there.wait()
            try place.turn()
        }
        try writers.give { place in
            place.hasBegun()
            there.signal()
            here.wait()
            try place.turn()
        }
        #expect(throws: Never.self) { try writers.wait() }
    }

    @Test("one who waits for the turn says so, and a failure to say so is that piece's", .timeLimit(.minutes(1)))
    func signsOfLife() throws {
        let (writers, heard) = (Writers(2, signOfLife: .milliseconds(1)), DispatchSemaphore(value: 0))
        try writers.give { place in
            place.hasBegun()
            for _ in 0..<3 { heard.wait() }
            try place.turn()
        }
        try writers.give { place in
            place.hasBegun()
            try place.turn { heard.signal() }
        }
        try writers.wait()
        let (broken, ready) = (Writers(2, signOfLife: .milliseconds(1)), DispatchSemaphore(value: 0))
        try broken.give { place in
            place.hasBegun()
            ready.wait()
            try place.turn()
        }
        try broken.give { place in
            place.hasBegun()
            try place.turn {
                ready.signal()
                throw Failure(piece: 1)
            }
        }
        #expect(throws: Failure(piece: 1)) { try broken.wait() }
    }

    @Test(
        "no second part is done behind a failure, and the earliest failure is told", arguments: [0, 1, 2, 7],
        [true, false])
    func failures(at failing: Int, isInFirstPart: Bool) throws {
        let seconds = Mutex<[Int]>([])
        let writers = Writers(3)
        let thrown = #expect(throws: Failure.self) {
            for piece in 0..<20 {
                try writers.give { place in
                    if isInFirstPart, piece >= failing { throw Failure(piece: piece) }
                    try place.turn()
                    if piece == failing { throw Failure(piece: piece) }
                    seconds.withLock { $0.append(piece) }
                }
            }
            try writers.wait()
        }
        #expect(throws: Failure(piece: failing)) { try writers.wait() }
        #expect(thrown == Failure(piece: failing))
        #expect(seconds.withLock { $0 } == Array(0..<failing))
    }

    @Test("a piece that has no second part does not stop those behind it")
    func withoutSecondPart() throws {
        let seconds = Mutex<[Int]>([])
        let writers = Writers(2)
        for piece in 0..<50 {
            try writers.give { place in
                guard piece % 3 > 0 else { return }
                try place.turn()
                seconds.withLock { $0.append(piece) }
            }
            if piece % 10 == 9 { try writers.wait() }
        }
        try writers.wait()
        #expect(seconds.withLock { $0 } == (0..<50).filter { $0 % 3 > 0 })
    }

    /// What a piece begins with may be a place in a line in which strangers stand too. One who came in between two
    /// pieces in the wrong order would wait for the second, that for the turn of the first, and the first for the
    /// stranger.
    @Test("no piece begins before the one given before it has", arguments: [2, 3])
    func beginnings(threads: Int) throws {
        let begun = Mutex<[Int]>([])
        let tooEarly = Mutex(0)
        let writers = Writers(threads)
        for piece in 0..<60 {
            try writers.give { place in
                let before = begun.withLock { $0.count }
                if before != piece { tooEarly.withLock { $0 += 1 } }
                var random = Seeded(UInt64(piece))
                usleep(UInt32(random.int(0...2000)))
                begun.withLock { $0.append(piece) }
                if piece % 3 > 0 { place.hasBegun() }
                usleep(UInt32(random.int(0...2000)))
                if piece % 5 > 0 { try place.turn() }
            }
        }
        try writers.wait()
        #expect(begun.withLock { $0 } == Array(0..<60) && tooEarly.withLock { $0 } == 0)
    }
}
