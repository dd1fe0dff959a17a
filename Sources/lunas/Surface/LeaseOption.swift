import ArgumentParser
import Desk
import Receivables

/// How long a share stays with a node that says nothing. Nobody needs it to get a result; tests want less.
struct LeaseOption: ParsableArguments {
    @Option(
        name: .customLong("lease"),
        help: ArgumentHelp(
            "Seconds that others leave a share to a node that says nothing.", valueName: "seconds",
            visibility: .hidden))
    var seconds: Int?

    /// The length, checked. Error: `option-value`.
    func checked() throws(Problem) -> Int? {
        guard let seconds, seconds < 1 else { return seconds }
        throw Problem(
            .optionValue,
            [
                Fact("option", "--lease"), Fact("value", String(seconds)),
                Fact("allowed", Phrase(.numberFrom, [Fact("from", 1)])),
            ])
    }
}
