import Casework
import Formats
import Receivables

/// Reads a strategy from its file. Everything that could be meant otherwise is refused with its line: unknown keys,
/// steps with the same id, a ladder that goes back in time.
struct StrategyFile {
    let name: String
    let title: String?
    let strategy: Strategy

    /// `id` and `version` are those under which the strategy is, or will be, stored; `file` is for messages.
    init(_ text: String, id: Int64, version: Int, file: String) throws(Problem) {
        let failure = { (place: Phrase, reason: Phrase) in
            Problem(.strategyInvalid, [Fact("file", file), Fact("place", place), Fact("reason", reason)])
        }
        let tree = try DataTree.parse(text, failure: failure)
        let reader = TreeReader(failure: failure)
        let keys = ["strategy", "title", "catchUp", "segments", "promises", "afterContact", "ranking", "exits"]
        let members = try reader.members(tree, allowed: keys)
        guard let named = members["strategy"] else { throw reader.fail(tree, .isMissing, [Fact("word", "strategy")]) }
        guard let segmentList = members["segments"] else {
            throw reader.fail(tree, .isMissing, [Fact("word", "segments")])
        }
        name = try reader.text(named)
        title = try StrategyFile.optional(members["title"]) { (tree) throws(Problem) in try reader.text(tree) }
        let parts = StrategyParts(reader: reader)
        let segments = try parts.segments(segmentList)
        let promises = try StrategyFile.optional(members["promises"]) { (tree) throws(Problem) in
            try parts.promises(tree, besides: segments)
        }
        strategy = Strategy(
            id: id, name: name, version: version,
            catchUp: try StrategyFile.optional(members["catchUp"]) { (tree) throws(Problem) in
                try reader.word(tree, Strategy.CatchUp.self)
            } ?? .latest,
            segments: segments, promises: promises ?? PromiseSteps(),
            afterContact: try StrategyFile.optional(members["afterContact"]) { (tree) throws(Problem) in
                try parts.afterContact(tree)
            } ?? [:],
            ranking: try StrategyFile.optional(members["ranking"]) { (tree) throws(Problem) in
                try parts.ranking(tree)
            } ?? RankingWeights(),
            exits: try StrategyFile.optional(members["exits"]) { (tree) throws(Problem) in
                let steps = segments.flatMap(\.ladder) + [promises?.reminder, promises?.broken].compactMap(\.self)
                return try StrategyExits(reader: reader).exits(tree, besides: Set(steps.map(\.id)))
            } ?? Exits())
    }

    private static func optional<Value>(
        _ tree: DataTree?, _ read: (DataTree) throws(Problem) -> Value
    ) throws(Problem) -> Value? {
        guard let tree else { return nil }
        return try read(tree)
    }
}

/// The parts of a strategy file.
private struct StrategyParts {
    let reader: TreeReader

    func segments(_ tree: DataTree) throws(Problem) -> [Segment] {
        var segments: [Segment] = []
        for item in try reader.list(tree) {
            let members = try reader.members(item, allowed: ["name", "when", "ladder"])
            guard let named = members["name"] else { throw reader.fail(item, .isMissing, [Fact("word", "name")]) }
            let name = try reader.text(named)
            guard !segments.contains(where: { $0.name == name }) else {
                throw reader.fail(named, .standsTwice, [Fact("word", name)])
            }
            guard let ladderTree = members["ladder"] else {
                throw reader.fail(item, .isMissing, [Fact("word", "ladder")])
            }
            let when = try members["when"].map { (tree) throws(Problem) in try criteria(tree) }
            segments.append(Segment(name: name, criteria: when ?? SegmentCriteria(), ladder: try ladder(ladderTree)))
        }
        guard !segments.isEmpty else { throw reader.fail(tree, .segmentNeeded) }
        return segments
    }

    private func criteria(_ tree: DataTree) throws(Problem) -> SegmentCriteria {
        let members = try reader.members(
            tree, allowed: ["portfolios", "products", "lenderTypes", "overdueFrom", "overdueTo", "brokenPromisesFrom"])
        var criteria = SegmentCriteria()
        if let tree = members["portfolios"] { criteria.portfolios = try texts(tree) }
        if let tree = members["products"] { criteria.products = try texts(tree) }
        if let tree = members["lenderTypes"] {
            var lenders: [LenderType] = []
            for item in try reader.list(tree) { lenders.append(try reader.word(item, LenderType.self)) }
            criteria.lenders = lenders
        }
        let amounts = 0...1_000_000_000_000
        if let tree = members["overdueFrom"] { criteria.overdueFrom = Int64(try reader.integer(tree, in: amounts)) }
        if let tree = members["overdueTo"] { criteria.overdueTo = Int64(try reader.integer(tree, in: amounts)) }
        if let tree = members["brokenPromisesFrom"] {
            criteria.brokenPromisesFrom = try reader.integer(tree, in: 0...1000)
        }
        return criteria
    }

    private func texts(_ tree: DataTree) throws(Problem) -> [String] {
        var texts: [String] = []
        for item in try reader.list(tree) { texts.append(try reader.text(item)) }
        return texts
    }

