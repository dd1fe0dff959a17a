/// Lists in which everything of a kind must stand, so that a new file is not forgotten.
struct Registry: Sendable, CustomStringConvertible {
    let what: String
    /// Finds the names in the files of a folder.
    let folder: String
    let pattern: String
    /// The file with the list, and how a name stands there: `#` is the name.
    let listed: String
    let form: String

    var description: String { what }

    static let all = [
        Registry(
            what: "steps of the day's decision", folder: "Sources/Casework", pattern: #"enum (\w+): RunStep\b"#,
            listed: "Sources/Casework/Advance/RunStep.swift", form: "#.self"),
        Registry(
            what: "checks of the book", folder: "Sources/Desk/Verify", pattern: #"enum (\w+): BookCheck\b"#,
            listed: "Sources/Desk/Verify/BookCheck.swift", form: "#.self"),
        Registry(
            what: "exports", folder: "Sources/Desk/Exports", pattern: #"struct (\w+): BookExport\b"#,
            listed: "Sources/Desk/Exports/ExportKind.swift", form: "#()"),
        Registry(
            what: "migrations", folder: "Sources/Store/Schema", pattern: #"static let (\w+) = Migration\("#,
            listed: "Sources/Store/Schema/Migration.swift", form: ".#"),
    ]

    func names(_ clone: Clone) throws -> [String] {
        let pattern = try Pattern(pattern)
        return clone.swift(folder).flatMap { pattern.matches($0.code).map { $0.groups[0] } }
    }

    /// Names that the list leaves out.
    func missing(_ names: [String], in list: String) throws -> [String] {
        try names.filter { name in
            let wanted = form.replacing(".", with: #"\."#).replacing("()", with: #"\(\)"#).replacing("#", with: name)
            return try !Pattern(#"(?<!\w)"# + wanted + #"(?!\w)"#).isIn(list)
        }
    }
}
