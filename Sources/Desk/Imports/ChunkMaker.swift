import Formats
import Store

/// Cuts the rows of an import into chunks. A debtor is never split, so that chunks do not depend on one another; rows
/// that concern nobody may be, but for payments that wait: those are told apart by their place among equals.
struct ChunkMaker: IteratorProtocol, Sendable {
    private let groups: [RowGroup]
    private var runs: RowIndex.Iterator
    private var pending: RowRun?
    private let chunkRows: Int
    private let splitsNobody: Bool

    /// Starts behind the first `skipping` entries of the index, which are done.
    init(_ survey: ImportSurvey, skipping: Int, chunkRows: Int?) {
        self.chunkRows = chunkRows ?? ChunkMaker.chunkRows(survey.rows)
        splitsNobody = survey.plan.kind != .payments
        groups = survey.keys.groups
        runs = survey.index.makeIterator()
        for _ in 0..<skipping { _ = runs.next() }
        pending = runs.next()
    }

    /// Rows of a chunk: small files are cut too, so that every decider has something to do.
    private static func chunkRows(_ rows: Int) -> Int {
        min(DeskLimits.importChunkRows, max(DeskLimits.importChunkRowsMin, rows / (4 * DeskLimits.deciders)))
    }

    mutating func next() -> ImportChunk? {
        var chunk = ImportChunk()
        while let run = pending {
            let group = groups[Int(run.rank)]
            let isFull = chunk.rowCount >= chunkRows
            if isFull, group.debtor == 0 && splitsNobody || chunk.debtors.last?.debtor != group.debtor { break }
            chunk.add(run, group)
            pending = runs.next()
        }
        return chunk.runs == 0 ? nil : chunk
    }
}

extension ImportChunk {
    fileprivate mutating func add(_ run: RowRun, _ group: RowGroup) {
        runs += 1
        rowCount += Int(run.rows)
        if debtors.last?.debtor != group.debtor { debtors.append(DebtorRows(debtor: group.debtor, groups: [])) }
        let last = debtors.count - 1
        if debtors[last].groups.last?.group != group { debtors[last].groups.append((group, [])) }
        debtors[last].groups[debtors[last].groups.count - 1].runs.append(run)
    }
}
