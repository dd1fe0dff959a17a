import ArgumentParser
import Receivables

/// How much goes into one transaction. Nobody needs it to get a result; small machines and tests may want less at a
/// time.
struct ChunkOption: ParsableArguments {
    @Option(
        name: .customLong("chunk"),
        help: ArgumentHelp(
            "Rows or debtors in one transaction. The result does not depend on it.", valueName: "n",
            visibility: .hidden))
    var size: Int?

    /// The size, checked. Error: `option-value`.
    func checked() throws(Problem) -> Int? {
        guard let size, size < 1 else { return size }
        throw Problem(
            .optionValue,
            [
                Fact("option", "--chunk"), Fact("value", String(size)),
                Fact("allowed", Phrase(.numberFrom, [Fact("from", 1)])),
            ])
    }
}
