import Desk
import Synchronization
import Testing

/// Values made on one thread and used on another.
@Suite struct HandoverTests {
    private struct Failure: Error, Equatable {
        let place: Int
    }

    @Test("every value comes, in order", arguments: [1, 2, 7])
    func order(ahead: Int) throws {
        var used: [Int] = []
        try Handover.run(ahead: ahead, make: { give in for value in 0..<500 { try give(value) } }) { used.append($0) }
        #expect(used == Array(0..<500))
    }

    @Test("a failing maker is told after its last value was used", arguments: [0, 1, 40])
    func failingMaker(at place: Int) {
        var used = 0
        #expect(throws: Failure(place: place)) {
            try Handover.run(
                ahead: 2,
                make: { give in
                    for value in 0..<place { try give(value) }
                    throw Failure(place: place)
                }, use: { (_: Int) in used += 1 })
        }
        #expect(used == place)
    }

    @Test("a failing use stops the maker, and is what is told", arguments: [0, 1, 40])
    func failingUse(at place: Int) {
        let made = Mutex(0)
        #expect(throws: Failure(place: place)) {
            try Handover.run(
                ahead: 2,
                make: { give in
                    for value in 0..<100_000 {
                        try give(value)
                        made.withLock { $0 += 1 }
                    }
                }, use: { if $0 == place { throw Failure(place: place) } })
        }
        #expect(made.withLock { $0 } <= place + 4, "values in waiting are few")
    }
}
