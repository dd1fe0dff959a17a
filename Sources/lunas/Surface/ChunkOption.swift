import ArgumentParser

/// How much goes into one transaction. Nobody needs it to get a result; small machines and tests may want less at a
/// time.
struct ChunkOption: ParsableArguments {
    @Option(
        name: .customLong("chunk"),
        help: ArgumentHelp(
            "Rows or debtors in one transaction. The result does not depend on it.", valueName: "n",
            visibility: .hidden))
    var size: Int?

    func validate() throws {
        if let size, size < 1 { throw ValidationError("The value of '--chunk' must be 1 or more.") }
    }
}
