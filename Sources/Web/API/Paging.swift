import Formats
import Receivables

/// Part of a list in a stated order: `limit` items behind `after`, and where to go on. A place is the key of an item,
/// so that what comes or goes between two pages moves nothing.
enum Paging {
    static let limitUsual = 100
    static let limitMax = 1000

    static let numbers = [limit, APIField("after", .number, "The number behind which to go on.")]
    static let names = [limit, APIField("after", .name, "The name behind which to go on.")]
    static let limit = APIField("limit", .integer(1...Int64(limitMax)), "How many at most; 100 where nothing is said.")

    /// The answer that holds a page of a list.
    static func schema(_ items: String, _ item: Schema, key: Schema) -> Schema {
        .answer([items: .many(item), "next": key.orNull])
    }

    /// By numbers, rising.
    static func page<Item>(
        _ call: APICall, _ name: String, _ items: [Item], _ key: (Item) -> Int64, _ json: (Item) -> JSONValue
    ) -> JSONValue {
        let after = call.query.integer("after") ?? 0
        let rest = items.filter { key($0) > after }.sorted { key($0) < key($1) }
        return page(call, name, rest, json) { JSONValue(key($0)) }
    }

    /// By numbers, falling: the newest first.
    static func newestFirst<Item>(
        _ call: APICall, _ name: String, _ items: [Item], _ key: (Item) -> Int64, _ json: (Item) -> JSONValue
    ) -> JSONValue {
        let after = call.query.integer("after") ?? .max
        let rest = items.filter { key($0) < after }.sorted { key($0) > key($1) }
        return page(call, name, rest, json) { JSONValue(key($0)) }
    }

    /// By names, in the order of their characters.
    static func named<Item>(
        _ call: APICall, _ name: String, _ items: [Item], _ key: (Item) -> String, _ json: (Item) -> JSONValue
    ) -> JSONValue {
        let after = call.query.text("after") ?? ""
        let rest = items.filter { key($0) > after }.sorted { key($0) < key($1) }
        return page(call, name, rest, json) { .string(key($0)) }
    }

    private static func page<Item>(
        _ call: APICall, _ name: String, _ rest: [Item], _ json: (Item) -> JSONValue, _ key: (Item) -> JSONValue
    ) -> JSONValue {
        let limit = call.query.int("limit") ?? limitUsual
        let shown = rest.prefix(limit)
        let next = rest.count > limit ? shown.last.map(key) ?? .null : .null
        return .object([
            JSONValue.Member(name, .array(shown.map(json))), JSONValue.Member("next", next),
        ])
    }
}
