import Casework
import Formats
import Receivables

/// The `exits` of a strategy file: each with its condition, and what then becomes of the case.
struct StrategyExits {
    let reader: TreeReader

    private enum Condition: String, CaseIterable {
        case settled, cured, overdueBelow, status, dpdFrom
    }

    /// What may stand behind `close`, by condition: a debt that is paid is not written off.
    private enum Cured: String, CaseIterable { case cured }
    private enum Settled: String, CaseIterable { case settled }
    private enum Departed: String, CaseIterable {
        case placed
        case writtenOff = "written-off"

        var reason: CloseReason { self == .placed ? .placed : .writtenOff }
    }
    private enum Proposed: String, CaseIterable {
        case placement, review

        var kind: StepKind { self == .placement ? .placement : .review }
    }

    private static let amounts = 1...1_000_000_000_000

    /// Steps are known by their id in an episode, so a proposal must not be called like another step.
    func exits(_ tree: DataTree, besides taken: Set<String>) throws(Problem) -> Exits {
        var exits = Exits()
        var ids = taken
        for item in try reader.list(tree) {
            guard case .map(let pairs, _) = item, let when = pairs.first(where: { $0.key == "when" })?.value else {
                throw reader.fail(item, .isMissing, [Fact("word", "when")])
            }
            switch try reader.word(when, Condition.self) {
            case .settled: _ = try close(item, Settled.self)
            case .cured: _ = try close(item, Cured.self)
            case .overdueBelow:
                guard exits.overdueBelow == nil else {
                    throw reader.fail(when, .standsTwice, [Fact("word", Condition.overdueBelow.rawValue)])
                }
                _ = try close(item, Cured.self, more: ["amount"])
                exits.overdueBelow = Int64(try reader.integer(try needed("amount", item), in: StrategyExits.amounts))
            case .status: try addStatuses(item, &exits)
            case .dpdFrom:
                let proposal = try proposal(item)
                guard ids.insert(proposal.step.id).inserted else {
                    throw reader.fail(item, .standsTwice, [Fact("word", proposal.step.id)])
                }
                exits.proposals.append(proposal)
            }
        }
        exits.proposals.sort { $0.days < $1.days }
        return exits
    }

    private func needed(_ key: String, _ item: DataTree) throws(Problem) -> DataTree {
        guard case .map(let pairs, _) = item, let found = pairs.first(where: { $0.key == key }) else {
            throw reader.fail(item, .isMissing, [Fact("word", key)])
        }
        return found.value
    }

    private func close<Word: RawRepresentable<String> & CaseIterable>(
        _ item: DataTree, _ type: Word.Type, more: [String] = []
    ) throws(Problem) -> Word {
        _ = try reader.members(item, allowed: ["when", "close"] + more)
        return try reader.word(try needed("close", item), type)
    }

    private func addStatuses(_ item: DataTree, _ exits: inout Exits) throws(Problem) {
        let reason = try close(item, Departed.self, more: ["is"]).reason
        for word in try reader.list(try needed("is", item)) {
            let folded = Exits.folded(status: try reader.text(word))
            guard !folded.isEmpty else { throw reader.fail(word, .textExpected) }
            guard exits.statuses.updateValue(reason, forKey: folded) == nil else {
                throw reader.fail(word, .standsTwice, [Fact("word", folded)])
            }
        }
    }

    private func proposal(_ item: DataTree) throws(Problem) -> Exits.Proposal {
        let members = try reader.members(item, allowed: ["when", "days", "id", "do", "minutes"])
        let kind = try reader.word(try needed("do", item), Proposed.self).kind
        let days = try reader.integer(try needed("days", item), in: 1...3650)
        let minutes = try members["minutes"].map { (tree) throws(Problem) in try reader.integer(tree, in: 0...480) }
        let step = Step(
            id: try reader.text(try needed("id", item)), timing: .daysPastDue(days), kind: kind, channel: nil,
            template: nil, minutes: minutes ?? 5)
        return Exits.Proposal(days: days, step: step)
    }
}
