/// Tells somebody how far a long task has come. Called often; whoever listens decides what to show.
package struct TaskProgress: Sendable {
    package enum Phase: String, CaseIterable, Sendable {
        case reading
        case writing
        case deciding
        case comparing
        case copying
    }

    private let listener: @Sendable (Phase, Int, Int) -> Void

    package init(_ listener: @escaping @Sendable (_ phase: Phase, _ done: Int, _ total: Int) -> Void) {
        self.listener = listener
    }

    package static let silent = TaskProgress { _, _, _ in }

    func report(_ phase: Phase, _ done: Int, of total: Int) { listener(phase, done, total) }
}
