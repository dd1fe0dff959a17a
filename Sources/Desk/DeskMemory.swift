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
    let workPages = SharedAnswers<WorkKey, WorkPage>(kept: 512, atOnce: 2)
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

/// Answers that many ask for at once and that cost a walk over much of the book. An answer is given again while it is
/// young, and for as long as the book stays as it was. One that is a little older is given as well, for nobody to wait,
/// while the next is worked out behind them. Who finds none, or one that is too old, waits for the next: one asks, and
/// all get what it got. That blocks a thread, which is none of the cooperative pool.
final class SharedAnswers<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    typealias Work = @Sendable () throws -> (answer: Answer, entry: Int64)

    private struct State {
        var answers: [Question: Stamped<Answer>] = [:]
        /// Questions whose next answer is being worked out behind those who ask.
        var renewing: Set<Question> = []
    }

    private let state = Mutex(State())
    private let gate: DispatchSemaphore
    private let behind: [DispatchQueue]
    /// Old questions go when there are more.
    private let kept: Int
    /// So many times as old as a young one may be what is given while the next is worked out.
    private static var patience: Int64 { 3 }

    /// `atOnce`: how many are worked out at a time. Two walks over the whole book take longer than one after another.
    init(kept: Int = 64, atOnce: Int = 1) {
        self.kept = kept
        gate = DispatchSemaphore(value: atOnce)
        behind = (0..<atOnce).map { DispatchQueue(label: "lunas.answers.\($0)", qos: .userInitiated) }
    }

    /// `entry`: the last of the journal now. `isPatient`: who asks would rather wait than have an answer that is not
    /// young. `work`: the answer, with the entry up to which it knows.
    func answer(
        _ question: Question, entry: Int64, now: @escaping @Sendable () -> Instant, seconds: Int,
        isPatient: Bool = false, _ work: @escaping Work
    ) throws -> Stamped<Answer> {
        let youth = Int64(seconds) * 1_000_000
        let known = state.withLock { $0.answers[question] }
        if let known, known.isGood(entry: entry, at: now(), for: youth) { return known }
        if let known, !isPatient, known.isGood(at: now(), for: youth * SharedAnswers.patience) {
            renew(question, now, work)
            return known
        }
        gate.wait()
        defer { gate.signal() }
        let meanwhile = state.withLock { $0.answers[question] }
        if let meanwhile, meanwhile.isGood(entry: entry, at: now(), for: youth) { return meanwhile }
        return try keep(question, now, work)
    }

    /// Works out the next answer on another thread, unless that is being done.
    private func renew(_ question: Question, _ now: @escaping @Sendable () -> Instant, _ work: @escaping Work) {
        guard state.withLock({ $0.renewing.insert(question).inserted }) else { return }
        let place = Int(UInt(bitPattern: question.hashValue) % UInt(behind.count))
        behind[place].async { [self] in
            // What goes wrong is told to whoever asks when the old answer is too old.
            _ = try? keep(question, now, work)
            state.withLock { _ = $0.renewing.remove(question) }
        }
    }

    private func keep(_ question: Question, _ now: () -> Instant, _ work: Work) throws -> Stamped<Answer> {
        // What happens while it is worked out may not be in it.
        let at = now()
        let made = try work()
        let stamped = Stamped(answer: made.answer, entry: made.entry, at: at)
        state.withLock { state in
            guard state.answers[question].map({ $0.at <= at }) ?? true else { return }
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
