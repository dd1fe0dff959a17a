import Casework
import Desk
import Receivables
import Store
import Wording

/// Strategies, to be looked at: each ladder drawn over the days past due, and its steps as a table.
enum StrategySettingsPage {
    static let routes: [WebRoute] = [.get("/settings/strategies", .permission(.seeSettings), show)]

    private static func show(_ visit: Visit) throws -> Answer {
        let all = try visit.desk.strategies()
        let names = Set(all.map(\.name)).sorted()
        guard let wanted = visit.query["name"] ?? names.first else {
            return SettingsPage.page(
                .strategies, visit, "<p class=\"sheet empty\">\(visit.say(SettingsWord.strategiesNone))</p>")
        }
        let version = visit.query["version"].map { Int($0) ?? 0 }
        let strategy = try visit.desk.readStrategy(named: wanted, version: version)
        let text = try visit.desk.strategy(named: wanted, version: version).content
        let portfolios = try visit.desk.portfolios().filter { $0.strategy == wanted }.map(\.name)
        let view = StrategyView(
            visit: visit, strategy: strategy, versions: all.filter { $0.name == wanted }.map(\.version), names: names,
            portfolios: portfolios, text: text)
        return SettingsPage.page(.strategies, visit, title: visit.say(SettingsWord.strategyNamed, [
            Fact("name", strategy.name), Fact("version", strategy.version),
        ]), view.markup)
    }
}

/// A strategy in one version.
struct StrategyView {
    let visit: Visit
    let strategy: Strategy
    let versions: [Int]
    let names: [String]
    let portfolios: [String]
    let text: String

    private func say(_ word: SettingsWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    private func address(_ name: String, _ version: Int?) -> String {
        "/settings/strategies" + URLText.query([("name", name), ("version", version.map(String.init))])
    }

    var markup: HTML {
        """
        \(choices)<section class="sheet"><dl class="facts">\
        <dt>\(say(.followedBy))</dt><dd>\
        \(portfolios.isEmpty ? say(.followedByNone) : portfolios.joined(separator: ", "))</dd>\
        <dt>\(say(.catchUp))</dt><dd>\(say(strategy.catchUp == .latest ? .catchUpLatest : .catchUpEach))</dd>\
        <dt>\(say(.promisesKept))</dt><dd>\(promises)</dd><dt>\(say(.exits))</dt><dd>\(exits)</dd></dl></section>
        \(strategy.segments.enumerated().html { segment($0.element, $0.offset) })
        <details class="sheet" id="strategy-text"><summary><b>\(say(.strategyFile))</b></summary>\
        <div class="scroll" tabindex="0" role="region" aria-label="\(say(.strategyFile))"><pre>\
        \(text)</pre></div></details>
        <p class="hint">\(say(.strategyHow))</p>
        """
    }

    private var choices: HTML {
        var links = names.filter { $0 != strategy.name }.map { (path: address($0, nil), text: $0) }
        let current = address(strategy.name, strategy.version)
        links += versions.reversed().map {
            (path: address(strategy.name, $0), text: say(.versionNumber, [Fact("version", $0)]))
        }
        return links.count < 2 ? "" : FormParts.tabs(say(.versions), links, current: current)
    }

    private var promises: HTML {
        var parts: [String] = []
        if let days = strategy.promises.reminderDaysBefore { parts.append(say(.promiseReminder, [Fact("days", days)])) }
        if let broken = strategy.promises.broken {
            parts.append(say(.promiseBroken, [Fact("step", .stepKind, broken.kind.rawValue)]))
        }
        return HTML(text: parts.isEmpty ? say(.ladderGoesOn) : parts.joined(separator: " "))
    }

    private var exits: HTML {
        var parts = [say(.exitCured)]
        if let below = strategy.exits.overdueBelow {
            parts.append(say(.exitBelow, [Fact("amount", below)]))
        }
        parts += strategy.exits.proposals.map {
            say(.exitProposal, [Fact("days", $0.days), Fact("step", .stepKind, $0.step.kind.rawValue)])
        }
        return HTML(text: parts.joined(separator: " "))
    }

    private func segment(_ segment: Segment, _ place: Int) -> HTML {
        let drawing = LadderDrawing(segment, strategy.exits, visit)
        return """
            <section class="sheet stack ladder" id="segment-\(place)"><div class="sheet-head"><h2>\(segment.name)</h2>\
            <span class="fine">\(criteria(segment.criteria))</span></div>\
            <div class="scroll" tabindex="0" role="region" aria-label="\(drawing.title)">\(drawing.markup)</div>\
            <details><summary>\(say(.stepsAsTable))</summary>\(steps(segment))</details></section>
            """
    }

    private func criteria(_ criteria: SegmentCriteria) -> String {
        var parts: [String] = []
        if let names = criteria.portfolios { parts.append(say(.forPortfolios, [list(names)])) }
        if let names = criteria.products { parts.append(say(.forProducts, [list(names)])) }
        if let lenders = criteria.lenders {
            parts.append(say(.forLenders, [list(lenders.map { visit.printing.term(.lenderType, $0.rawValue) })]))
        }
        if let from = criteria.overdueFrom { parts.append(say(.forOverdueFrom, [Fact("amount", from)])) }
        if let to = criteria.overdueTo { parts.append(say(.forOverdueTo, [Fact("amount", to)])) }
        if let count = criteria.brokenPromisesFrom { parts.append(say(.forBroken, [Fact("count", count)])) }
        return parts.isEmpty ? say(.forEverybody) : parts.joined(separator: "; ")
    }

    private func list(_ names: [String]) -> Fact { Fact("list", names.joined(separator: ", ")) }

    private func steps(_ segment: Segment) -> HTML {
        let dash = visit.say(CommonWord.dash)
        let rows = segment.ladder.html { step in
            """
            <tr><th scope="row">\(step.id)</th><td>\(LadderDrawing.when(step.timing, visit))</td>\
            <td>\(visit.printing.term(.stepKind, step.kind.rawValue))</td>\
            <td>\(step.channel.map { visit.printing.term(.channel, $0.rawValue) } ?? dash)</td>\
            <td>\(step.template ?? dash)</td><td class="n">\(step.minutes > 0 ? String(step.minutes) : dash)</td></tr>
            """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(say(.stepsAsTable))"><table><thead><tr>\
            \(FormParts.column(say(.step)))\(FormParts.column(say(.when)))\
            \(FormParts.column(say(.kind)))\(FormParts.column(say(.channel)))\(FormParts.column(say(.template)))\
            \(FormParts.column(say(.minutes), isNumber: true))</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
