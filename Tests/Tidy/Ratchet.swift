/// What was too long when the rules began. The lists only become shorter: whoever mends a file lowers its number here.
enum Ratchet {
    /// Lines of more than 120 columns, by file.
    static let lines: [String: Int] = [
        "Sources/Desk/Imports/AccountMoney.swift": 5,
        "Sources/Desk/Imports/DuesDecider.swift": 3,
        "Sources/Desk/Imports/PaymentsDecider.swift": 2,
        "Sources/Desk/Imports/RowReader.swift": 4,
        "Sources/Desk/Imports/SnapshotDecider.swift": 4,
        // A migration is never edited, not even in its spaces: its checksum is in every database.
        "Sources/Store/Schema/TheBook.swift": 2,
        "Tests/ReceivablesTests/Allocation/RandomFacts.swift": 2,
        "Tests/ReceivablesTests/Allocation/SettlementProperties.swift": 1,
        "Tests/ReceivablesTests/Allocation/SlowModel.swift": 8,
    ]

    /// Functions of more than 60 lines, by file.
    static let functions: [String: Int] = [
        "Tests/ReceivablesTests/Allocation/SlowModel.swift": 1
    ]
}
