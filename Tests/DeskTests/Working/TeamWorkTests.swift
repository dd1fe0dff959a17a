import Casework
import Formats
import Receivables
import Store
import Support
import Testing

@testable import Desk

/// What supervisors do: see who is at work, and give cases to somebody else.
@Suite struct TeamWorkTests {
    /// A book whose twelve debtors of two portfolios are all Sari's, beside whom Budi and Wati have nothing.
    private static func people(_ tested: TestedEngine = .chosen) throws -> People {
        let people = try People(tested)
        let book = people.book
        for (portfolio, letter) in [("Motor", "M"), ("Mobil", "B")] {
            let rows = (1...6).map { "\(letter)\($0),A\(letter)\($0),I\(letter)\($0),2026-02-0\($0),900000" }
            let text = "Customer ID,Account,Invoice,Due date,Principal\n" + rows.joined(separator: "\n") + "\n"
            try book.take(.receivables, text) { $0.portfolio = portfolio }
        }
        _ = try people.desk.setCollector("Sari", CollectorChanges())
        try book.run("2026-03-02")
        for name in ["Budi", "Wati"] { _ = try people.desk.setCollector(name, CollectorChanges()) }
        try people.add("sari", [.collector]) { $0.collector = "Sari" }
        try people.add("bos", [.supervisor])
        try people.add("part", [.supervisor]) { $0.portfolios = .only(["Motor"]) }
        return people
    }

    private static func cases(_ people: People) throws -> [String: Int] {
        let all = try people.desk.teamFigures(seconds: 0).answer.collectors
        return Dictionary(uniqueKeysWithValues: all.map { ($0.collector, $0.openCases) })
    }

    @Test(arguments: TestedEngine.all) func whatIsRehearsedIsWhatHappens(_ tested: TestedEngine) throws {
        let people = try TeamWorkTests.people(tested)
        let bos = people.desk.acting(as: try people.signIn("bos").access)
        let rule = ReassignRule(from: "Sari", portfolio: "Motor", limit: 5)
        let plan = try bos.rehearseReassign(rule, to: ["Budi", "Wati"])
        #expect(plan.cases == 5 && abs(plan.moved[0].cases - plan.moved[1].cases) == 1)
        #expect(try TeamWorkTests.cases(people) == ["Sari": 12, "Budi": 0, "Wati": 0], "nothing moved")
        let key = OperationKey("once")
        let done = try bos.reassign(rule, to: ["Budi", "Wati"], key: key)
        #expect(done.moved.map(\.cases) == plan.moved.map(\.cases) && done.moved.map(\.collector) == ["Budi", "Wati"])
        let after: [String: Int] = ["Sari": 7, "Budi": plan.moved[0].cases, "Wati": plan.moved[1].cases]
        #expect(try TeamWorkTests.cases(people) == after)
        _ = try bos.reassign(rule, to: ["Budi", "Wati"], key: key)
        #expect(try TeamWorkTests.cases(people) == after, "the same key moves nothing twice")
        #expect(try people.book.broken() == [])
    }

    @Test func whatIsHiddenNeitherMovesNorIsNamed() throws {
        let people = try TeamWorkTests.people()
        let part = people.desk.acting(as: try people.signIn("part").access)
        #expect(try part.rehearseReassign(ReassignRule(from: "Sari"), to: ["Budi"]).cases == 6)
        let hidden = ReassignRule(from: "Sari", portfolio: "Mobil")
        let problem = #expect(throws: Problem.self) { try part.rehearseReassign(hidden, to: ["Budi"]) }
        #expect(problem?.code == .portfolioUnknown)
        #expect(problem?.facts.contains { $0.value == .text("Motor") } ?? false)
        #expect(!(problem?.facts.contains { $0.value == .text("Motor, Mobil") } ?? true))
        #expect(try Problem.code { _ = try part.rehearseReassign(ReassignRule(from: "Nobody"), to: ["Budi"]) }
            == .collectorUnknown)
        #expect(try part.rehearseReassign(ReassignRule(from: "Sari"), to: []).cases == 0)
    }

    @Test(arguments: TestedEngine.all) func peopleAtWorkAreSeenWhereTheirDebtorsAre(_ tested: TestedEngine) throws {
        let people = try TeamWorkTests.people(tested)
        let sari = people.desk.acting(as: try people.signIn("sari").access)
        let (bos, part) = try (
            people.desk.acting(as: people.signIn("bos").access), people.desk.acting(as: people.signIn("part").access)
        )
        #expect(try bos.peopleAtWork() == [])
        _ = try sari.take(.reference("B1", creditor: nil))
        #expect(try bos.peopleAtWork().map { $0.owner + " " + $0.debtor } == ["sari B1"])
        #expect(try part.peopleAtWork() == [], "of a hidden debtor nothing is told")
        _ = try sari.take(.reference("M1", creditor: nil))
        #expect(try part.peopleAtWork().map(\.debtor) == ["M1"])
        #expect(try bos.teamNames() == ["Sari": "sari"])
        #expect(try Problem.code { _ = try sari.peopleAtWork() } == .notPermitted)
        #expect(try Problem.code { _ = try sari.teamNames() } == .notPermitted)
        #expect(try Problem.code { _ = try sari.rehearseReassign(ReassignRule(from: "Sari"), to: ["Budi"]) }
            == .notPermitted)
    }

    @Test func strategiesAreReadAsTheyAreFollowed() throws {
        let people = try TeamWorkTests.people()
        let bos = people.desk.acting(as: try people.signIn("bos").access)
        let strategy = try bos.readStrategy(named: "default")
        #expect(strategy.segments.map(\.name) == ["paylater", "standard"] && strategy.version == 1)
        #expect(try Problem.code { _ = try bos.readStrategy(named: "default", version: 2) } == .strategyUnknown)
        #expect(try Problem.code { _ = try people.desk.setCollector("a\nb", CollectorChanges()) } == .settingInvalid)
        #expect(try Problem.code { _ = try people.desk.setPortfolio(" ", PortfolioChanges()) } == .settingInvalid)
    }
}
