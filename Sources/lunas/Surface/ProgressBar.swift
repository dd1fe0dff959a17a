import Desk
import Foundation
import Receivables
import Synchronization
import Wording

/// A bar on a terminal for tasks that take long; nothing anywhere else.
final class ProgressBar: Sendable {
    private let isShown: Bool
    private let printing: Printing
    private let names: Int
    private let lastDrawn = Mutex<Double>(0)
    private let hasDrawn = Mutex(false)

    init(_ output: Output) {
        isShown = output.environment.isTerminal(STDERR_FILENO) && !output.isJSON
        printing = output.catalogue.printing
        let printing = output.catalogue.printing
        names = TaskProgress.Phase.allCases.map { TextWidth.columns(printing.term(.phase, $0.rawValue)) }.max() ?? 0
    }

    var progress: TaskProgress {
        guard isShown else { return .silent }
        return TaskProgress { phase, done, total in self.draw(phase, done, total) }
    }

    private func draw(_ phase: TaskProgress.Phase, _ done: Int, _ total: Int) {
        let now = Date().timeIntervalSince1970
        let isDue = lastDrawn.withLock { last in
            guard now - last > 0.1 else { return false }
            last = now
            return true
        }
        guard isDue, total > 0 else { return }
        hasDrawn.withLock { $0 = true }
        let share = min(1, Double(done) / Double(total))
        let width = 30
        let filled = Int(share * Double(width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let word = printing.term(.phase, phase.rawValue)
        let name = word + String(repeating: " ", count: names - TextWidth.columns(word))
        FileHandle.standardError.write(Data("\r\(name) \(bar) \(Int(share * 100)) %  ".utf8))
    }

    /// Takes the bar away.
    func finish() {
        guard hasDrawn.withLock({ $0 }) else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
