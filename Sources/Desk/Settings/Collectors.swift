import Formats
import Receivables
import Store

/// What is to be changed about a collector; nil stays as it is.
package struct CollectorChanges: Sendable {
    package var languages: [String]?
    package var minutesPerDay: Int?
    package var skills: [String]?
    package var portfolios: [String]?
    package var isActive: Bool?

    package init() {}
}

extension CollectorRecord {
    package var json: JSONValue {
        [
            "name": .string(name), "languages": .array(languages.map { .string($0) }),
            "minutesPerDay": JSONValue(minutesPerDay), "skills": .array(skills.map { .string($0) }),
            "portfolios": .array(portfolios.map { .string($0) }), "active": .bool(isActive),
        ]
    }
}

extension Desk {
    package func collectors() throws -> [CollectorRecord] { try engine.read { try collectors($0) } }

    /// Error: `collector-unknown`.
    package func collector(named name: String) throws -> CollectorRecord {
        let all = try collectors()
        guard let found = all.first(where: { $0.name == name }) else {
            throw Problem(
                .collectorUnknown, [Fact("collector", name), Fact("known", all.map(\.name).joined(separator: ", "))])
        }
        return found
    }

    /// Adds a collector, or changes one. One who is not active any more loses the open cases; the next run gives them
    /// to others. Errors: `setting-invalid`, `portfolio-unknown`.
    package func setCollector(_ name: String, _ changes: CollectorChanges) throws -> CollectorRecord {
        try access.requireEverywhere(.changeCollectors)
        return try engine.write(.durable) { db in
            let before = try db.collectors().first { $0.name == name }
            if before == nil { _ = try StoredUser.checked(name: name) }
            var collector =
                try before
                ?? CollectorRecord(
                    id: db.take(1, .collector), name: name, languages: [], minutesPerDay: 420, skills: [],
                    portfolios: [],
                    isActive: true)
            if let minutes = changes.minutesPerDay {
                guard (0...1440).contains(minutes) else {
                    throw Problem(.settingInvalid, [
                        Fact("setting", "minutes"), Fact("value", String(minutes)),
                        Fact("allowed", Phrase(.numberBetween, [Fact("from", 0), Fact("to", 1440)])),
                    ])
                }
                collector.minutesPerDay = minutes
            }
            let known = Set(try db.portfolios().map(\.name))
            if let unknown = changes.portfolios?.first(where: { !known.contains($0) }) {
                throw Problem(.portfolioUnknown, [
                    Fact("portfolio", unknown), Fact("known", known.sorted().joined(separator: ", ")),
                ])
            }
            collector.languages = changes.languages ?? collector.languages
            collector.skills = changes.skills ?? collector.skills
            collector.portfolios = changes.portfolios ?? collector.portfolios
            collector.isActive = changes.isActive ?? collector.isActive
            guard collector != before else { return collector }
            try db.save(collector)
            if !collector.isActive {
                try db.execute(
                    "UPDATE cases SET collector_id = NULL WHERE collector_id = ?1 AND closed IS NULL",
                    [Value(collector.id)])
            }
            try db.journal(
                "collector-set", subject: "collector:\(name)", detail: collector.json.text(indent: nil), by: actor,
                before: before.map { digest(of: $0.json.text(indent: nil).utf8) },
                after: digest(of: collector.json.text(indent: nil).utf8))
            return collector
        }
    }
}
