import Formats
import Receivables
import Store

extension Desk {
    /// Stores a strategy; the same text as the last version changes nothing. Gives its name and version. The next run
    /// looks at every case again under the new version. Error: `strategy-invalid`.
    package func setStrategy(_ text: String, file: String) throws -> (name: String, version: Int, isNew: Bool) {
        try access.requireEverywhere(.changeStrategies)
        let read = try StrategyFile(text, id: 0, version: 0, file: file)
        return try engine.write(.durable) { db in
            let versions = try db.strategies().filter { $0.name == read.name }
            if let last = versions.last, last.content == text { return (read.name, last.version, false) }
            let version = (versions.last?.version ?? 0) + 1
            let entry = try db.journal(
                "strategy-set", subject: "strategy:\(read.name)", detail: #"{"version":\#(version)}"#, by: actor,
                before: versions.last.map { digest(of: $0.content.utf8) }, after: digest(of: text.utf8))
            try db.addStrategy(
                StrategyRecord(
                    id: try db.take(1, .strategy), name: read.name, version: version, content: text, entry: entry))
            return (read.name, version, true)
        }
    }
}
