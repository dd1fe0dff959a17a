import Receivables
import Store
import Support
import Synchronization
import Testing

@testable import Desk

/// Whoever guesses is slowed more and more; the user elsewhere, and whoever is in, is not.
@Suite struct PauseTests {
    private func fail(_ people: People, _ login: String = "sari", from address: String = "10.0.0.66") throws -> String {
        try people.outcome(login, "salah sama sekali", from: address)
    }

    /// Waits as long as a refusal says, and gives that.
    private func wait(_ people: People, from address: String) throws -> Int {
        do {
            _ = try people.signIn("sari", "salah sama sekali", from: address)
        } catch let problem as Problem {
            guard case .number(let seconds) = problem.facts.first(where: { $0.name == "seconds" })?.value else {
                return 0
            }
            people.book.pass(seconds: Int(seconds))
            return Int(seconds)
        }
        return -1
    }

    @Test func pausesGrowForTheGuesserAlone() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let before = try people.signIn("sari", from: "10.0.0.1")
        for _ in 0..<5 { #expect(try fail(people) == "sign-in-refused") }
        #expect(try fail(people) == "sign-in-paused")
        #expect(try people.outcome("sari", from: "10.0.0.66") == "sign-in-paused", "also with the right password")
        #expect(try people.outcome("sari", from: "10.0.0.1") == "in", "the user at their own desk")
        #expect(try people.outcome("sari", from: "10.0.0.2") == "in", "and at another one")
        #expect(try people.desk.signedIn(token: before.token) != nil)
        var pauses: [Int] = []
        for _ in 0..<9 {
            pauses.append(try wait(people, from: "10.0.0.66"))
            #expect(try fail(people) == "sign-in-refused")
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 640, 900])
        _ = try wait(people, from: "10.0.0.66")
        #expect(try people.outcome("sari", from: "10.0.0.66") == "in", "after the pause")
        #expect(try fail(people) == "sign-in-refused", "with a clean sheet")
    }

    @Test func failuresAreForgottenAfterAnHour() throws {
        let people = try People()
        try people.add("sari", [.collector])
        for _ in 0..<5 { _ = try fail(people) }
        people.book.pass(seconds: 3600)
        for _ in 0..<5 { #expect(try fail(people) == "sign-in-refused") }
        #expect(try fail(people) == "sign-in-paused")
    }

    /// A guesser with many addresses, and one who tries a password with many logins.
    @Test func manyAddressesAndManyLoginsAreSlowedTogether() throws {
        let people = try People()
        try people.add("sari", [.collector])
        #expect(try people.outcome("sari", from: "10.0.0.1") == "in")
        for number in 0..<50 { #expect(try fail(people, from: "20.0.0.\(number)") == "sign-in-refused") }
        #expect(try fail(people, from: "20.0.1.1") == "sign-in-paused")
        #expect(try people.outcome("sari", from: "10.0.0.1") == "in", "where she has come in before")
        people.book.pass(seconds: 60)
        #expect(try fail(people, from: "20.0.1.1") == "sign-in-refused")
        #expect(try fail(people, from: "20.0.1.2") == "sign-in-paused", "one a minute")
        let other = try People()
        try other.add("sari", [.collector])
        for number in 0..<50 { #expect(try fail(other, "user\(number)", from: "20.0.0.1") == "sign-in-refused") }
        #expect(try fail(other, "user99", from: "20.0.0.1") == "sign-in-paused")
        #expect(try fail(other, "user99", from: "20.0.0.2") == "sign-in-refused")
    }

    @Test func aNetworkOfIPv6IsOneAddress() throws {
        let people = try People()
        for number in 0..<5 { #expect(try fail(people, from: "2001:db8:0:1::\(number)") == "sign-in-refused") }
        #expect(try fail(people, from: "2001:db8:0:1:ffff::9") == "sign-in-paused")
        #expect(try fail(people, from: "2001:db8:0:2::9") == "sign-in-refused")
    }

    /// A hundred tries at once are a hundred tries.
    @Test func triesAtTheSameMomentAreCounted() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let desk = people.desk
        let outcomes = Mutex<[ProblemCode?]>([])
        try Racers(24).run { _ in
            let request = SignInRequest(login: "sari", password: "salah sama sekali", address: "a", agent: "")
            let outcome = try Problem.code { _ = try desk.signIn(request) }
            outcomes.withLock { $0.append(outcome) }
        }
        let all = outcomes.withLock { $0 }
        #expect(all.count == 24 && all.count { $0 == .signInRefused } <= 5)
        #expect(all.allSatisfy { $0 == .signInRefused || $0 == .signInPaused || $0 == .signInBusy })
    }

    @Test func noPasswordIsGuessedAtAnOpenSession() throws {
        let people = try People()
        let user = try people.add("sari", [.collector])
        let own = people.desk.acting(as: user.access)
        for _ in 0..<5 {
            #expect(throws: Problem(.passwordWrong)) {
                try own.changeOwnPassword(from: "salah sama sekali", to: "empat ekor sapi putih")
            }
        }
        #expect(
            try Problem.code { try own.changeOwnPassword(from: People.password, to: "empat ekor sapi putih") }
                == .signInPaused)
        #expect(try people.outcome("sari") == "in", "signing in is another thing")
    }

    @Test func theJournalTellsOfGuessing() throws {
        let people = try People()
        try people.add("sari", [.collector])
        for _ in 0..<6 { _ = try fail(people) }
        for _ in 0..<6 { _ = try fail(people, "nobody-here") }
        let told = try people.book.rows("SELECT subject FROM journal WHERE kind = 'sign-in-slowed'", columns: 1)
        #expect(told == [["user:sari"]], "once, and of users alone")
    }
}
