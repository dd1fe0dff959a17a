import ArgumentParser
import Foundation
import Receivables
import Wording

/// A command that was written wrongly. The argument parser says in English what is wrong; here it becomes a problem
/// like any other, in the language of the person.
struct UsageReport {
    /// What the parser says, in one line.
    let message: String
    /// All that the parser shows: the message, and how the command is written.
    let full: String

    init(_ error: any Error) {
        message = Lunas.message(for: error)
        full = Lunas.fullMessage(for: error)
    }

    var problem: Problem { Problem(.usage, [Fact("reason", reason)]) }

    /// For a person: the sentence and its remedy, and below them how the command is written.
    func text(_ catalogue: Catalogue) -> String {
        let lines = full.split(separator: "\n").filter { $0.hasPrefix("Usage:") || $0.hasPrefix("Help:") }
        return Output.remark(problem, catalogue) + lines.map { "       \($0)\n" }.joined()
    }

    /// The usual messages of the parser, by their first two words; what stands between quotes is theirs.
    private var reason: Phrase {
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        let words = message.split(separator: " ").prefix(2).map(String.init) + ["", ""]
        switch (words[0], words[1], quoted.count) {
        case ("Missing", "expected", 1): return Phrase(.usageArgumentMissing, [Fact("word", quoted[0])])
        case ("Unknown", "option", 1): return Phrase(.usageOptionUnknown, [Fact("word", quoted[0])])
        case ("Missing", "value", 1): return Phrase(.usageValueMissing, [Fact("word", quoted[0])])
        case ("Unexpected", "argument", 1): return Phrase(.usageTooMuch, [Fact("word", quoted[0])])
        case (_, "unexpected", 2...):
            return Phrase(.usageTooMuch, [Fact("word", quoted.joined(separator: ", "))])
        case ("The", "value", 2):
            return Phrase(.usageValueWrong, [Fact("value", quoted[0]), Fact("word", quoted[1])])
        default: return Phrase(.usageOther, [Fact("detail", message)])
        }
    }
}
