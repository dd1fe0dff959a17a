import Formats
import Receivables

/// An account that could not be computed and was set aside.
package struct ParkedAccount: Sendable {
    package let debtor: Int64
    package let account: String
    package let problem: Problem
}

/// What a run did.
package struct RunResult: Sendable {
    package var date: Day
    package var isDryRun = false
    package var accountsInBook = 0
    package var accountsTouched = 0
    package var casesOpened = 0
    package var casesClosed = 0
    package var promisesKept = 0
    package var promisesPartlyKept = 0
    package var promisesBroken = 0
    package var promisesPending = 0
    package var steps = 0
    package var notices = 0
    package var worklist = 0
    package var parked: [ParkedAccount] = []
    package var caughtUpDays = 0
    /// A run of this day that was interrupted is taken up again.
    package var isResumed = false

    init(date: Day) { self.date = date }

    private static let counters: [(String, any WritableKeyPath<RunResult, Int> & Sendable)] = [
        ("accountsTouched", \.accountsTouched), ("casesOpened", \.casesOpened), ("casesClosed", \.casesClosed),
        ("promisesKept", \.promisesKept), ("promisesPartlyKept", \.promisesPartlyKept),
        ("promisesBroken", \.promisesBroken), ("steps", \.steps), ("notices", \.notices),
    ]

    mutating func add(_ other: RunResult) {
        for (_, field) in RunResult.counters { self[keyPath: field] += other[keyPath: field] }
        parked += other.parked
    }

    /// The counters as they are stored with the run.
    var stored: JSONValue {
        .object(RunResult.counters.map { JSONValue.Member($0.0, JSONValue(self[keyPath: $0.1])) })
    }

    mutating func read(_ json: JSONValue) {
        for (name, field) in RunResult.counters { self[keyPath: field] = Int(json[name]?.integer ?? 0) }
    }

    /// The public document; `say` turns a problem into a sentence.
    package func json(_ say: (Problem) -> String) -> JSONValue {
        [
            "date": .string(date.description), "accountsInBook": JSONValue(accountsInBook),
            "accountsTouched": JSONValue(accountsTouched), "casesOpened": JSONValue(casesOpened),
            "casesClosed": JSONValue(casesClosed),
            "promises": [
                "kept": JSONValue(promisesKept), "partlyKept": JSONValue(promisesPartlyKept),
                "broken": JSONValue(promisesBroken), "pending": JSONValue(promisesPending),
            ],
            "steps": JSONValue(steps), "notices": JSONValue(notices), "worklist": JSONValue(worklist),
            "parked": .array(
                parked.map {
                    [
                        "account": .string($0.account), "code": .string($0.problem.code.rawValue),
                        "message": .string(say($0.problem)),
                    ]
                }),
            "caughtUpDays": JSONValue(caughtUpDays), "dryRun": .bool(isDryRun),
        ]
    }
}
