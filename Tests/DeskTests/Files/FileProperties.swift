import Desk
import Formats
import Receivables
import Support
import Testing

/// Invariant 3, through a real database: the same file twice changes nothing; accepted + rejected = rows read; every
/// rejected row is kept with its reason. Every kind of file, in every form, with bad rows and repeated ones.
@Suite struct FileProperties {
    private static let blocks = 0..<10
    private static let seedsPerBlock = Effort.cases(110, long: 2000)

    private func seeds(_ block: Int) -> Range<UInt64> {
        let from = UInt64(block * FileProperties.seedsPerBlock)
        return from..<from + UInt64(FileProperties.seedsPerBlock)
    }

    @Test(
        "invariant 3: a file twice changes nothing, its rows add up, and what is rejected is kept",
        arguments: TestedEngine.all, blocks)
    func twice(tested: TestedEngine, block: Int) throws {
        let book = try TestBook(tested)
        for seed in seeds(block) {
            try book.empty()
            var files = RandomFiles(seed)
            let kind = ImportKind.allCases[Int(seed) % ImportKind.allCases.count]
            if kind != .debtors, kind != .accounts, kind != .snapshot || files.chance(70) {
                let known = files.receivables(isFlat: true, withCreditNotes: kind != .snapshot)
                try book.take(try FileForm().file(known), asOf: RandomFiles.asOf)
                if files.chance(30) {
                    try book.take(try FileForm().file(files.payments()), asOf: RandomFiles.asOf.adding(days: -1))
                }
            }
            var table = files.table(kind)
            files.repeatRows(&table)
            let spoilt = files.spoil(&table)
            var form = files.form()
            // Of a column that shows next to nothing readable it must be said what it is.
            if table.hasDoubtfulColumn { form.headers = 1 }
            let file = try form.file(table)
            let vanished = files.pick(ImportOptions.Vanished.allCases)
            let first = try book.take(file, asOf: RandomFiles.asOf) { $0.vanished = vanished }
            let label = "seed \(seed) \(kind) \(file.name)\n\(file.text)"
            try checkRows(first, table, spoilt, book, label)
            let before = try book.state()
            let again = try book.take(file, asOf: RandomFiles.asOf) { $0.vanished = vanished }
            try checkRows(again, table, spoilt, book, label)
            #expect(again.unchanged == again.accepted, "\(label)")
            #expect(try book.state() == before, "\(label)")
            #expect(try book.broken() == [], "\(label)")
        }
    }

    private func checkRows(
        _ result: ImportResult, _ table: MadeTable, _ spoilt: [Int: ProblemCode], _ book: TestBook, _ label: String
    ) throws {
        #expect(result.read == table.rows.count, "\(label)")
        #expect(result.accepted + result.rejected == result.read, "\(label)")
        #expect(result.unusedColumns == [], "\(label)")
        let kept = try book.desk.rejects(ofImport: try #require(result.id)).filter { $0.reject.code != .dueVanished }
        #expect(kept.count == result.rejected, "\(label)")
        #expect(kept.map(\.reject.code) == spoilt.sorted { $0.key < $1.key }.map(\.value), "\(label)")
        for (row, index) in zip(kept, spoilt.keys.sorted()) {
            let texts = table.rows[index].compactMap { if case .text(let text) = $0 { text } else { nil } }
            let isKept = texts.allSatisfy { $0.isEmpty || row.text.contains($0.split(separator: "\"").first ?? "") }
            #expect(isKept, "the row is kept as it stood: \(row.text) \(label)")
        }
    }
}
