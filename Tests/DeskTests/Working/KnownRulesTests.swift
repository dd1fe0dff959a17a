import Receivables
import Store
import Support
import Testing

@testable import Desk

/// Rules and collectors that a process remembers are those of the book, whoever changed them.
@Suite struct KnownRulesTests {
    @Test("what another process changes is seen at once", arguments: TestedEngine.all)
    func others(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        // Another memory on the same book.
        let other = TestBook(book, through: book.engine).desk
        #expect(try book.desk.collectors().isEmpty)
        _ = try other.setCollector("Siti", CollectorChanges())
        #expect(try book.desk.collectors().map(\.name) == ["Siti"])
        // Entries that change no rules come in between.
        _ = try other.rehearseEntry()
        var changes = CollectorChanges()
        changes.minutesPerDay = 77
        _ = try other.setCollector("Siti", changes)
        #expect(try book.desk.collectors().map(\.minutesPerDay) == [77])
        #expect(try other.collectors().map(\.minutesPerDay) == [77])
        _ = try other.rehearseEntry()
        #expect(try book.desk.collectors().map(\.minutesPerDay) == [77])
    }

    @Test("what was taken back with its transaction is not remembered", arguments: TestedEngine.all)
    func takenBack(tested: TestedEngine) throws {
        let book = try TestBook(tested)
        let desk = book.desk
        _ = try desk.setCollector("Siti", CollectorChanges())
        #expect(throws: Problem.self) {
            try book.engine.write(.durable) { db in
                _ = try db.execute("UPDATE collectors SET minutes_per_day = 1", [])
                try db.journal("collector-set", subject: "collector:Siti", detail: "{}", by: desk.actor)
                // Remembered here under the number that the next entry will have.
                #expect(try desk.collectors(db).map(\.minutesPerDay) == [1])
                throw Problem(.usage)
            }
        }
        _ = try desk.rehearseEntry()
        #expect(try desk.collectors().map(\.minutesPerDay) == [420])
    }
}

extension Desk {
    /// An entry of the journal that changes no rules.
    fileprivate func rehearseEntry() throws -> Int64 {
        try engine.write(.durable) { db in
            try db.journal("signed-in", subject: "user:nobody", detail: "{}", by: actor)
        }
    }
}
