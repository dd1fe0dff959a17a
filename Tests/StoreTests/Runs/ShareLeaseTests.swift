import Receivables
import Store
import Support
import Synchronization
import Testing

/// Leases of shares: whoever has the token writes, and nobody else.
@Suite struct ShareLeaseTests {
    private static let run: Int64 = 7
    private static let first = LeaseTerms(node: 1, seconds: 600)
    private static let second = LeaseTerms(node: 2, seconds: 600)
    /// A lease that is over when it begins.
    private static let over = LeaseTerms(node: 3, seconds: -1)

    private static let ranges = (0..<4).map { ShareRange(first: $0 * 10, last: $0 * 10 + 9, debtors: 10) }

    /// Runs `body` on a run whose preparation is done and that has four shares of debtors.
    private func with(_ tested: TestedEngine, _ body: (any Engine) throws -> Void) throws {
        let scratch = try Scratch()
        let engine = try tested.open(scratch)
        _ = try Migrator.migrate(engine, now: Instant(microseconds: 0))
        try engine.write(.repeatable) { db throws in
            let lease = try db.openRun(ShareLeaseTests.run, ShareLeaseTests.first)
            #expect(lease.task == .prepare)
            #expect(try db.lease(ofRun: ShareLeaseTests.run, limit: 9, ShareLeaseTests.second) == [])
            #expect(try db.finish(lease))
            #expect(try db.addShares(ShareLeaseTests.ranges, preparedBy: lease) == 1)
        }
        try body(engine)
        try engine.close()
    }

    private func lease(_ engine: any Engine, _ limit: Int, _ terms: LeaseTerms) throws -> [ShareLease] {
        try engine.write(.repeatable, .ownDebtors) { try $0.lease(ofRun: ShareLeaseTests.run, limit: limit, terms) }
    }

