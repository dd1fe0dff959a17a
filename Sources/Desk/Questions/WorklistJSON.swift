import Casework
import Formats
import Receivables

extension Worklist {
    /// Says a statement in every language, with that of the user as "text".
    package typealias Say = (Statement) -> (text: String, texts: JSONValue)

    /// The public document.
    package func json(_ say: Say) -> JSONValue {
        .object(head + [JSONValue.Member("items", .array(items.map { $0.json(say) }))] + tail)
    }

    /// The same document, written line by line: as a whole a large one would fill the memory.
    package func write(_ say: Say, to write: ([UInt8]) throws -> Void) rethrows {
        try JSONText.stream(head, "items", items, { $0.json(say) }, tail, to: write)
    }

    private var head: [JSONValue.Member] {
        [JSONValue.Member("date", .string(date.description)), JSONValue.Member("total", JSONValue(total))]
    }

    private var tail: [JSONValue.Member] {
        [JSONValue.Member("parked", JSONValue(parked)), JSONValue.Member("waiting", JSONValue(waiting))]
    }
}

extension WorklistItem {
    package func json(_ say: Worklist.Say) -> JSONValue {
        [
            "rank": JSONValue(rank), "collector": JSONValue(collector), "debtor": .string(debtor),
            "name": JSONValue(name), "accounts": .array(accounts.map { .string($0) }), "dpd": JSONValue(daysPastDue),
            "overdue": .array(
                overdue.map { ["currency": .string($0.currency.code), "amount": JSONValue($0.amount, $0.currency)] }),
            "step": .string(kind.rawValue), "stepId": .string(step), "score": JSONValue(score.points),
            "reasons": .array(score.reasons.map { $0.json(say) }),
        ]
    }
}

extension ScoreReason {
    fileprivate func json(_ say: Worklist.Say) -> JSONValue {
        let (text, texts) = say(statement)
        return [
            "code": .string(statement.code.rawValue), "text": .string(text), "points": JSONValue(points),
            "texts": texts,
        ]
    }
}