    private func ladder(_ tree: DataTree) throws(Problem) -> [Step] {
        var steps: [Step] = []
        var lastDays: Int?
        for item in try reader.list(tree) {
            let step = try step(item, timing: nil)
            guard !steps.contains(where: { $0.id == step.id }) else {
                throw reader.fail(item, .standsTwice, [Fact("word", step.id)])
            }
            if case .afterPrevious = step.timing, steps.last.map(\.timing.isBeforeArrears) ?? true {
                throw reader.fail(item, .stepCannotWait)
            }
            if case .daysPastDue(let days) = step.timing {
                if let last = lastDays, days < last { throw reader.fail(item, .stepsOutOfOrder) }
                lastDays = days
            }
            steps.append(step)
        }
        return steps
    }

    /// One step; `timing` is given where the file does not state it.
    private func step(_ tree: DataTree, timing: StepTiming?) throws(Problem) -> Step {
        let members = try reader.members(
            tree,
            allowed: [
                "id", "dpd", "endOfMonthAfter", "daysAfterPrevious", "daysBefore", "do", "channel", "template",
                "minutes",
            ])
        guard let idTree = members["id"], let doTree = members["do"] else {
            throw reader.fail(tree, .isMissing, [Fact("word", members["id"] == nil ? "id" : "do")])
        }
        let kind = try reader.word(doTree, StepKind.self)
        var channel = try members["channel"].map { (tree) throws(Problem) in try reader.word(tree, ContactChannel.self)
        }
        let template = try members["template"].map { (tree) throws(Problem) in try reader.text(tree) }
        if kind == .letter { channel = .letter }
        if !kind.isForPeople, channel == nil || template == nil {
            throw reader.fail(tree, .noticeIncomplete)
        }
        let minutes = try members["minutes"].map { (tree) throws(Problem) in try reader.integer(tree, in: 0...480) }
        var when = timing
        if when == nil { when = try self.timing(members, tree) }
        return Step(
            id: try reader.text(idTree), timing: when ?? .daysPastDue(0), kind: kind, channel: channel,
            template: template, minutes: minutes ?? (kind.isForPeople ? 5 : 0))
    }

    private func timing(_ members: [String: DataTree], _ tree: DataTree) throws(Problem) -> StepTiming {
        let stated = ["dpd", "endOfMonthAfter", "daysAfterPrevious"].filter { members[$0] != nil }
        guard stated.count == 1, let key = stated.first, let value = members[key] else {
            throw reader.fail(tree, .stepWithoutDay)
        }
        switch key {
        case "dpd": return .daysPastDue(try reader.integer(value, in: -90...3650))
        case "endOfMonthAfter": return .endOfMonth(after: try reader.integer(value, in: 0...3650))
        default: return .afterPrevious(days: try reader.integer(value, in: 1...3650))
        }
    }

    /// Steps are known by their id in an episode, so a step about promises must not be called like one of a ladder.
    func promises(_ tree: DataTree, besides segments: [Segment]) throws(Problem) -> PromiseSteps {
        let members = try reader.members(tree, allowed: ["reminder", "broken"])
        var promises = PromiseSteps()
        if let reminder = members["reminder"] {
            promises.reminder = try step(reminder, timing: .daysPastDue(0))
            guard case .map(let pairs, _) = reminder, let days = pairs.first(where: { $0.key == "daysBefore" }) else {
                throw reader.fail(reminder, .isMissing, [Fact("word", "daysBefore")])
            }
            promises.reminderDaysBefore = try reader.integer(days.value, in: 0...30)
        }
        if let broken = members["broken"] { promises.broken = try step(broken, timing: .daysPastDue(0)) }
        let own = [promises.reminder?.id, promises.broken?.id].compactMap(\.self)
        let all = own + segments.flatMap { Set($0.ladder.map(\.id)) }
        for id in own where all.count(where: { $0 == id }) > 1 {
            throw reader.fail(tree, .standsTwice, [Fact("word", id)])
        }
        return promises
    }

    func afterContact(_ tree: DataTree) throws(Problem) -> [ContactResult: Int] {
        let members = try reader.members(tree, allowed: ContactResult.allCases.map(\.rawValue))
        var days: [ContactResult: Int] = [:]
        for (key, value) in members {
            if let result = ContactResult(rawValue: key) { days[result] = try reader.integer(value, in: 0...90) }
        }
        return days
    }

    func ranking(_ tree: DataTree) throws(Problem) -> RankingWeights {
        let members = try reader.members(tree, allowed: StrategyParts.weights.map(\.0))
        var weights = RankingWeights()
        for (key, field) in StrategyParts.weights {
            if let tree = members[key] { weights[keyPath: field] = try reader.integer(tree, in: 0...10_000) }
        }
        return weights
    }

    private static let weights: [(String, any WritableKeyPath<RankingWeights, Int> & Sendable)] = [
        ("amount", \.amount), ("bucketEdge", \.bucketEdge), ("promiseDueToday", \.promiseDueToday),
        ("promiseBroken", \.promiseBroken), ("sinceLastAttempt", \.sinceLastAttempt),
        ("customerValue", \.customerValue),
        ("bucketEdgeDays", \.bucketEdgeDays), ("lastAttemptDays", \.lastAttemptDays),
        ("promiseBrokenDays", \.promiseBrokenDays),
    ]
}
