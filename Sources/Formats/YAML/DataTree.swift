import Receivables
import Yams

/// A settings file (YAML) as a tree of values that know the line they stand on.
package indirect enum DataTree: Sendable {
    case null(line: Int)
    case text(String, line: Int)
    case list([DataTree], line: Int)
    case map([(key: String, value: DataTree)], line: Int)

    package var line: Int {
        switch self {
        case .null(let line), .text(_, let line), .list(_, let line), .map(_, let line): line
        }
    }

    /// Reads YAML. `failure` makes the problem from a place and a reason.
    package static func parse(_ text: String, failure: (_ place: String, _ reason: String) -> Problem) throws(Problem) -> DataTree {
        guard text.utf8.count <= FormatLimits.settingsFileBytesMax else { throw failure("the file", "it is too large") }
        do {
            guard let node = try Yams.compose(yaml: text) else { return .null(line: 1) }
            var rest = FormatLimits.settingsValuesMax
            guard let tree = tree(node, &rest) else { throw failure("the file", "it holds too many values") }
            return tree
        } catch let problem as Problem {
            throw problem
        } catch let error as YamlError {
            throw failure(place(of: error), "it is not YAML")
        } catch { throw failure("the file", "it is not YAML") }
    }

    private static func place(of error: YamlError) -> String {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): "line \(mark.line)"
        default: "the file"
        }
    }

    /// nil when more than `rest` values are left: aliases that repeat aliases grow without end.
    private static func tree(_ node: Node, _ rest: inout Int) -> DataTree? {
        rest -= 1
        guard rest > 0 else { return nil }
        let line = node.mark?.line ?? 0
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? .null(line: line) : .text(scalar.string, line: line)
        case .sequence(let sequence):
            var items: [DataTree] = []
            for item in sequence {
                guard let item = tree(item, &rest) else { return nil }
                items.append(item)
            }
            return .list(items, line: line)
        case .mapping(let mapping):
            var pairs: [(key: String, value: DataTree)] = []
            for pair in mapping {
                guard let value = tree(pair.value, &rest) else { return nil }
                pairs.append((key: pair.key.string ?? "", value: value))
            }
            return .map(pairs, line: line)
        case .alias: return .null(line: line)
        }
    }
}

/// Reads a tree as what it should be, and says where it is not.
package struct TreeReader {
    private let failure: (String, String) -> Problem

    package init(failure: @escaping (_ place: String, _ reason: String) -> Problem) { self.failure = failure }

    package func fail(_ tree: DataTree, _ reason: String) -> Problem { failure("line \(tree.line)", reason) }

    /// The members of a map; a key that is not `allowed` is refused, so that a mistyped one is not passed over.
    package func members(_ tree: DataTree, allowed: [String]) throws(Problem) -> [String: DataTree] {
        guard case .map(let pairs, _) = tree else { throw fail(tree, "keys and values are expected here") }
        var members: [String: DataTree] = [:]
        for (key, value) in pairs {
            guard allowed.contains(key) else {
                throw fail(value, "\"\(key)\" is unknown; allowed are \(allowed.joined(separator: ", "))")
            }
            guard members[key] == nil else { throw fail(value, "\"\(key)\" stands twice") }
            members[key] = value
        }
        return members
    }

    package func list(_ tree: DataTree) throws(Problem) -> [DataTree] {
        guard case .list(let items, _) = tree else { throw fail(tree, "a list is expected here") }
        return items
    }

    package func text(_ tree: DataTree) throws(Problem) -> String {
        guard case .text(let text, _) = tree, !text.isEmpty else { throw fail(tree, "text is expected here") }
        return text
    }

    package func integer(_ tree: DataTree, in range: ClosedRange<Int>) throws(Problem) -> Int {
        guard case .text(let text, _) = tree, let number = Int(text), range.contains(number) else {
            throw fail(tree, "a whole number from \(range.lowerBound) to \(range.upperBound) is expected here")
        }
        return number
    }

    package func word<Word: RawRepresentable<String> & CaseIterable>(_ tree: DataTree, _ type: Word.Type) throws(Problem) -> Word {
        let text = try text(tree)
        guard let word = Word(rawValue: text) else {
            let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fail(tree, "\"\(text)\" is unknown; allowed are \(allowed)")
        }
        return word
    }
}
