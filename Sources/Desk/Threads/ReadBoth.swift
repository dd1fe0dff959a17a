import Dispatch
import Receivables
import Store
import Synchronization

extension Engine {
    /// Asks two things at the same time, each in a view of the book of its own. Throws what the first of them threw.
    func readBoth<First: Sendable, Second: Sendable>(
        _ first: @Sendable (any Reading) throws -> First, _ second: @Sendable (any Reading) throws -> Second
    ) throws -> (First, Second) {
        let answers = Mutex<(first: Result<First, any Error>?, second: Result<Second, any Error>?)>((nil, nil))
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            if index == 0 {
                let answer = Result { try read(first) }
                answers.withLock { $0.first = answer }
            } else {
                let answer = Result { try read(second) }
                answers.withLock { $0.second = answer }
            }
        }
        let (one, two) = answers.withLock { $0 }
        guard let one, let two else { throw Problem(.internalError) }
        return (try one.get(), try two.get())
    }
}
