import ArgumentParser
import Desk
import Receivables

/// How old an answer may be.
struct StaleOption: ParsableArguments {
    @Option(
        name: .customLong("stale"),
        help: ArgumentHelp(
            "The answer may be so many seconds old: a standby gives it where LUNAS_STANDBY names one.",
            valueName: "seconds"))
    var seconds: Int?

    /// The desk that answers. Error: `option-value`.
    func desk(of session: Session) throws(Problem) -> Desk {
        guard let seconds else { return session.desk }
        guard (1...StaleOption.longest).contains(seconds) else {
            throw Problem(
                .optionValue,
                [
                    Fact("option", "--stale"), Fact("value", String(seconds)),
                    Fact("allowed", Phrase(.numberBetween, [Fact("from", 1), Fact("to", StaleOption.longest)])),
                ])
        }
        return session.desk.allowingStale(seconds: seconds)
    }

    /// A day; whoever wants older answers wants them as of another day.
    private static let longest = 86_400
}
