import Desk
import Formats
import NIOPosix
import Receivables
import ServiceLifecycle
import Synchronization

/// Files that people have brought, and the one thread that imports them: one at a time, whether or not its page is
/// open. What is forgotten when the server ends is no more than the file: an import that had begun is taken up again
/// when the same file is brought again.
package final class ImportRoom: Service {
    private struct State {
        var drafts: [String: ImportDraft] = [:]
        /// Imports that are being taken back, or were just now, by their numbers.
        var undos: [Int64: ImportTask] = [:]
        /// Files with the rejected rows of imports.
        var rejects: [Int64: String] = [:]
        var isSwept = false
    }

    private let threads = NIOThreadPool(numberOfThreads: 1)
    private let state = Mutex(State())

    package init() { threads.start() }

    package func run() async throws {
        try? await gracefulShutdown()
        try await threads.shutdownGracefully()
        let paths = state.withLock { state in
            defer { state.drafts = [:] }
            return state.drafts.values.map(\.path)
        }
        for path in paths { ImportSpool.remove(path) }
    }

    // MARK: Files

    /// Keeps a file for somebody and looks at it. Their oldest ones go when they have too many. Error: `server-busy`
    /// when there is no room.
    func take(_ upload: Upload, for user: Int64, asOf: Day, _ desk: Desk) throws -> ImportDraft {
        let now = desk.now
        sweep(now)
        try makeRoom(for: user, bytes: upload.bytes)
        let (id, path) = try ImportSpool.take(upload.path)
        var options = ImportOptions(kind: .receivables, path: path, asOf: asOf)
        options.name = ImportRoom.shownName(upload.name)
        var draft = ImportDraft(
            id: id, user: user, path: path, bytes: upload.bytes, at: now, options: options)
        do {
            let preview = try desk.previewImport(guessing: options, rows: WebLimits.importPreviewRows)
            draft.options.kind = preview.kind
            (draft.preview, draft.problem) = (preview, preview.problem)
        } catch let problem as Problem where problem.code != .internalError { draft.problem = problem }
        state.withLock { [draft] in $0.drafts[id] = draft }
        return draft
    }

    /// A name to print: the last part, without what would break a line.
    static func shownName(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "upload"
        let plain = String(last.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init))
        return plain.isEmpty ? "upload" : String(plain.prefix(200))
    }

    private func makeRoom(for user: Int64, bytes: Int) throws(Problem) {
        let (gone, isFull) = state.withLock { state -> ([String], Bool) in
            let own = state.drafts.values.filter { $0.user == user && !$0.isBusy }.sorted { $0.at < $1.at }
            let gone = own.dropLast(WebLimits.importFilesPerUser - 1)
            for draft in gone { state.drafts[draft.id] = nil }
            let held = state.drafts.values.reduce(0) { $0 + $1.bytes }
            return (gone.map(\.path), held + bytes > WebLimits.importBytesHeld)
        }
        for path in gone { ImportSpool.remove(path) }
        if isFull { throw Problem(.serverBusy) }
    }

    private func sweep(_ now: Instant) {
        let oldest = Instant(microseconds: now.microseconds - WebLimits.importFileSeconds * 1_000_000)
        let (gone, isFirst) = state.withLock { state -> ([String], Bool) in
            let old = state.drafts.values.filter { $0.at < oldest && !$0.isBusy }
            for draft in old { state.drafts[draft.id] = nil }
            defer { state.isSwept = true }
            return (old.map(\.path), !state.isSwept)
        }
        for path in gone { ImportSpool.remove(path) }
        if isFirst || !gone.isEmpty { ImportSpool.sweep(before: oldest) }
    }

    /// Somebody's file. Error: `page-unknown` for what is gone, never was or is another's.
    func draft(_ id: String, of user: Int64) throws(Problem) -> ImportDraft {
        guard let draft = state.withLock({ $0.drafts[id] }), draft.user == user else { throw Problem(.pageUnknown) }
        return draft
    }

    /// Somebody's files, the newest first.
    func drafts(of user: Int64) -> [ImportDraft] {
        state.withLock { $0.drafts.values.filter { $0.user == user } }.sorted { $0.at > $1.at }
    }

    /// Says something else about a file, and looks at it again.
    func look(_ id: String, of user: Int64, _ options: ImportOptions, _ desk: Desk) throws {
        _ = try draft(id, of: user)
        var (preview, found): (ImportPreview?, Problem?) = (nil, nil)
        do {
            preview = try desk.previewImport(options, rows: WebLimits.importPreviewRows)
            found = preview?.problem
        } catch let problem as Problem where problem.code != .internalError { found = problem }
        state.withLock { [preview, found] state in
            guard state.drafts[id]?.isBusy == false else { return }
            state.drafts[id]?.options = options
            if let preview { state.drafts[id]?.preview = preview }
            state.drafts[id]?.problem = found
            state.drafts[id]?.task = nil
        }
    }

    func discard(_ id: String, of user: Int64) throws {
        let draft = try draft(id, of: user)
        guard !draft.isBusy else { return }
        state.withLock { $0.drafts[id] = nil }
        ImportSpool.remove(draft.path)
    }

    /// The file with the rejected rows of an import, while it is kept.
    func rejects(ofImport id: Int64) -> String? { state.withLock { $0.rejects[id] } }

    // MARK: Work

    /// Tries or imports a file behind the page. What runs already goes on. Error: `server-busy` when too much waits.
    func start(_ deed: ImportTask.Deed, _ id: String, of user: Int64, _ desk: Desk) throws(Problem) {
        let draft = try draft(id, of: user)
        let begins = try begin { state in
            guard state.drafts[id]?.isBusy == false else { return false }
            state.drafts[id]?.task = ImportTask(deed: deed, state: .waiting)
            return true
        }
        guard begins else { return }
        var options = draft.options
        options.isDryRun = deed == .trying
        if deed == .importing { options.rejectsPath = ImportSpool.rejects(of: draft.path) }
        submit({ [options] progress in
            let result = try desk.importFile(options, progress: progress)
            return deed == .trying ? .tried(result) : .imported(result)
        }, tell: { state, new in
            state.drafts[id]?.task?.state = new
            if case .imported(let result) = new, result.rejected > 0, let number = result.id {
                state.rejects[number] = ImportSpool.rejects(of: draft.path)
            }
        })
    }

    /// Takes an import back behind the page.
    func undo(_ number: Int64, force: Bool, _ desk: Desk) throws(Problem) {
        let begins = try begin { state in
            guard state.undos[number]?.isBusy != true else { return false }
            state.undos[number] = ImportTask(deed: .undoing, state: .waiting)
            return true
        }
        guard begins else { return }
        submit({ progress in .undone(try desk.undoImport(number, force: force, progress: progress)) }, tell: {
            $0.undos[number]?.state = $1
        })
    }

    func undo(of number: Int64) -> ImportTask? { state.withLock { $0.undos[number] } }

    private func begin(_ body: (inout State) -> Bool) throws(Problem) -> Bool {
        let begins = state.withLock { state -> Bool? in
            let busy = state.drafts.values.count { $0.isBusy } + state.undos.values.count { $0.isBusy }
            return busy < WebLimits.importsWaiting ? body(&state) : nil
        }
        guard let begins else { throw Problem(.serverBusy) }
        return begins
    }

    private func submit(
        _ work: @escaping @Sendable (TaskProgress) throws -> ImportTask.State,
        tell: @escaping @Sendable (inout State, ImportTask.State) -> Void
    ) {
        threads.submit { [self] pool in
            guard case .active = pool else { return }
            state.withLock { tell(&$0, .running(.reading, done: 0, total: 0)) }
            let progress = TaskProgress { [self] phase, done, total in
                state.withLock { tell(&$0, .running(phase, done: done, total: total)) }
            }
            let end: ImportTask.State
            do { end = try work(progress) } catch {
                end = .failed(error as? Problem ?? Problem(.internalError, [Fact("reason", "\(type(of: error))")]))
            }
            state.withLock { tell(&$0, end) }
        }
    }
}
