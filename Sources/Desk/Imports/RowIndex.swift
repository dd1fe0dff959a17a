import Formats
import Glibc
import Receivables

/// A run of neighbouring rows of a file that concern the same group (debtor and account).
struct RowRun: Sendable {
    /// Place of the group in the order of the import.
    var rank: UInt32
    var rows: UInt32
    /// Number of the first row among all rows of the file, from 0.
    var ordinal: UInt32
    /// Where the first row starts in the file.
    var offset: UInt64
}

/// The rows of a file in the order in which the book wants them: by group, and within a group as they stand in the
/// file.
///
/// Neighbouring rows of one group are one entry, so a file that is in order costs little. Entries beyond
/// `DeskLimits.sortEntriesMax` are sorted in pieces on disk and merged while reading.
struct RowIndex: Sendable {
    private let pieces: [MappedFile]
    private let last: [RowRun]

    fileprivate init(pieces: [MappedFile], last: [RowRun]) {
        self.pieces = pieces
        self.last = last
    }

    /// A walk over all entries in order.
    func makeIterator() -> Iterator { Iterator(self) }

    struct Iterator: IteratorProtocol, Sendable {
        private let index: RowIndex
        private var places: [Int]

        init(_ index: RowIndex) {
            self.index = index
            places = Array(repeating: 0, count: index.pieces.count + 1)
        }

        mutating func next() -> RowRun? {
            var best: (RowRun, Int)?
            for piece in places.indices {
                guard let entry = index.entry(piece, places[piece]) else { continue }
                // Pieces are in the order of the file, so the earlier one wins among equals.
                if let (found, _) = best, found.rank <= entry.rank { continue }
                best = (entry, piece)
            }
            guard let (entry, piece) = best else { return nil }
            places[piece] += 1
            return entry
        }
    }

    private func entry(_ piece: Int, _ place: Int) -> RowRun? {
        if piece == pieces.count { return place < last.count ? last[place] : nil }
        let bytes = pieces[piece].bytes
        let size = MemoryLayout<RowRun>.stride
        guard (place + 1) * size <= bytes.count, let base = bytes.baseAddress else { return nil }
        return UnsafeRawPointer(base + place * size).loadUnaligned(as: RowRun.self)
    }
}

/// Collects the entries of a `RowIndex` while a file is read. Groups are known by their place in a map; their rank is
/// decided afterwards, when all are known.
struct RowIndexBuilder {
    private let name: String
    private var runs: [RowRun] = []
    /// Full pieces, not sorted yet.
    private var raw: [MappedFile] = []

    init(name: String) { self.name = name }

    /// Adds the next row of the file.
    mutating func add(group: Int, ordinal: Int, offset: Int) throws {
        if let last = runs.last, last.rank == UInt32(group), last.ordinal + last.rows == UInt32(ordinal) {
            runs[runs.count - 1].rows += 1
            return
        }
        if runs.count >= DeskLimits.sortEntriesMax {
            raw.append(try spooled(runs))
            runs.removeAll(keepingCapacity: true)
        }
        runs.append(RowRun(rank: UInt32(group), rows: 1, ordinal: UInt32(ordinal), offset: UInt64(offset)))
    }

    /// Ends collecting: `rank` gives the place of each group.
    consuming func finish(rank: [UInt32]) throws -> RowIndex {
        var pieces: [MappedFile] = []
        for piece in raw {
            var entries = try piece.withBytes { $0.withMemoryRebound(to: RowRun.self) { Array($0) } }
            RowIndexBuilder.sort(&entries, rank)
            pieces.append(try spooled(entries))
        }
        RowIndexBuilder.sort(&runs, rank)
        return RowIndex(pieces: pieces, last: runs)
    }

    private func spooled(_ entries: [RowRun]) throws -> MappedFile {
        var spool = try Spool(for: name)
        try entries.withUnsafeBytes { try spool.append($0.bindMemory(to: UInt8.self)) }
        return try spool.map()
    }

    /// Replaces groups by their rank and sorts by it, stably: eleven bits at a time, and nothing at all when the
    /// entries are in order already.
    private static func sort(_ runs: inout [RowRun], _ rank: [UInt32]) {
        var highest: UInt32 = 0
        var isSorted = true
        for index in runs.indices {
            runs[index].rank = rank[Int(runs[index].rank)]
            if runs[index].rank < highest { isSorted = false }
            highest = max(highest, runs[index].rank)
        }
        if isSorted { return }
        var other = runs
        var shift: UInt32 = 0
        while shift < 32, highest >> shift > 0 {
            var places = Array(repeating: 0, count: 2049)
            for run in runs { places[Int(run.rank >> shift & 2047) + 1] += 1 }
            for digit in 1...2048 { places[digit] += places[digit - 1] }
            for run in runs {
                let digit = Int(run.rank >> shift & 2047)
                other[places[digit]] = run
                places[digit] += 1
            }
            swap(&runs, &other)
            shift += 11
        }
    }
}
