import Desk
import Formats
import Receivables
import Store
import Support
import Synchronization
import Testing

/// Invariant 8 at every write of every kind of work: a process that dies there and is started again ends in the state
/// of one that never died. Dead processes for real, at any moment, are in `KillTests`.
@Suite struct DeathProperties {
    private static let blocks = 0..<10
    private static let booksPerBlock = Effort.cases(14, long: 400)
    private static let deathsPerBook = 8

    /// One thing that the desk does, in words for the message of a failing test.
    private struct Work {
        let name: String
        let run: (TestBook) throws -> Void
    }

    @Test("invariant 8: died at any write and done again is never having died", arguments: TestedEngine.all, blocks)
    func deaths(tested: TestedEngine, block: Int) throws {
        let book = try TestBook(tested)
        for seed in block * DeathProperties.booksPerBlock..<(block + 1) * DeathProperties.booksPerBlock {
            try book.empty()
            var files = RandomFiles(UInt64(80_000 + seed))
            for table in [files.receivables(isFlat: true), files.payments()] {
                try book.take(try FileForm().file(table), asOf: RandomFiles.asOf)
            }
            _ = try book.desk.setCollector("Siti", CollectorChanges())
            if files.chance(50) { try book.run("2026-03-02") }
            let work = try work(seed, &files)
            try book.mark()
            let mortal = MortalEngine(book.engine)
            try work.run(TestBook(book, through: mortal))
            let expected = try book.state()
            for _ in 0..<DeathProperties.deathsPerBook {
                try book.restore()
                let deaths = files.chance(30) ? 2 : 1
                let write = files.pick(Array(1...mortal.writes))
                let label = "seed \(seed) \(work.name), write \(write) of \(mortal.writes), \(deaths) deaths"
                for death in 1...deaths where try book.state() != expected {
                    let dying = MortalEngine(
                        book.engine, lastWrite: death == 1 ? write : files.pick([1, 2, 3]),
                        isAfterCommit: files.chance(50))
                    do {
                        try work.run(TestBook(book, through: dying))
                        #expect(death == 2, "\(label): it must have met its end")
                    } catch is MortalEngine.Killed {}
                }
                if try book.state() != expected { try work.run(book) }
                let difference = try book.state().difference(from: expected)
                #expect(difference.isEmpty, "\(label) \(difference)")
                #expect(try book.broken() == [], "\(label)")
            }
        }
    }

    private func work(_ seed: Int, _ files: inout RandomFiles) throws -> Work {
        let kinds = ImportKind.allCases
        switch seed % (kinds.count + 4) {
        case let kind where kind < kinds.count:
            var table = files.table(kinds[kind])
            files.repeatRows(&table)
            _ = files.spoil(&table)
            var form = FileForm()
            form.headers = 1
            let file = try form.file(table)
            return Work(name: "import of \(file.kind)\n\(file.text)") { book in
                try book.take(file, asOf: RandomFiles.asOf) {
                    $0.chunkRows = 3
                    $0.vanished = .paid
                }
            }
        case kinds.count: return Work(name: "run") { try $0.run("2026-03-09", chunk: 1) }
        case kinds.count + 1: return Work(name: "undo") { _ = try $0.desk.undoImport(2, force: true) }
        case kinds.count + 2:
            let account = files.pick(files.accounts).reference
            return Work(name: "payment by hand") { book in
                var subject = RecordingSubject(account: account)
                subject.key = OperationKey("once")
                _ = try book.desk.addPayment(PaymentToAdd(amount: "12.50"), subject)
            }
        default:
            var changes = PortfolioChanges()
            changes.waterfall = .principalFirst
            return Work(name: "another waterfall") { _ = try $0.desk.setPortfolio("default", changes) }
        }
    }

    @Test("the same sent twice at one moment is done once, and both get the answer", arguments: TestedEngine.all)
    func sentTwice(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        try book.take(
            .receivables, "Customer ID,Account,Invoice,Due date,Amount\nA,ONE,a-1,2026-01-10,100.00\n")
        var subject = RecordingSubject(account: "ONE")
        subject.key = OperationKey("once")
        let payment = PaymentToAdd(amount: "40.00")
        let desk = book.desk
        let racing = RacingEngine(book.engine) { [subject] in _ = try desk.addPayment(payment, subject) }
        let answer = try TestBook(book, through: racing).desk.addPayment(payment, subject)
        #expect(try answer == book.desk.addPayment(payment, subject))
        #expect(try book.count("SELECT count(*) FROM payments") == 1)
        let other = RacingEngine(book.engine) {}
        #expect(throws: DuplicateKey.self, "without a key nobody can tell that it was the same") {
            try TestBook(book, through: other).desk.addPayment(payment, RecordingSubject(account: "ONE"))
        }
        #expect(try book.broken() == [])
    }
}

/// An engine at which somebody else is first, once: the write finds its key taken.
private final class RacingEngine: Engine {
    private let engine: any Engine
    private let first: @Sendable () throws -> Void
    private let isOver = Mutex(false)

    init(_ engine: any Engine, _ first: @escaping @Sendable () throws -> Void) {
        self.engine = engine
        self.first = first
    }

    var dialect: Dialect { engine.dialect }
    func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result { try engine.read(body) }

    func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        let wasOver = isOver.withLock { isOver in
            defer { isOver = true }
            return isOver
        }
        guard !wasOver else { return try engine.write(durability, reach, body) }
        try first()
        throw DuplicateKey(detail: "operations")
    }

    func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock { try engine.acquire(lock, hold) }
    func settle() throws { try engine.settle() }
    func close() throws {}
}
