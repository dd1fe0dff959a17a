/// Every way into the desk asks whether whoever comes may.
enum UseCases {
    /// Verbs of the desk that ask for no permission, each with why.
    static let open: [String: String] = [
        "acting": "it only narrows what can be done",
        "offsetSeconds": "the time zone is nobody's secret",
        "today": "the day is nobody's secret",
        "worklistDay": "the day is nobody's secret",
        "verifySchema": "it looks at the version of the schema alone",
        "tryWriting": "it changes nothing, and tells only whether that would work",
        "isDemo": "it tells nothing of a book but that it is the sample",
        "isEmpty": "it tells nothing of a book but whether there is one",
        "isWithoutUsers": "the page for the first user asks before there is any",
        "claimSetup": "whoever has the one-time token may, and only while there are no users",
        "signIn": "it is how one gets permissions",
        "signedIn": "it is how one gets permissions",
        "signOut": "whoever has the token may end its session",
        "access": "it is how an integration gets permissions",
        "portfolios": "every page names those that are shown to whoever asks",
        "portfolio": "every page names those that are shown to whoever asks",
        "collectors": "everybody may know who their colleagues are",
        "collector": "everybody may know who their colleagues are",
    ]

    /// How a body asks: for a permission, or for the user whose own affairs these are.
    private static let asks = #"\baccess\.require(Everywhere)?\(|\bown\(\)|\bsubject\(ofSessions:"#

    /// Verbs of the desk in a file, with their bodies.
    static func verbs(_ file: TextFile) throws -> [SwiftFunction] {
        guard file.path.hasPrefix("Sources/Desk/") else { return [] }
        var lines: [String] = []
        var isDesk = false
        let opening = try Pattern(#"^(extension|package struct) Desk\b[^.]"#)
        for line in file.code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if opening.isIn(line) { isDesk = true }
            lines.append(isDesk ? line : "")
            if line.hasPrefix("}") { isDesk = false }
        }
        let verb = try Pattern(#"^    package (?:static )?func "#)
        let heads = lines.map { verb.isIn($0) }
        return try SwiftFunction.all(in: lines.joined(separator: "\n")).filter { heads[$0.line - 1] }
    }

    static func findings(_ file: TextFile) throws -> [Finding] {
        let asks = try Pattern(asks)
        return try verbs(file).filter { open[$0.name] == nil && !asks.isIn($0.body) }.map {
            Finding(path: file.path, line: $0.line, what: "\($0.name) asks for no permission")
        }
    }
}
