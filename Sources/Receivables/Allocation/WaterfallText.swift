/// The written form of a waterfall, for settings: stages parted by `;`, each `[scope] [walk] component,component…`,
/// such as `due by-due penalty,fee,interest,principal; in-advance by-component principal,penalty,fee,interest`. A plain
/// list of components means oldest due first in that order. Three names stand for customary ones.
extension Waterfall {
    package static let named: [(name: String, waterfall: Waterfall)] = [
        ("classic", .standard), ("multifinance", .multifinance), ("principal-first", .principalFirst),
    ]

    /// Refuses words it does not know, and waterfalls that leave something unpaid. Error: `setting-invalid`.
    package init(text: String) throws(Problem) {
        let words = text.lowercased()
        if let known = Waterfall.named.first(where: { $0.name == words }) {
            self = known.waterfall
            return
        }
        var stages: [Stage] = []
        for part in words.split(separator: ";") { stages.append(try Waterfall.stage(part, whole: text)) }
        if stages.count == 1, let only = stages.first, only.scope == .all, only.walk == .byDue {
            self.init(componentOrder: only.components)
        } else {
            try self.init(stages: stages)
        }
    }

    private static func stage(_ part: Substring, whole: String) throws(Problem) -> Stage {
        var scope = Scope.all
        var walk = Walk.byDue
        var components: [Component] = []
        for word in part.split(whereSeparator: { $0 == " " || $0 == "," }) {
            if let found = Scope(rawValue: String(word)) {
                scope = found
            } else if let found = Walk(rawValue: String(word)) {
                walk = found
            } else if let found = Component(named: word), !components.contains(found) {
                components.append(found)
            } else {
                throw Problem(.settingInvalid, [
                    Fact("setting", "waterfall"), Fact("value", whole),
                    Fact("allowed", Phrase(.waterfallList)),
                ])
            }
        }
        guard !components.isEmpty else { throw refusal(whole) }
        return Stage(scope: scope, walk: walk, components: components)
    }

    private static func refusal(_ text: String) -> Problem {
        Problem(.settingInvalid, [
            Fact("setting", "waterfall"), Fact("value", text), Fact("allowed", Phrase(.waterfallList)),
        ])
    }

    /// The written form; reading it back gives the same waterfall.
    package var text: String {
        if let known = Waterfall.named.first(where: { $0.waterfall == self }) { return known.name }
        return Waterfall.written(stages)
    }

    static func written(_ stages: [Stage]) -> String {
        stages.map { stage in
            let components = stage.components.map(\.name).joined(separator: ",")
            return stages.count == 1 && stage.scope == .all && stage.walk == .byDue
                ? components : "\(stage.scope.rawValue) \(stage.walk.rawValue) \(components)"
        }.joined(separator: "; ")
    }
}
