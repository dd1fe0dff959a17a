import Desk
import Formats
import Receivables
import Store
import Support
import Synchronization
import Testing

/// Workers: what they begin by themselves, what they wait for, and when they end.
@Suite struct WorkerTests {
    private static let dues =
        "Customer ID,Account,Invoice,Due date,Amount\nA,ONE,a-1,2026-01-10,100.00\nB,TWO,b-1,2026-02-10,50.00\n"

    private static func once(_ book: TestBook, _ name: String = "one") throws -> WorkerResult {
        var options = WorkerOptions(name: name)
        options.isOnce = true
        return try book.desk.work(options, Waiting(seed: 1) { _ in }, tell: { _ in })
    }

    @Test("a run that was interrupted is finished by a worker", arguments: TestedEngine.all)
    func interrupted(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try book.take(.receivables, WorkerTests.dues)
        let nothing = try WorkerTests.once(book)
        #expect(nothing.runs == 0 && nothing.shares == 0, "nobody asked for a run")
        let dying = MortalEngine(book.engine, lastWrite: 3)
        #expect(throws: MortalEngine.Killed.self) { try TestBook(book, through: dying).run("2026-03-02", chunk: 1) }
        #expect(try book.count("SELECT count(*) FROM runs WHERE finished_at IS NULL") == 1)
        let result = try WorkerTests.once(book)
        #expect(result.runs == 1 && result.scheduled == 0 && result.refused == 0 && result.shares >= 1)
        #expect(try book.count("SELECT count(*) FROM runs WHERE finished_at IS NULL") == 0)
        #expect(try book.count("SELECT count(*) FROM cases WHERE closed IS NULL") == 2)
        #expect(try book.count("SELECT count(*) FROM nodes") == 0)
        #expect(try book.broken() == [])
    }

    @Test("the schedule begins one run a day, of the day of the database", arguments: TestedEngine.all)
    func scheduled(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try book.take(.receivables, WorkerTests.dues)
        for wrong in ["6:00", "soon", "24:00", ""] {
            #expect(throws: Problem.self, "\(wrong)") { try book.desk.setSetting("run-time", to: wrong) }
        }
        try book.desk.setSetting("run-time", to: "00:00")
        try book.desk.setSetting("time-zone", to: "UTC")
        let before = try book.engine.read { try $0.databaseClock() }.day(offsetSeconds: 0)
        let first = try WorkerTests.once(book)
        let second = try WorkerTests.once(book, "two")
        let after = try book.engine.read { try $0.databaseClock() }.day(offsetSeconds: 0)
        guard before == after else { return }
        #expect(first.scheduled == 1 && first.runs == 1 && first.shares == 1)
        #expect(second.scheduled == 0 && second.runs == 0)
        #expect(try book.engine.read { try $0.lastRun() }?.day == before, "whatever the clock of the node says")
        #expect(try book.count("SELECT count(*) FROM runs") == 1)
        try book.desk.setSetting("run-time", to: "off")
        try book.engine.write(.durable) { _ = try $0.execute("DELETE FROM schedules", []) }
        #expect(try WorkerTests.once(book).runs == 0)
    }

    @Test("what passes is waited for with growing pauses; a stop ends the wait", arguments: TestedEngine.all)
    func troubles(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try book.take(.receivables, WorkerTests.dues)
        let away = AwayEngine(book.engine, fails: 7)
        let pauses = Mutex<[Int]>([])
        let told = Mutex<[ProblemCode]>([])
        let waiting = Waiting(seed: 3, isStopped: { pauses.withLock { $0.count } > 12 }) { pause in
            pauses.withLock { $0.append(pause) }
        }
        let result = try TestBook(book, through: away).desk.work(WorkerOptions(name: "one"), waiting) { problem in
            told.withLock { $0.append(problem.code) }
        }
        #expect(result.waits == 7 && told.withLock(\.self) == [.databaseLocked], "told once, however long it lasts")
        let lengths = pauses.withLock(\.self)
        for (index, length) in [250, 500, 1000, 2000, 4000, 8000, 16_000].enumerated() {
            #expect((length / 2...length).contains(lengths[index]), "\(lengths)")
        }
        #expect(lengths.dropFirst(7).allSatisfy { $0 <= 2000 }, "back in quiet times: \(lengths)")
        #expect(try book.count("SELECT count(*) FROM nodes") == 0)
    }

