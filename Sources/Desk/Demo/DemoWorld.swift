import Formats
import Packs
import Receivables

/// The words of the sample book: names, places, notes.
struct DemoWorld: Sendable {
    struct NameGroup: Sendable {
        let share: Int
        let women: [String]
        let men: [String]
        let last: [String]
    }

    struct Place: Sendable {
        let province: String
        let share: Int
        let towns: [String]
        let language: String
    }

    struct Collector: Sendable {
        let name: String
        let languages: [String]
        let minutes: Int
    }

    struct Person: Sendable {
        let login: String
        let name: String
        let role: String
    }

    let names: [NameGroup]
    let places: [Place]
    let streets: [String]
    let channels: [String]
    let notes: [String: [String]]
    let collectors: [Collector]
    let users: [Person]

    /// Reads the words that the program carries.
    init() throws(Problem) {
        func failure(_ place: Phrase, _ reason: Phrase) -> Problem {
            Problem(.internalError, [
                Fact("detail", "sample words"), Fact("place", "\(place.facts)"), Fact("reason", reason),
            ])
        }
        let tree = try DataTree.parse(String(decoding: Packs.demo, as: UTF8.self), failure: failure)
        let reader = TreeReader(failure: failure)
        let keys = ["names", "places", "streets", "channels", "notes", "collectors", "users"]
        let words = DemoWords(reader: reader, members: try reader.members(tree, allowed: keys))
        names = try words.each("names", ["share", "women", "men", "last"]) { group throws(Problem) in
            NameGroup(
                share: try group.number("share"), women: try group.texts("women"), men: try group.texts("men"),
                last: try group.texts("last"))
        }
        places = try words.each("places", ["province", "share", "towns", "language"]) { place throws(Problem) in
            Place(
                province: try place.text("province"), share: try place.number("share"), towns: try place.texts("towns"),
                language: try place.text("language"))
        }
        collectors = try words.each("collectors", ["name", "languages", "minutes"]) { collector throws(Problem) in
            Collector(
                name: try collector.text("name"), languages: try collector.texts("languages"),
                minutes: try collector.number("minutes"))
        }
        users = try words.each("users", ["login", "name", "role"]) { user throws(Problem) in
            Person(login: try user.text("login"), name: try user.text("name"), role: try user.text("role"))
        }
        streets = try words.texts("streets")
        channels = try words.texts("channels")
        notes = try words.lists("notes", ContactResult.allCases.map(\.rawValue))
    }
}

/// Reads members of the sample words.
private struct DemoWords {
    let reader: TreeReader
    let members: [String: DataTree]

    private func member(_ key: String) -> DataTree { members[key] ?? .null(line: 0) }

    func text(_ key: String) throws(Problem) -> String { try reader.text(member(key)) }
    func number(_ key: String) throws(Problem) -> Int { try reader.integer(member(key), in: 0...100_000) }

    func texts(_ key: String) throws(Problem) -> [String] { try texts(member(key)) }

    private func texts(_ tree: DataTree) throws(Problem) -> [String] {
        var texts: [String] = []
        for item in try reader.list(tree) {
            if case .text(let text, _) = item { texts.append(text) }
        }
        return texts
    }

    func lists(_ key: String, _ allowed: [String]) throws(Problem) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for (name, tree) in try reader.members(member(key), allowed: allowed) { lists[name] = try texts(tree) }
        return lists
    }

    func each<Item>(
        _ key: String, _ allowed: [String], _ make: (DemoWords) throws(Problem) -> Item
    ) throws(Problem) -> [Item] {
        var items: [Item] = []
        for tree in try reader.list(member(key)) {
            items.append(try make(DemoWords(reader: reader, members: try reader.members(tree, allowed: allowed))))
        }
        return items
    }
}
