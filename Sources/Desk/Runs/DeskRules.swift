import Casework
import Receivables
import Store

/// The rules that a decision is made under: portfolios, strategies in force, calendar. Read once, then only looked at.
struct DeskRules: Sendable {
    let portfolios: [Int64: PortfolioRecord]
    /// All strategies in all versions, by id.
    let strategies: [Int64: Strategy]
    let calendar: WorkingDays
    private let strategyOfPortfolio: [Int64: Strategy]

    /// `versions`: the strategies in force, by id, where a run has fixed them; those with other names are in force in
    /// their latest version.
    init(
        _ db: any Reading, versions: Set<Int64> = [],
        reading strategy: (StrategyRecord) throws -> Strategy = DeskRules.read
    ) throws {
        let portfolios = try db.portfolios()
        var strategies: [Int64: Strategy] = [:]
        var latest: [String: Strategy] = [:]
        var fixed: Set<String> = []
        for record in try db.strategies() {
            let strategy = try strategy(record)
            strategies[record.id] = strategy
            guard !fixed.contains(record.name) else { continue }
            latest[record.name] = strategy
            if versions.contains(record.id) { fixed.insert(record.name) }
        }
        var chosen: [Int64: Strategy] = [:]
        for portfolio in portfolios {
            guard let strategy = latest[portfolio.strategy] else {
                throw Problem(.strategyUnknown, [
                    Fact("strategy", portfolio.strategy), Fact("known", latest.keys.sorted().joined(separator: ", ")),
                ])
            }
            chosen[portfolio.id] = strategy
        }
        self.portfolios = Dictionary(portfolios.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.strategies = strategies
        strategyOfPortfolio = chosen
        leadDays = chosen.values.map(\.leadDays).max() ?? 0
        let calendar = try db.setting(.calendar)
        let holidays = try db.holidays(calendar: calendar).filter { $0.kind == "public" }.map(\.day)
        self.calendar = WorkingDays(holidays: Set(holidays))
    }

    /// The strategy that a stored text means.
    static func read(_ record: StrategyRecord) throws -> Strategy {
        try StrategyFile(
            record.content, id: record.id, version: record.version, file: "\(record.name) version \(record.version)"
        ).strategy
    }

    func portfolio(_ id: Int64) throws(Problem) -> PortfolioRecord {
        guard let found = portfolios[id] else { throw Problem(.stateUnreadable, [Fact("what", "portfolio \(id)")]) }
        return found
    }

    func strategy(ofPortfolio id: Int64) throws(Problem) -> Strategy {
        guard let found = strategyOfPortfolio[id] else {
            throw Problem(.stateUnreadable, [Fact("what", "portfolio \(id)")])
        }
        return found
    }

    /// The longest lead of any strategy, in days.
    let leadDays: Int

    /// Ids of the versions in force, by which a run notices that a strategy has changed.
    var versions: [Int64] { strategyOfPortfolio.values.map(\.id).sorted() }
}
