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
    package static func parse(
        _ text: String, failure: (_ place: Phrase, _ reason: Phrase) -> Problem
    ) throws(Problem) -> DataTree {
        guard text.utf8.count <= FormatLimits.settingsFileBytesMax else {
            throw failure(Phrase(.theFile), Phrase(.tooLarge))
        }
        do {
            guard let node = try Yams.compose(yaml: text) else { return .null(line: 1) }
            var rest = FormatLimits.settingsValuesMax
            guard let tree = tree(node, &rest) else { throw failure(Phrase(.theFile), Phrase(.tooManyValues)) }
            return tree
        } catch let problem as Problem {
            throw problem
        } catch let error as YamlError {
            throw failure(place(of: error), Phrase(.notYAML))
        } catch { throw failure(Phrase(.theFile), Phrase(.notYAML)) }
    }

    private static func place(of error: YamlError) -> Phrase {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            Phrase(.line, [Fact("line", mark.line)])
        default: Phrase(.theFile)
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
    private let failure: (Phrase, Phrase) -> Problem

    package init(failure: @escaping (_ place: Phrase, _ reason: Phrase) -> Problem) { self.failure = failure }

    package func fail(_ tree: DataTree, _ reason: PhraseCode, _ facts: [Fact] = []) -> Problem {
        failure(Phrase(.line, [Fact("line", tree.line)]), Phrase(reason, facts))
    }

    /// The members of a map; a key that is not `allowed` is refused, so that a mistyped one is not passed over.
    package func members(_ tree: DataTree, allowed: [String]) throws(Problem) -> [String: DataTree] {
        guard case .map(let pairs, _) = tree else { throw fail(tree, .keysExpected) }
        var members: [String: DataTree] = [:]
        for (key, value) in pairs {
            guard allowed.contains(key) else {
                throw fail(
                    value, .wordUnknown, [Fact("word", key), Fact("allowed", allowed.joined(separator: ", "))])
            }
            guard members[key] == nil else { throw fail(value, .standsTwice, [Fact("word", key)]) }
            members[key] = value
        }
        return members
    }

    package func list(_ tree: DataTree) throws(Problem) -> [DataTree] {
        guard case .list(let items, _) = tree else { throw fail(tree, .listExpected) }
        return items
    }

    package func text(_ tree: DataTree) throws(Problem) -> String {
        guard case .text(let text, _) = tree, !text.isEmpty else { throw fail(tree, .textExpected) }
        return text
    }

    package func integer(_ tree: DataTree, in range: ClosedRange<Int>) throws(Problem) -> Int {
        guard case .text(let text, _) = tree, let number = Int(text), range.contains(number) else {
            throw fail(
                tree, .integerExpected, [Fact("from", range.lowerBound), Fact("to", range.upperBound)])
        }
        return number
    }

    package func word<Word: RawRepresentable<String> & CaseIterable>(_ tree: DataTree, _ type: Word.Type)
        throws(Problem) -> Word
    {
        let text = try text(tree)
        guard let word = Word(rawValue: text) else {
            let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fail(tree, .wordUnknown, [Fact("word", text), Fact("allowed", allowed)])
        }
        return word
    }
}