    @Test(
        "a node's leases are renewed together, but for what another transaction holds, which is not waited for",
        arguments: TestedEngine.all)
    func renewedTogether(tested: TestedEngine) throws {
        try with(tested) { engine throws in
            let mine = try lease(engine, 3, LeaseTerms(node: 1, seconds: 100))
            let theirs = try lease(engine, 1, LeaseTerms(node: 2, seconds: 100))
            func untils() throws -> [Int64: Int64] {
                try engine.read { db in
                    var untils: [Int64: Int64] = [:]
                    for share in try db.shares(ofRun: ShareLeaseTests.run) where share.task == .debtors {
                        untils[share.share] = share.leaseUntil?.microseconds
                    }
                    return untils
                }
            }
            func renew() throws {
                try engine.write(.repeatable, .ownDebtors) { db throws in
                    try db.renewFree(ofRun: ShareLeaseTests.run, LeaseTerms(node: 1, seconds: 5000))
                }
            }
            let before = try untils()
            if engine.writersAtOnce > 1 {
                // Waiting would last until the server ends it, with an error.
                try engine.write(.repeatable, .ownDebtors) { db throws in
                    #expect(try db.finish(mine[0]))
                    try renew()
                }
            } else {
                try engine.write(.repeatable, .ownDebtors) { db throws in #expect(try db.finish(mine[0])) }
                try renew()
            }
            let after = try untils()
            #expect(after[mine[0].share] == nil && after[theirs[0].share] == before[theirs[0].share])
            for lease in mine.dropFirst() {
                let gained = try #require(after[lease.share]) - #require(before[lease.share])
                #expect(gained >= 4_900_000_000)
            }
        }
    }

    @Test("a share has one holder, and the finish comes behind all others", arguments: TestedEngine.all)
    func oneHolder(tested: TestedEngine) throws {
        try with(tested) { engine throws in
            let mine = try lease(engine, 3, ShareLeaseTests.first)
            let theirs = try lease(engine, 3, ShareLeaseTests.second)
            #expect(mine.map(\.share) == [1, 2, 3] && theirs.map(\.share) == [4])
            #expect(mine.map(\.firstDebtor) == [0, 10, 20] && theirs.map(\.lastDebtor) == [39])
            #expect(try lease(engine, 3, ShareLeaseTests.second) == [], "nothing is free, and the finish must wait")
            try engine.write(.repeatable, .ownDebtors) { db throws in
                for lease in mine { #expect(try db.finish(lease)) }
                #expect(try db.lease(ofRun: ShareLeaseTests.run, limit: 1, ShareLeaseTests.first) == [])
                #expect(try !db.finish(mine[0]), "what is done is done once")
                #expect(try !db.renew(mine[0], ShareLeaseTests.first))
            }
            #expect(try engine.read { try $0.shareProgress(ofRun: ShareLeaseTests.run) } .done == 30)
            try engine.write(.repeatable, .ownDebtors) { db throws in
                #expect(try db.finish(theirs[0]))
                let last = try db.lease(ofRun: ShareLeaseTests.run, limit: 5, ShareLeaseTests.second)
                #expect(last.map(\.task) == [.finish])
                #expect(try db.lease(ofRun: ShareLeaseTests.run, limit: 5, ShareLeaseTests.first) == [])
            }
        }
    }

    @Test("whoever took a share over is the one who writes it", arguments: TestedEngine.all)
    func takenOver(tested: TestedEngine) throws {
        try with(tested) { engine throws in
            let late = try #require(lease(engine, 1, ShareLeaseTests.over).first)
            #expect(try !engine.read { try $0.isLeased(run: ShareLeaseTests.run) })
            try engine.write(.repeatable, .ownDebtors) { db throws in
                #expect(try db.renew(late, ShareLeaseTests.over), "late, and nobody took it: it goes on")
            }
            let taken = try #require(lease(engine, 1, ShareLeaseTests.second).first)
            #expect(taken.share == late.share && taken.token == late.token + 1)
            try engine.write(.repeatable, .ownDebtors) { db throws in
                #expect(try !db.renew(late, ShareLeaseTests.first))
                try db.giveBack([late])
                #expect(try !db.finish(late))
                #expect(try db.shares(ofRun: ShareLeaseTests.run).contains { $0.share == late.share && $0.node == 2 })
                #expect(try db.finish(taken))
            }
            let other = try lease(engine, 1, ShareLeaseTests.first)
            #expect(other.map(\.share) == [2])
            try engine.write(.repeatable, .ownDebtors) { try $0.giveBack(other) }
            let again = try lease(engine, 1, ShareLeaseTests.second)
            #expect(again.map(\.share) == [2] && again[0].token == other[0].token + 1, "given back, it is free at once")
        }
    }

    @Test("cut anew, a run keeps what is done and nobody's old lease", arguments: TestedEngine.all)
    func cutAnew(tested: TestedEngine) throws {
        try with(tested) { engine throws in
            let mine = try lease(engine, 2, ShareLeaseTests.first)
            try engine.write(.repeatable) { db throws in
                #expect(try db.finish(mine[0]))
                let preparation = try db.openRun(ShareLeaseTests.run, ShareLeaseTests.second)
                #expect(preparation.task == .prepare)
                #expect(try !db.renew(mine[1], ShareLeaseTests.first))
                #expect(try db.finish(preparation))
                let rest = [ShareRange(first: 10, last: 39, debtors: 30)]
                #expect(try db.addShares(rest, preparedBy: preparation) == mine[1].share)
                let again = try db.lease(ofRun: ShareLeaseTests.run, limit: 1, ShareLeaseTests.second)
                #expect(again.map(\.share) == [mine[1].share] && again[0].token > mine[1].token)
                #expect(try !db.finish(mine[1]), "the number came again, the token did not")
            }
            let shares = try engine.read { try $0.shares(ofRun: ShareLeaseTests.run) }
            #expect(shares.map(\.share) == [-1, 0, 1, 2] && shares.map(\.debtors) == [0, 0, 10, 30])
            #expect(shares.map(\.isDone) == [false, true, true, false])
        }
    }

    @Test("of many who lease at once each gets shares of its own", arguments: TestedEngine.all)
    func racing(tested: TestedEngine) throws {
        let scratch = try Scratch()
        let engine = try tested.open(scratch)
        _ = try Migrator.migrate(engine, now: Instant(microseconds: 0))
        let shares = 60
        try engine.write(.repeatable) { db throws in
            let preparation = try db.openRun(ShareLeaseTests.run, ShareLeaseTests.first)
            #expect(try db.finish(preparation))
            let ranges = (0..<Int64(shares)).map { ShareRange(first: $0, last: $0, debtors: 1) }
            _ = try db.addShares(ranges, preparedBy: preparation)
        }
        let taken = Mutex<[Int64]>([])
        let days = Mutex(0)
        try Racers(5).run { number throws in
            let own = try tested.openExisting(scratch)
            let terms = LeaseTerms(node: Int64(number), seconds: 600)
            if try own.write(.durable, { try $0.take(Day(20_000), of: .run, node: terms.node) }) {
                days.withLock { $0 += 1 }
            }
            while true {
                let leases = try own.write(.repeatable, .ownDebtors) { db throws in
                    let leases = try db.lease(ofRun: ShareLeaseTests.run, limit: 2, terms)
                    for lease in leases where lease.task == .debtors { #expect(try db.finish(lease)) }
                    return leases
                }
                guard !leases.isEmpty else { break }
                taken.withLock { $0 += leases.map(\.share) }
            }
            try own.close()
        }
        #expect(taken.withLock { $0.sorted() } == [ShareTask.finishShare] + (1...Int64(shares)).map(\.self))
        #expect(days.withLock(\.self) == 1, "a day of a schedule is taken once")
        #expect(try engine.read { try $0.lastDay(of: .run) } == Day(20_000))
        try engine.write(.durable) { db throws in
            #expect(try !db.take(Day(20_000), of: .run, node: 1) && !db.take(Day(19_999), of: .run, node: 1))
            #expect(try db.take(Day(20_001), of: .run, node: 1))
        }
        try engine.close()
    }

    @Test("nodes are seen by the clock of the database", arguments: TestedEngine.all)
    func nodes(tested: TestedEngine) throws {
        try with(tested) { engine throws in
            let (one, two) = try engine.write(.durable) { db throws in
                (try db.addNode("one", .worker, forgetting: 60), try db.addNode("two", .run, forgetting: 60))
            }
            let before = try engine.read { try $0.databaseClock() }
            try engine.write(.durable) { db throws in
                #expect(try db.note(node: one, shares: 2, refused: 1))
                #expect(try !db.note(node: 99))
            }
            let nodes = try engine.read { try $0.nodes() }
            #expect(nodes.map(\.name) == ["one", "two"] && nodes.map(\.shares) == [2, 0])
            #expect(nodes.map(\.refused) == [1, 0] && nodes[0].seenAt >= before && nodes[1].seenAt <= before)
            try engine.write(.durable) { db throws in
                try db.removeRunNodes()
                _ = try db.execute("UPDATE nodes SET seen_at = seen_at - 61000000", [])
                _ = try db.addNode("three", .worker, forgetting: 60)
            }
            #expect(try engine.read { try $0.nodes() }.map(\.name) == ["three"])
            #expect(two == one + 1)
        }
    }
}
