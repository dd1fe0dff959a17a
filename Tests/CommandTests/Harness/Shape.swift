/// The shape of a JSON document: exactly these keys, each with a value of its kind.
///
///     {asOf: day, currencies: [{currency: text, amount: money, note: text?}]}
///
/// Kinds: `text`, `int`, `bool`, `money` (digits, point, two or no decimals), `day`, `instant`, `any`; `?` allows null.
struct Shape {
    private indirect enum Node {
        case kind(String)
        case optional(Node)
        case list(Node)
        case object([String: Node])
    }

    private let root: Node

    init(_ text: String) {
        var reader = Reader(rest: text[...])
        root = reader.node()
    }

    /// What does not fit, each with its path; nothing when all fits.
    func misfits(_ json: JSON) -> [String] { Shape.misfits(root, json, "") }

    private static func misfits(_ node: Node, _ json: JSON, _ path: String) -> [String] {
        switch node {
        case .kind(let name):
            return fits(name, json) ? [] : ["\(path): \(json.shown) is no \(name)"]
        case .optional(let inner):
            return json == .null ? [] : misfits(inner, json, path)
        case .list(let inner):
            guard case .list(let items) = json else { return ["\(path): \(json.shown) is no list"] }
            return items.enumerated().flatMap { misfits(inner, $1, "\(path).\($0)") }
        case .object(let members):
            guard case .object(let found) = json else { return ["\(path): \(json.shown) is no object"] }
            let missing = Set(members.keys).subtracting(found.keys).sorted().map { "\(path).\($0) is missing" }
            let more = Set(found.keys).subtracting(members.keys).sorted().map {
                "\(path).\($0) is not in the contract"
            }
            return missing + more
                + members.sorted { $0.key < $1.key }.flatMap { key, node in
                    found[key].map { misfits(node, $0, "\(path).\(key)") } ?? []
                }
        }
    }

    private static func fits(_ kind: String, _ json: JSON) -> Bool {
        switch kind {
        case "any": true
        case "text": json.text != nil
        case "int": json.int != nil
        case "bool": json.bool != nil
        case "money": json.text?.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]{2,3})?/) != nil
        case "day": json.text?.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
        case "instant":
            json.text?.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})/)
                != nil
        default: false
        }
    }

    private struct Reader {
        var rest: Substring

        mutating func node() -> Node {
            skip()
            var node: Node
            if take("{") {
                var members: [String: Node] = [:]
                while !take("}") {
                    let key = word()
                    precondition(take(":"), "a colon is missing at \(rest.prefix(20))")
                    members[key] = self.node()
                    _ = take(",")
                }
                node = .object(members)
            } else if take("[") {
                node = .list(self.node())
                precondition(take("]"), "a bracket is missing at \(rest.prefix(20))")
            } else {
                node = .kind(word())
            }
            if take("?") { node = .optional(node) }
            return node
        }

        private mutating func skip() { rest = rest.drop { $0 == " " || $0 == "\n" } }

        private mutating func take(_ mark: Character) -> Bool {
            skip()
            guard rest.first == mark else { return false }
            rest.removeFirst()
            return true
        }

        private mutating func word() -> String {
            skip()
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
            precondition(!word.isEmpty, "a word is missing at \(rest.prefix(20))")
            rest = rest[word.endIndex...]
            return String(word)
        }
    }
}
