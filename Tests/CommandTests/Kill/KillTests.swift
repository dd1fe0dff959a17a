import Foundation
import Receivables
import Support
import Testing

/// Killing the process at any point and running again ends in the same state as never having been killed: nothing lost,
/// nothing twice.
@Suite struct KillTests {
    @Test func anyMomentIsSafe() throws {
        let story = try KillStory(seed: 2026, debtors: Effort.amount(60, long: 150))
        var killer = Killer(random: Seeded(4))
        let wanted = Effort.amount(TestedEngine.chosen.isFile ? 13 : 7, long: 200)
        var (interrupted, again) = (0, 0)
        for kill in 0..<wanted {
            let index = kill % story.steps.count
            let step = story.steps[index]
            // A kill that comes too late is tried again, so that the number wanted is the number met.
            var isHit = false
            for _ in 0..<8 where !isHit {
                try story.restore(index)
                isHit = try killer.kill(story.book, step)
            }
            try story.book.verify()
            let unfinished = "SELECT count(*) FROM imports WHERE state IN ('running', 'undoing')"
            if try Rows(story.book.database).count(unfinished) > 0 { interrupted += 1 }
            if killer.random.chance(30), try !isDone(story, step) {
                again += try killer.kill(story.book, step) ? 1 : 0
                try story.book.verify()
            }
            // Killed after its last write, it is done, and doing it again would be another import.
            if try !isDone(story, step) { try story.book.json(step.words) }
            let difference = try difference(story, step)
            #expect(difference == "", "kill \(kill) of \(step.words)")
            if kill % 5 == 0 {
                let tables = try story.book.exports("2026-03-18")
                story.book.database = try story.before(index + 1)
                let isSame = try story.book.exports("2026-03-18") == tables
                #expect(isSame, "kill \(kill) of \(step.words)")
            }
            try story.book.verify()
        }
        let told =
            "kills: \(killer.hits) of \(killer.tries) hit a running process, \(again) of them the second in a row; "
            + "\(interrupted) left an import unfinished\n"
        FileHandle.standardError.write(Data(told.utf8))
        #expect(killer.hits * 10 >= wanted * 9, "the kills must meet a running process")
    }

    /// Whether the step had come to its end before the kill.
    private func isDone(_ story: KillStory, _ step: KillStory.Step) throws -> Bool {
        try difference(story, step) == ""
    }

    /// The first rows that differ from the undisturbed book; nothing when all are the same.
    private func difference(_ story: KillStory, _ step: KillStory.Step) throws -> String {
        let dump = try Rows(story.book.database).dump()
        if dump == step.dump { return "" }
        let found = dump.split(separator: "\n"), wanted = step.dump.split(separator: "\n")
        return found.difference(from: wanted).prefix(6).map { "\($0)".prefix(300) }.joined(separator: "\n")
    }

    /// While an import is unfinished nothing is built on half of it; finishing or taking it back ends that.
    @Test func anUnfinishedImportIsNamed() throws {
        let story = try KillStory(seed: 7, debtors: 40)
        var killer = Killer(random: Seeded(9))
        let (book, receivables) = (story.book, story.steps[3])
        try book.file("other.csv", "Customer No,Contract No,Due Date,Amount\nC1,K1,2026-03-01,5\n")
        var isInterrupted = false
        for _ in 0..<60 where !isInterrupted {
            try story.restore(3)
            _ = try killer.kill(book, receivables)
            isInterrupted = try Rows(book.database).count("SELECT count(*) FROM imports WHERE state = 'running'") == 1
        }
        try #require(isInterrupted, "no kill met the import at work")
        let refused = [
            "run", "import payments payments.csv", "import receivables other.csv",
            "import receivables receivables.csv --dry-run",
            "payments add --account K1 --amount 5",
        ]
        for command in refused {
            let error = try book.fails(command, 75, "import-unfinished")
            #expect(error["details.import"] == 4 && error["details.file"] == "receivables.csv")
        }
        #expect(try book.json("imports")["imports.0.state"] == "running")
        #expect(try book.json("import undo 4")["undone"] == true)
        try book.verify()
        #expect(try book.json(receivables.words)["import"] == 5)
        try book.verify()
        let tables = try book.exports("2026-03-18")
        book.database = try story.before(4)
        let isSame = try book.exports("2026-03-18") == tables
        #expect(isSame, "taken back and imported again, the book is what it would have been")
    }
}

/// Starts steps and kills them at random moments.
private struct Killer {
    var random: Seeded
    private(set) var tries = 0
    private(set) var hits = 0

    init(random: Seeded) { self.random = random }

    /// Kills a step at a random moment of its time, or of what it writes;
    /// true when it was still running.
    mutating func kill(_ book: Book, _ step: KillStory.Step) throws -> Bool {
        tries += 1
        let start = Date()
        let isByTime = random.chance(40)
        let seconds = step.duration * Double(random.int(10...90)) / 100
        let bytes = random.int(1...max(1, step.written))
        let gauge = try WriteGauge(book.database)
        let process = try book.program.start(step.words)
        while process.isRunning, Date().timeIntervalSince(start) < (isByTime ? seconds : 60) {
            if !isByTime, try gauge.read() >= bytes { break }
            usleep(100)
        }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try Rows(book.database).awaitWriters()
        let isHit = process.terminationReason == .uncaughtSignal
        hits += isHit ? 1 : 0
        return isHit
    }
}
