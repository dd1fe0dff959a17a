import Desk
import Formats
import Foundation
import Receivables
import Store
import Support
import Synchronization
import Testing

/// Several nodes at one run, as threads with a database connection each; processes are in `NodeStories`.
@Suite struct SharedRunTests {
    private static let days = ["2026-03-02", "2026-03-10"]

    private static func fill(_ book: TestBook, _ seed: Int) throws {
        var files = RandomFiles(UInt64(91_000 + seed))
        for table in [files.receivables(isFlat: true), files.payments(), files.receivables(isFlat: true)] {
            try book.take(try FileForm().file(table), asOf: RandomFiles.asOf)
        }
        for name in ["Siti", "Joko"] { _ = try book.desk.setCollector(name, CollectorChanges()) }
    }

    /// More debtors than are on their way into the book at a time: a run that halts leaves some.
    private static func fillMore(_ book: TestBook) throws {
        let rows = (1...40).map { "M\($0),MORE-\($0),more-\($0),2026-01-10,100000" }
        let file = (["Customer ID,Account,Invoice,Due date,Amount"] + rows).joined(separator: "\n") + "\n"
        try book.take(.receivables, file)
    }

    /// How a thread of a test waits for the others.
    private static func waiting(_ seed: Int) -> Waiting {
        Waiting(seed: UInt64(seed)) { milliseconds in usleep(UInt32(min(milliseconds, 5)) * 1000) }
    }

    private static func options(_ day: String, _ number: Int, chunk: Int) throws -> RunOptions {
        var options = RunOptions(date: try TestBook.day(day))
        options.chunkDebtors = chunk
        options.nodeName = "node \(number)"
        options.waiting = waiting(number)
        return options
    }

    @Test("any number of nodes gives the run of one", arguments: TestedEngine.all, 0..<Effort.cases(4, long: 60))
    func anyNumber(tested: TestedEngine, seed: Int) throws {
        let alone = try TestBook(tested)
        try SharedRunTests.fill(alone, seed)
        let shared = try TestBook(tested)
        try SharedRunTests.fill(shared, seed)
        for day in SharedRunTests.days {
            let result = try alone.run(day, chunk: 2)
            let told = Mutex<[String]>([])
            let (scratch, now) = (shared.scratch, shared.now)
            try Racers(2 + seed % 3).run { number in
                let own = try tested.openExisting(scratch)
                let desk = Desk(engine: own, actorName: "test", clock: { now })
                let run = try desk.runDay(try SharedRunTests.options(day, number, chunk: 2))
                told.withLock { $0.append(run.json { $0.code.rawValue }.text(indent: nil)) }
                try own.close()
            }
            let wanted = result.json { $0.code.rawValue }.text(indent: nil)
            // Who came when all was over has run the day a second time, and nothing was left to do.
            let first = told.withLock { $0.filter { $0 == wanted } }
            #expect(!first.isEmpty, "seed \(seed): \(told.withLock(\.self))")
            let difference = try shared.state().difference(from: alone.state())
            #expect(difference.isEmpty, "seed \(seed) \(day): \(difference)")
            #expect(try shared.broken() == [])
            #expect(try shared.count("SELECT count(*) FROM run_shares") == 0)
            #expect(try shared.count("SELECT count(*) FROM nodes") == 0)
        }
    }

    @Test("who comes while another day is being run is told to try later", arguments: TestedEngine.all)
    func anotherDay(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try SharedRunTests.fill(book, 1)
        try SharedRunTests.fillMore(book)
        let run = try SharedRunTests.Halted(book, tested)
        let other = try tested.openExisting(book.scratch)
        let now = book.now
        let desk = Desk(engine: other, actorName: "test", clock: { now })
        let problem = #expect(throws: Problem.self) {
            _ = try desk.runDay(try SharedRunTests.options("2026-03-11", 2, chunk: 1))
        }
        #expect(problem?.code == .databaseLocked)
        let earlier = #expect(throws: Problem.self) {
            _ = try desk.runDay(try SharedRunTests.options("2026-03-01", 2, chunk: 1))
        }
        #expect(earlier?.code == .dateBeforeLastRun)
        let answer = try desk.nodes()
        #expect(answer.nodes.count == 1 && answer.nodes.map(answer.state) == [.here])
        #expect(answer.run?.day == (try TestBook.day("2026-03-10")) && !answer.shares(.held).isEmpty)
        // Without patience nobody waits for what others hold.
        var impatient = try SharedRunTests.options("2026-03-10", 2, chunk: 1)
        impatient.waiting = nil
        #expect(throws: Problem.self) { _ = try desk.runDay(impatient) }
        try run.goOn()
        #expect(try desk.nodes().nodes.isEmpty)
        _ = try desk.runDay(try SharedRunTests.options("2026-03-11", 2, chunk: 1))
        #expect(try book.broken() == [])
        try other.close()
    }

    @Test("a node that lost its lock does not write beside an import", arguments: TestedEngine.all)
    func importBegun(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try SharedRunTests.fill(book, 2)
        try SharedRunTests.fillMore(book)
        let run = try SharedRunTests.Halted(book, tested)
        func setImport(_ state: String) throws {
            try book.engine.write(.durable) { db in
                try db.execute("UPDATE imports SET state = ?1 WHERE import_id = 1", [.text(state)])
                try db.journal("test", subject: "test", detail: "{}", by: Actor(name: "test", now: book.now))
            }
        }
        // Behind what was being written when the run was halted.
        try setImport("running")
        let left = try book.count("SELECT count(*) FROM news")
        #expect(left > 0)
        let problem = #expect(throws: Problem.self) { try run.goOn() }
        #expect(problem?.code == .importUnfinished)
        #expect(try book.count("SELECT count(*) FROM news") == left)
        #expect(try book.desk.nodes().shares(.held).isEmpty, "it gave back what it held")
        try setImport("done")
        #expect(try book.run("2026-03-10").isResumed)
        #expect(try book.count("SELECT count(*) FROM news") == 0)
        #expect(try book.broken() == [])
    }

    /// A run on another thread that waits in the middle of its work: whoever listens to its progress takes long. Nobody
    /// else waits for that.
    private struct Halted {
        private let gate = DispatchSemaphore(value: 0)
        private let end = DispatchSemaphore(value: 0)
        private let failure: FailureBox

        private final class FailureBox: Sendable { let error = Mutex<(any Error)?>(nil) }

        init(_ book: TestBook, _ tested: TestedEngine) throws {
            let own = try tested.openExisting(book.scratch)
            let reached = DispatchSemaphore(value: 0)
            let (now, gate, end, failure) = (book.now, gate, end, FailureBox())
            self.failure = failure
            let isFirst = Mutex(true)
            let progress = TaskProgress { _, _, _ in
                guard isFirst.withLock({ first in defer { first = false }; return first }) else { return }
                reached.signal()
                gate.wait()
            }
            DispatchQueue.global().async {
                do {
                    let desk = Desk(engine: own, actorName: "test", clock: { now })
                    _ = try desk.runDay(try SharedRunTests.options("2026-03-10", 1, chunk: 1), progress: progress)
                    try own.close()
                } catch {
                    failure.error.withLock { $0 = error }
                    reached.signal()
                }
                end.signal()
            }
            reached.wait()
        }

        func goOn() throws {
            gate.signal()
            end.wait()
            if let error = failure.error.withLock({ $0 }) { throw error }
        }
    }
}
