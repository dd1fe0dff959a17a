import Desk
import Receivables

/// A file that somebody has brought and that is not, or was only just, taken into the book.
package struct ImportDraft: Sendable {
    /// Random; it stands in addresses. It opens nothing for anybody but its owner.
    package let id: String
    package let user: Int64
    package let path: String
    package let bytes: Int
    package let at: Instant
    /// What was said about the file so far.
    package var options: ImportOptions
    /// How an import would understand it; nil where it is unusable as a whole.
    package var preview: ImportPreview?
    /// What makes it unusable, or its columns not enough.
    package var problem: Problem?
    package var task: ImportTask?

    package var name: String { options.name ?? options.path }

    package var isBusy: Bool { task?.isBusy ?? false }
}

/// Something long that is done with a file or an import.
package struct ImportTask: Sendable {
    package enum Deed: Sendable { case trying, importing, undoing }

    package enum State: Sendable {
        case waiting
        case running(TaskProgress.Phase, done: Int, total: Int)
        case tried(ImportResult)
        case imported(ImportResult)
        case undone(UndoResult)
        case failed(Problem)
    }

    package let deed: Deed
    package var state: State

    package var isBusy: Bool {
        switch state {
        case .waiting, .running: true
        case .tried, .imported, .undone, .failed: false
        }
    }
}
