import Casework
import Dispatch
import Receivables
import Store
import Synchronization

/// What a process has worked out once and gives again: nothing that the book does not say, and nothing that is lost
/// with it.
final class DeskMemory: Sendable {
    private struct StrategyKey: Hashable {
        let id: Int64
        let content: String
    }

    private let strategies = Mutex<[StrategyKey: Strategy]>([:])
    let ageings = SharedAnswers<AgeingKey, Ageing>()
    let teams = SharedAnswers<TeamKey, TeamFigures>()
    let workPages = SharedAnswers<WorkKey, WorkPage>(kept: 512)
    let ownEntries = OwnEntries()
    let rules = RulesMemory()

    /// The strategy of a stored text. Versions are never changed, so the text says it all.
    @Sendable func strategy(_ record: StrategyRecord) throws -> Strategy {
        let key = StrategyKey(id: record.id, content: record.content)
        if let known = strategies.withLock({ $0[key] }) { return known }
        let read = try DeskRules.read(record)
        strategies.withLock { $0[key] = read }
        return read
    }
}

/// An answer, and what it is of.
package struct Stamped<Answer: Sendable>: Sendable {
    package let answer: Answer
    /// The last entry of the journal that is in it.
    package let entry: Int64
    /// When it was worked out.
    package let at: Instant
}

/// Answers that many ask for at once and that cost a walk over the book: one asks, and all get what it got. An answer
/// is given again while it is young, for as long as the book stays as it was, and for a while longer to those who come
/// while the next is worked out. Who must wait blocks a thread, which is none of the cooperative pool.
final class SharedAnswers<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct State {
        var answers: [Question: Stamped<Answer>] = [:]
        /// Questions that somebody works on.
        var working: Set<Question> = []
    }

    private let state = Mutex(State())
    private let gate = DispatchSemaphore(value: 1)
    /// Old questions go when there are more.
    private let kept: Int
    /// So many times as old as a young one may be what others get meanwhile.
    private static var patience: Int64 { 12 }

    init(kept: Int = 64) { self.kept = kept }

    /// `entry`: the last of the journal now. `work`: the answer, with the entry up to which it knows.
    func answer(
        _ question: Question, entry: Int64, now: () -> Instant, seconds: Int,
        _ work: () throws -> (answer: Answer, entry: Int64)
    ) throws -> Stamped<Answer> {
        let youth = Int64(seconds) * 1_000_000
        let (known, isMine) = state.withLock { state -> (Stamped<Answer>?, Bool) in
            let known = state.answers[question]
            if let known, known.isGood(entry: entry, at: now(), for: youth) { return (known, false) }
            guard state.working.insert(question).inserted else {
                return (known?.isGood(at: now(), for: youth * SharedAnswers.patience) ?? false ? known : nil, false)
            }
            return (nil, true)
        }
        if let known { return known }
        defer { if isMine { state.withLock { _ = $0.working.remove(question) } } }
        // One works at a time, also on different questions: two walks over the book take longer than one after another.
        gate.wait()
        defer { gate.signal() }
        let meanwhile = state.withLock { $0.answers[question] }
        if let meanwhile, meanwhile.isGood(entry: entry, at: now(), for: youth) { return meanwhile }
        let made = try work()
        let stamped = Stamped(answer: made.answer, entry: made.entry, at: now())
        state.withLock { state in
            if state.answers.count >= kept { state.answers.removeAll() }
            state.answers[question] = stamped
        }
        return stamped
    }
}

extension Stamped {
    /// Whether the answer is younger than `age` microseconds, or of the book as it is.
    fileprivate func isGood(entry: Int64? = nil, at now: Instant, for age: Int64) -> Bool {
        let since = now.microseconds - at.microseconds
        return since >= 0 && since < age || entry == self.entry
    }
}
