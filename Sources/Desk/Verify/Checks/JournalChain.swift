import Store

/// Each entry of the journal carries its own hash and that of the one before.
enum JournalChain: BookCheck {
    static let name = "journal-chain"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let (entries, firstBroken) = try db.checkJournal()
        result.checked = entries
        if let firstBroken {
            result.failed = 1
            result.first = "entry \(firstBroken)"
        }
        return result
    }
}