    @Test("a run that set aside too much waits for a person, and for no worker", arguments: TestedEngine.all)
    func tooManyParked(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        var dues = "Customer ID,Account,Invoice,Due date,Amount\n"
        for number in 1...200 { dues += "D\(number),K\(number),I\(number),2026-01-10,100.00\n" }
        try book.take(.receivables, dues)
        try book.engine.write(.durable) { db in
            _ = try db.execute("UPDATE positions SET open_dues = 'unreadable' WHERE debtor_id <= 150", [])
        }
        let problem = #expect(throws: Problem.self) { try book.run("2026-03-02", chunk: 10) }
        #expect(problem?.code == .tooManyParked && problem?.facts.first == Fact("parked", 50))
        let stopped = try book.desk.nodes()
        #expect(stopped.run?.isStopped == true && stopped.shares(.done).count == 6 && stopped.shares(.held).isEmpty)
        #expect(try WorkerTests.once(book).runs == 0)
        #expect(try book.count("SELECT count(*) FROM parked") == 50)
        #expect(throws: Problem.self, "it goes on for as long as it may") { try book.run("2026-03-02", chunk: 10) }
        #expect(try book.count("SELECT count(*) FROM parked") == 100)
        let last = #expect(throws: Problem.self) { try book.run("2026-03-02", chunk: 10) }
        #expect(last?.facts.first == Fact("parked", 50), "what a person has seen is not counted again")
        let result = try book.run("2026-03-02", chunk: 10)
        #expect(result.isResumed && result.parked.isEmpty)
        #expect(result.accountsTouched == 50, "what could not be read is not counted")
        #expect(try book.count("SELECT count(*) FROM cases WHERE closed IS NULL") == 50)
    }

    @Test("asked to stop when it has just closed a run, a worker still tells of it", arguments: TestedEngine.all)
    func stoppedAtTheEnd(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try book.take(.receivables, WorkerTests.dues)
        try book.desk.setSetting("run-time", to: "00:00")
        let looking = try tested.openExisting(book.scratch)
        let waiting = Waiting(
            seed: 3,
            isStopped: {
                let runs = try? looking.read { db in
                    try db.integer("SELECT count(*) FROM runs WHERE finished_at IS NOT NULL")
                }
                return runs == 1
            }, pause: { _ in })
        let result = try book.desk.work(WorkerOptions(name: "one"), waiting, tell: { _ in })
        #expect(result.runs == 1 && result.scheduled == 1 && result.shares > 0)
        try looking.close()
    }

    @Test("a broken database ends a worker, an unfinished import does not", arguments: TestedEngine.all)
    func faults(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try book.take(.receivables, WorkerTests.dues)
        try book.desk.setSetting("run-time", to: "00:00")
        try book.engine.write(.durable) { db in
            _ = try db.execute("UPDATE imports SET state = 'running', finished_at = NULL, result = NULL", [])
        }
        #expect(throws: Problem.self) { try WorkerTests.once(book) }
        #expect(try book.count("SELECT count(*) FROM schedules") == 0, "the day is still to be had")
        let rounds = Mutex(0)
        let told = Mutex<[ProblemCode]>([])
        let waiting = Waiting(seed: 3, isStopped: { rounds.withLock { $0 } > 4 }) { _ in rounds.withLock { $0 += 1 } }
        let result = try book.desk.work(WorkerOptions(name: "one"), waiting) { problem in
            told.withLock { $0.append(problem.code) }
        }
        #expect(result.waits == 5 && result.runs == 0 && told.withLock(\.self) == [.importUnfinished])
        let full = AwayEngine(book.engine, fails: 1, as: .databaseFull)
        #expect(throws: Problem(.databaseFull)) {
            try TestBook(book, through: full).desk.work(
                WorkerOptions(name: "one"), Waiting(seed: 1) { _ in }, tell: { _ in })
        }
    }
}

/// What is done once however often it is tried.
@Suite struct PatienceTests {
    @Test(arguments: [(fails: 0, tries: 1, pauses: 0), (2, 3, 2), (3, 3, 2), (7, 8, 7), (8, 8, 7)])
    func triesSoOften(fails: Int, tries: Int, pauses: Int) {
        let paused = Mutex<[Int]>([])
        var (told, tried) = (0, 0)
        let waiting = Waiting(seed: 3) { milliseconds in paused.withLock { $0.append(milliseconds) } }
        let outcome = Result {
            try waiting.patiently(tries: tries, tell: { _ in told += 1 }) {
                tried += 1
                if tried <= fails { throw Problem(.databaseUnavailable) }
                return tried
            }
        }
        #expect(tried == min(fails + 1, tries))
        #expect((try? outcome.get()) == (fails < tries ? fails + 1 : nil))
        #expect(paused.withLock(\.self).count == pauses && told == min(1, pauses))
        #expect(paused.withLock(\.self).reduce(0, +) <= 32_000)
    }
}

/// An engine whose first writes fail.
private final class AwayEngine: Engine {
    private let engine: any Engine
    private let failures: Mutex<Int>
    private let code: ProblemCode

    init(_ engine: any Engine, fails: Int, as code: ProblemCode = .databaseLocked) {
        self.engine = engine
        self.code = code
        failures = Mutex(fails)
    }

    var dialect: Dialect { engine.dialect }
    func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result { try engine.read(body) }

    func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        let isAway = failures.withLock { left in
            defer { left -= 1 }
            return left > 0
        }
        if isAway { throw Problem(code) }
        return try engine.write(durability, reach, body)
    }

    func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock { try engine.acquire(lock, hold) }
    func settle() throws { try engine.settle() }
    func close() throws {}
}
