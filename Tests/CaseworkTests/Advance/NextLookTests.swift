import Casework
import Receivables
import Support
import Testing

/// Rare ways in which something happens without news: looking only when told must give what looking every day gives.
@Suite struct NextLookTests {
    private func due(_ line: Int32, _ day: Int, _ amount: Int64) -> Due {
        Due(line: line, day: Story.day(day), amounts: Components(principal: amount))
    }

    private func hold(_ scope: Hold.Scope, stopsContact: Bool, stopsCount: Bool, from: Int) -> Hold {
        Hold(
            id: 1, reason: .dispute, scope: scope,
            effects: Hold.Effects(stopsContact: stopsContact, stopsCount: stopsCount), from: Story.day(from), to: nil)
    }

    /// Runs both ways for 60 days and gives the desk, with the number of looks that the sparing way took.
    private func compare(_ desk: OneDebtor) throws -> (desk: OneDebtor, looks: Int) {
        var daily = desk, sparing = desk
        var looks = 0
        for number in 1...60 {
            try daily.run(on: Story.day(number))
            if sparing.isDue(on: Story.day(number)) {
                try sparing.run(on: Story.day(number))
                looks += 1
            }
            try #require(sparing.trace == daily.trace, "day \(number)")
        }
        return (sparing, looks)
    }

    @Test("behind a disputed due the next one falls past due, and is worked")
    func dueBehindAHeldOne() throws {
        var desk = OneDebtor([Ladders.strategy("sms@1 call@5")])
        desk.accounts[1] = OneAccount()
        desk.accounts[1]?.facts.dues = [due(1, 1, 100), due(2, 20, 100)]
        desk.holds = [hold(.due(account: 1, line: 1), stopsContact: true, stopsCount: false, from: 1)]
        let (after, looks) = try compare(desk)
        #expect(after.log.map(\.day) == [Story.day(21), Story.day(25)])
        #expect(after.episodes.first?.opened == Story.day(2) && looks < 8)
    }

    @Test("an account overtakes one whose count stands still, and its strategy takes over")
    func overtaking() throws {
        var desk = OneDebtor([
            Ladders.strategy("call@1", id: 1), Ladders.strategy("sms@1 letter@30", id: 2, name: "other"),
        ])
        for (id, name, day) in [(1, "standard", 1), (2, "other", 9)] {
            desk.accounts[Int64(id)] = OneAccount()
            desk.accounts[Int64(id)]?.strategy = name
            desk.accounts[Int64(id)]?.facts.dues = [due(1, day, 100)]
        }
        desk.holds = [hold(.account(1), stopsContact: false, stopsCount: true, from: 15)]
        let (after, looks) = try compare(desk)
        #expect(after.episodes.map(\.strategy) == [2])
        #expect(after.log.map(\.taken.step.id) == ["call@1", "letter@30"])
        #expect(after.log.last?.day == Story.day(39) && looks < 16, "\(looks) looks")
    }

    @Test("a due whose count is not held overtakes one whose count is")
    func overtakingDue() throws {
        var desk = OneDebtor([Ladders.strategy("sms@1 call@12 letter@25")])
        desk.accounts[1] = OneAccount()
        desk.accounts[1]?.facts.dues = [due(1, 1, 100), due(2, 8, 100)]
        desk.holds = [hold(.due(account: 1, line: 1), stopsContact: false, stopsCount: true, from: 5)]
        let (after, _) = try compare(desk)
        #expect(after.log.map(\.day) == [2, 20, 33].map { Story.day($0) })
    }
}
