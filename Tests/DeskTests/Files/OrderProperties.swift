import Desk
import Formats
import Receivables
import Support
import Testing

/// What must not change what the book says: the order of files, how a file is cut, the size of portions, threads, and
/// whether bad rows were mended later.
@Suite struct OrderProperties {
    private static let blocks = 0..<8
    private static let seedsPerBlock = Effort.cases(25, long: 800)

    private func seeds(_ block: Int, _ base: UInt64) -> Range<UInt64> {
        let from = base + UInt64(block * OrderProperties.seedsPerBlock)
        return from..<from + UInt64(OrderProperties.seedsPerBlock)
    }

    /// The files of one world that agree with one another, and may come in any order.
    private func tables(_ files: inout RandomFiles) -> [MadeTable] {
        var payments = files.payments(knownOnly: true)
        // Which payment money goes back from depends on what is known when it does.
        if let place = payments.place(.paymentAmount) {
            payments.rows.removeAll { if case .money(let amount) = $0[place] { amount < 0 } else { true } }
        }
        return [files.receivables(isFlat: true), payments]
    }

    private func said(_ tables: [MadeTable], _ book: TestBook) throws -> [String] {
        try book.empty()
        for table in tables { try book.take(try FileForm().file(table), asOf: RandomFiles.asOf) }
        return try book.saying()
    }

    @Test("the order of files does not matter", arguments: TestedEngine.all, blocks)
    func files(tested: TestedEngine, block: Int) throws {
        let book = try TestBook(tested)
        for seed in seeds(block, 10_000) {
            var files = RandomFiles(seed)
            var tables = tables(&files)
            let expected = try said(tables, book)
            files.shuffle(&tables)
            tables.reverse()
            if tables[0].kind == .receivables { tables.reverse() }
            #expect(try said(tables, book) == expected, "seed \(seed)")
            #expect(try book.broken() == [], "seed \(seed)")
        }
    }

    @Test("a file in parts is the file, wherever it is cut", arguments: TestedEngine.all, blocks)
    func parts(tested: TestedEngine, block: Int) throws {
        let book = try TestBook(tested)
        for seed in seeds(block, 20_000) {
            var files = RandomFiles(seed)
            let whole = tables(&files)
            // Rows without a reference are told apart by their place among equals of one file.
            guard files.namesDues, whole[1].place(.paymentReference) != nil else { continue }
            let expected = try said(whole, book)
            var parts: [MadeTable] = []
            for table in whole {
                let cut = files.pick(Array(0...table.rows.count))
                for rows in [table.rows[..<cut], table.rows[cut...]] {
                    var part = table
                    part.rows = Array(rows)
                    parts.append(part)
                }
            }
            files.shuffle(&parts)
            let found = try said(parts.filter { !$0.rows.isEmpty }, book)
            #expect(found.difference(from: expected).isEmpty, "seed \(seed) \(found.difference(from: expected))")
            #expect(try book.broken() == [], "seed \(seed)")
        }
    }

    @Test("portions and threads do not matter, to the last number", arguments: TestedEngine.all, blocks)
    func portions(tested: TestedEngine, block: Int) throws {
        let book = try TestBook(tested)
        for seed in seeds(block, 30_000).dropFirst(Effort.cases(13, long: 0)) {
            var files = RandomFiles(seed)
            var tables = [files.receivables(isFlat: true), files.payments(), files.promises(), files.contacts()]
            tables.append(files.snapshot())
            for index in tables.indices { _ = files.spoil(&tables[index]) }
            var states: [[String]] = []
            for (rows, threads) in [(nil, 2), (1, 1), (3, 5)] as [(Int?, Int)] {
                try book.empty()
                for table in tables {
                    var form = FileForm()
                    form.headers = 1
                    try book.take(try form.file(table), asOf: RandomFiles.asOf) {
                        $0.chunkRows = rows
                        $0.deciders = threads
                        $0.vanished = .paid
                    }
                }
                states.append(try book.state())
            }
            #expect(states[0] == states[1], "seed \(seed)")
            #expect(states[0] == states[2], "seed \(seed)")
        }
    }

    @Test(
        "rejected rows that are mended go in, and the book is as if they had been right", arguments: TestedEngine.all,
        blocks)
    func mended(tested: TestedEngine, block: Int) throws {
        let book = try TestBook(tested)
        for seed in seeds(block, 40_000) {
            var files = RandomFiles(seed)
            let kinds: [ImportKind] = [.receivables, .payments, .promises, .contacts, .debtors]
            let kind = kinds[Int(seed) % kinds.count]
            var known = [files.receivables(isFlat: true)]
            if kind == .debtors { known = [] }
            var right = files.table(kind)
            if kind == .debtors {
                // Of two names the later one is shown.
                right.rows = right.rows.indices.filter { $0 == 0 || right.rows[$0][0] != right.rows[$0 - 1][0] }
                    .map { right.rows[$0] }
            }
            // Rows without a reference are told apart by their place among equals of one file.
            guard kind != .receivables || files.namesDues, Set(right.rows).count == right.rows.count,
                kind != .payments || right.place(.paymentReference) != nil
            else { continue }
            // What was paid too much on a due flows on in the order of its recording, and mended rows come last.
            guard kind != .receivables || right.place(.duePaid) == nil else { continue }
            let expected = try said(known + [right], book)
            var wrong = right
            let spoilt = files.spoil(&wrong)
            _ = try said(known, book)
            var form = files.form()
            form.headers = 1
            form.isWorkbook = false
            let path = book.scratch.path("rejects.csv")
            let made = try form.file(wrong)
            let first = try book.take(made, asOf: RandomFiles.asOf) { $0.rejectsPath = path }
            #expect(first.rejected == spoilt.count, "seed \(seed)")
            let lines = try mend(try book.scratch.bytes("rejects.csv"), right, spoilt.keys.sorted(), form, made)
            guard !spoilt.isEmpty else { continue }
            let second = try book.take(lines, asOf: RandomFiles.asOf)
            #expect(second.rejected == 0 && second.read == spoilt.count, "seed \(seed) \(lines.text)")
            #expect(try book.saying() == expected, "seed \(seed)")
            #expect(try book.broken() == [], "seed \(seed)")
        }
    }

    /// The rejects file with its own columns replaced by what is right; what it added behind them stays.
    private func mend(
        _ bytes: [UInt8], _ right: MadeTable, _ rows: [Int], _ form: FileForm, _ made: MadeFile
    ) throws -> MadeFile {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(lines.count == rows.count + 1)
        let width = right.keys.count
        var plain = form
        plain.encoding = .utf8
        var mended = [lines[0]]
        for (line, row) in zip(lines.dropFirst(), rows) {
            let marks = form.fields(of: line).dropFirst(width)
            mended.append((form.line(right.rows[row]) + marks.map(plain.field)).joined(separator: form.delimiter))
        }
        let text = mended.joined(separator: "\n") + "\n"
        return MadeFile(kind: right.kind, name: "mended.csv", bytes: Array(text.utf8), map: made.map, text: text)
    }
}
