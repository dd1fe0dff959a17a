/// What was too long when the rules began. The lists only become shorter: whoever mends a file lowers its number here.
enum Ratchet {
    /// Lines of more than 120 columns, by file.
    static let lines: [String: Int] = [
    :]

    /// Functions of more than 60 lines, by file.
    static let functions: [String: Int] = [
        "Tests/Support/SlowModel.swift": 1
    ]
}
