import Formats
import Foundation
import Logging
import Receivables

/// The log of the server: one JSON object per line on standard error. What stands in it is the program's own: routes by
/// their pattern, codes, times; never an address with a query, a name or a number of a debtor.
struct JSONLog: LogHandler {
    let environment: Environment
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(environment: Environment, label: String, level: Logger.Level) {
        self.environment = environment
        self.label = label
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let more = event.metadata { all.merge(more) { _, new in new } }
        let members = all.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, JSONLog.json($0.value)) }
        let line: JSONValue = .object(
            [
                JSONValue.Member("at", .string(environment.now.text(offsetSeconds: 0))),
                JSONValue.Member("level", .string(event.level.rawValue)),
                JSONValue.Member("what", .string("\(event.message)")),
            ] + members)
        let bytes = Array((line.text(indent: nil) + "\n").utf8)
        _ = Foundation.write(STDERR_FILENO, bytes, bytes.count)
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string("\(value)")
        case .array(let values): .array(values.map(json))
        case .dictionary(let members):
            .object(members.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, json($0.value)) })
        }
    }
}
