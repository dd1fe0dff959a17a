import Foundation

/// The source of the product, read by tests that compare it with the catalogue.
enum SourceText {
    static let root: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// Swift files under a folder of the repository, by path.
    static func files(_ folder: String) throws -> [(path: String, text: String)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder).sorted()
        return try names.filter { $0.hasSuffix(".swift") }.map { name in
            let path = root + "/" + folder + "/" + name
            return (
                folder + "/" + name, String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
            )
        }
    }

    /// All of `Sources` as one text, without the files in which the names stand that are looked for.
    static func product(without excluded: Set<String>) throws -> String {
        try files("Sources").filter { !excluded.contains($0.path) }.map(\.text).joined(separator: "\n")
    }

    /// The first group of every match.
    static func matches(_ pattern: String, in text: String) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
        let range = NSRange(text.startIndex..., in: text)
        return expression.matches(in: text, range: range).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }
}
