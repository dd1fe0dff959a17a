import Foundation

/// The files of this clone, as the tests of this target read them.
struct Clone: Sendable {
    let root: String
    /// Every text file, in order of path.
    let files: [TextFile]

    static let here = Clone(
        root: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path)

    init(root: String) {
        self.root = root
        files = Clone.paths(under: root).compactMap { path in
            guard let data = FileManager.default.contents(atPath: root + "/" + path), !data.contains(0),
                let text = String(data: data, encoding: .utf8)
            else { return nil }
            return TextFile(path: path, text: text)
        }
    }

    /// Swift files under a folder.
    func swift(_ folder: String) -> [TextFile] {
        files.filter { $0.path.hasPrefix(folder + "/") && $0.path.hasSuffix(".swift") }
    }

    /// All Swift that we wrote.
    var allSwift: [TextFile] { files.filter { $0.path.hasSuffix(".swift") } }

    var markdown: [TextFile] { files.filter { $0.path.hasSuffix(".md") } }

    func file(_ path: String) throws -> TextFile {
        guard let found = files.first(where: { $0.path == path }) else { throw Missing(path: path) }
        return found
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + path) }

    struct Missing: Error {
        let path: String
    }

    /// Paths from the root, without what building, testing and version control leave there.
    private static func paths(under root: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
        var paths: [String] = []
        while let path = walk.nextObject() as? String {
            if isForeign(path) {
                walk.skipDescendants()
            } else if FileManager.default.isReadableFile(atPath: root + "/" + path) {
                paths.append(path)
            }
        }
        return paths.sorted()
    }

    private static func isForeign(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        if name.hasPrefix("."), !name.hasPrefix(".ci"), name != ".gitignore" { return true }
        return ["bench/work", "bench/data", "Tests/Fuzz/build"].contains(path) || name == "__pycache__"
    }
}

/// A text file of the clone.
final class TextFile: Sendable {
    /// From the root of the clone.
    let path: String
    let text: String
    let lines: [Substring]
    /// The text with comments and the contents of string literals made blank; the lines stay the same.
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = path.hasSuffix(".swift") ? SwiftCode.withoutWords(text) : text
    }

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The folder, without a slash at its end; empty at the root.
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
}

/// Something that breaks a rule.
struct Finding: CustomStringConvertible, Equatable {
    let path: String
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// A regular expression, used over and over.
struct Pattern {
    private let expression: NSRegularExpression

    init(_ pattern: String) throws {
        expression = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
    }

    /// One match: its text, its groups, and the line on which it starts, from 1.
    struct Match {
        let text: String
        let groups: [String]
        let line: Int
    }

    func matches(_ text: String) -> [Match] {
        let whole = text as NSString
        var line = 1
        var at = 0
        return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { found in
            line += whole.substring(with: NSRange(location: at, length: found.range.location - at)).count { $0 == "\n" }
            at = found.range.location
            let groups = (1..<found.numberOfRanges).map { index in
                found.range(at: index).location == NSNotFound ? "" : whole.substring(with: found.range(at: index))
            }
            return Match(text: whole.substring(with: found.range), groups: groups, line: line)
        }
    }

    func isIn(_ text: String) -> Bool {
        expression.firstMatch(in: text, range: NSRange(location: 0, length: (text as NSString).length)) != nil
    }
}
