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
    private let pieces: [Piece]

    fileprivate enum Piece: Sendable {
        case memory([RowRun])
        case file(MappedFile)

        func entry(_ place: Int) -> RowRun? {
            switch self {
            case .memory(let runs): return place < runs.count ? runs[place] : nil
            case .file(let file):
                let bytes = file.bytes
                let size = MemoryLayout<RowRun>.stride
                guard (place + 1) * size <= bytes.count, let base = bytes.baseAddress else { return nil }
                return UnsafeRawPointer(base + place * size).loadUnaligned(as: RowRun.self)
            }
        }
    }

    /// Joins what was collected one after another: each collection with the rank of its groups, and how many rows of
    /// the file come before those that it counted from 0.
    init(_ builders: [(builder: RowIndexBuilder, rank: [UInt32], shift: Int)]) throws {
        pieces = try builders.flatMap { try $0.builder.finish(rank: $0.rank, shift: UInt32($0.shift)) }
    }

    /// A walk over all entries in order.
    func makeIterator() -> Iterator { Iterator(self) }

    struct Iterator: IteratorProtocol, Sendable {
        private let index: RowIndex
        private var places: [Int]

        init(_ index: RowIndex) {
            self.index = index
            places = Array(repeating: 0, count: index.pieces.count)
        }

        mutating func next() -> RowRun? {
            var best: (RowRun, Int)?
            for piece in places.indices {
                guard let entry = index.pieces[piece].entry(places[piece]) else { continue }
                // Pieces are in the order of the file, so the earlier one wins among equals.
                if let (found, _) = best, found.rank <= entry.rank { continue }
                best = (entry, piece)
            }
            guard let (entry, piece) = best else { return nil }
            places[piece] += 1
            return entry
        }
    }
}

/// Collects the entries of a `RowIndex` while a file is read. Groups are known by their place in a map; their rank is
/// decided afterwards, when all are known.
struct RowIndexBuilder: Sendable {
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
    fileprivate consuming func finish(rank: [UInt32], shift: UInt32) throws -> [RowIndex.Piece] {
        var pieces: [RowIndex.Piece] = []
        for piece in raw {
            var entries = try piece.withBytes { $0.withMemoryRebound(to: RowRun.self) { Array($0) } }
            RowIndexBuilder.sort(&entries, rank, shift)
            pieces.append(.file(try spooled(entries)))
        }
        guard !runs.isEmpty else { return pieces }
        RowIndexBuilder.sort(&runs, rank, shift)
        return pieces + [.memory(runs)]
    }

    private func spooled(_ entries: [RowRun]) throws -> MappedFile {
        var spool = try Spool(for: name)
        try entries.withUnsafeBytes { try spool.append($0.bindMemory(to: UInt8.self)) }
        return try spool.map()
    }

    /// Counts rows from the start of the file, replaces groups by their rank and sorts by it, stably: eleven bits at a
    /// time, and nothing at all when the entries are in order already.
    private static func sort(_ runs: inout [RowRun], _ rank: [UInt32], _ shift: UInt32) {
        var highest: UInt32 = 0
        var isSorted = true
        for index in runs.indices {
            runs[index].rank = rank[Int(runs[index].rank)]
            runs[index].ordinal += shift
            if runs[index].rank < highest { isSorted = false }
            highest = max(highest, runs[index].rank)
        }
        if isSorted { return }
        var other = runs
        var bits: UInt32 = 0
        while bits < 32, highest >> bits > 0 {
            var places = Array(repeating: 0, count: 2049)
            for run in runs { places[Int(run.rank >> bits & 2047) + 1] += 1 }
            for digit in 1...2048 { places[digit] += places[digit - 1] }
            for run in runs {
                let digit = Int(run.rank >> bits & 2047)
                other[places[digit]] = run
                places[digit] += 1
            }
            swap(&runs, &other)
            bits += 11
        }
    }
}
