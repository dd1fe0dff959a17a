import Desk
import Formats
import Receivables
import Support
import Testing

/// What a snapshot states and money that flows may take some rounds to agree. Where they do not, it is said.
@Suite struct SnapshotRoundsTests {
    private static let extract =
        "Customer No,Contract No,Invoice No,Due Date,Outstanding\n"
        + "C1,K1,I1,2026-01-11,38.00\nC1,K1,I2,2025-11-08,1.41\nC1,K1,I3,2026-03-17,1.42\n"

    /// An account that was paid five times what it owed.
    private func overpaid() throws -> TestBook {
        let book = try TestBook()
        try book.take(
            .receivables,
            "Customer No,Contract No,Invoice No,Invoice Date,Due Date,Amount\n"
                + "C1,K1,I1,2025-10-23,2025-11-30,7500\nC1,K1,I3,,2025-11-24,1.27\n"
                + "C1,K1,I2,2026-04-09,2026-04-17,185\n")
        try book.take(.payments, "Contract No,Payment ID,Payment Date,Amount\nK1,P1,2025-11-27,38300\n")
        return book
    }

    private func listed(_ result: ImportResult, _ book: TestBook) throws -> [ShownReject] {
        try book.desk.rejects(ofImport: try #require(result.id)).map(\.reject)
    }

    @Test("a due that does not come to what is stated is listed with both amounts, and the next import brings it there")
    func isListed() throws {
        let book = try overpaid()
        let first = try book.take(.snapshot, SnapshotRoundsTests.extract) { $0.snapshotRoundsMax = 0 }
        #expect(first.accepted == 3 && first.rejected == 0)
        let rejects = try listed(first, book)
        #expect(!rejects.isEmpty)
        #expect(rejects.allSatisfy { $0.code == .dueNotAsStated })
        for reject in rejects {
            let names = reject.facts.map(\.name)
            #expect(names == ["account", "due", "open", "stated"])
            #expect(reject.facts[2].value != reject.facts[3].value, "\(reject)")
        }
        #expect(try book.broken() == [])
        let second = try book.take(.snapshot, SnapshotRoundsTests.extract)
        #expect(try listed(second, book).isEmpty)
        #expect(try book.broken() == [])
        #expect(try book.take(.snapshot, SnapshotRoundsTests.extract).unchanged == 3)
    }

    @Test("who wants all or nothing gets nothing")
    func strict() throws {
        let book = try overpaid()
        let before = try book.state()
        let problem = #expect(throws: Problem.self) {
            try book.take(.snapshot, SnapshotRoundsTests.extract) {
                $0.snapshotRoundsMax = 0
                $0.isStrict = true
            }
        }
        #expect(problem?.code == .rowsRejected)
        #expect(try book.state() == before)
    }
}
