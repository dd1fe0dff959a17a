import Store
import Synchronization

/// Writes the chunks of an import, each in a transaction. Where the engine has several writers, the facts of some
/// chunks are written at the same time, for they are about different debtors; what all chunks write (journal, progress,
/// rejected rows) comes in the order of the file all the same, and no chunk stays when one before it fails. So the book
/// is that of one writer, and a stop leaves the first so many chunks of the file.
final class ChunkWriting: Sendable {
    private struct State {
        var writer: ImportWriter
        var progress: ImportProgress
        var seen = Rehearsal()
        var rows = 0
        var rowsTold = 0
    }

    private let engine: any Engine
    private let writers: Writers
    private let state: Mutex<State>
    private let report: @Sendable (_ rows: Int) -> Void

    /// `report` is told how many rows are in, by the thread that gives chunks.
    init(
        _ engine: any Engine, _ writer: ImportWriter, _ progress: ImportProgress,
        report: @escaping @Sendable (_ rows: Int) -> Void
    ) {
        self.engine = engine
        self.report = report
        writers = Writers(engine.writersAtOnce)
        state = Mutex(State(writer: writer, progress: progress))
    }

    var progress: ImportProgress { state.withLock { $0.progress } }
    /// The first warnings, in the order of the chunks.
    var warnings: [RowWarning] { state.withLock { $0.seen.warnings } }

    /// Chunks come in the order of the file. Throws what went wrong with this one or one before.
    func write(_ effects: ChunkEffects) throws {
        if engine.writersAtOnce > 1, effects.isOfOwnDebtors {
            try writers.give { try self.write(effects, $0) }
        } else {
            // Nobody else writes beside what concerns others too.
            try writers.wait()
            try engine.write(.repeatable) { db in
                try state.withLock { try $0.writer.write(effects, progress: &$0.progress, db: db) }
            }
            note(effects)
        }
        tellRows()
    }

    private func write(_ effects: ChunkEffects, _ place: Writers.Place) throws {
        let writer = state.withLock { $0.writer }
        try engine.write(.repeatable, .ownDebtors) { db in
            place.hasBegun()
            try writer.writeFacts(effects, db)
            try place.turn(meanwhile: db.signOfLife)
            try db.joinLine()
            try state.withLock { try $0.writer.writeSums(effects, progress: &$0.progress, db) }
        }
        note(effects)
    }

    private func note(_ effects: ChunkEffects) {
        state.withLock { state in
            state.rows += effects.rowCount
            state.seen.keep(effects.warnings)
        }
    }

    /// In no transaction: whoever listens may take long.
    private func tellRows() {
        let rows = state.withLock { state in
            defer { state.rowsTold = state.rows }
            return state.rows > state.rowsTold ? state.rows : nil
        }
        if let rows { report(rows) }
    }

    /// Waits until all that was given is written.
    func wait() throws {
        try writers.wait()
        tellRows()
    }
}
