import Receivables
import Store
import Support
import Testing

@testable import Desk

/// Signing in, being in, and being out again.
@Suite struct SignInTests {
    @Test func whoHasThePasswordIsInAndNobodyElse() throws {
        let people = try People()
        let user = try people.add("Sari", [.collector])
        #expect(user.login == "sari")
        let signedIn = try people.signIn("SARI")
        #expect(signedIn.user == user && signedIn.access == user.access && signedIn.access.may(.logContacts))
        #expect(try people.outcome("sari", "salah") == "sign-in-refused")
        #expect(try people.outcome("budi") == "sign-in-refused")
        #expect(try people.outcome("sari", String(repeating: "x", count: 10_000)) == "sign-in-refused")
        #expect(try people.outcome("sari' OR 1=1 --") == "sign-in-refused")
        #expect(try people.desk.signedIn(token: signedIn.token) == signedIn)
        for token in ["", "x", signedIn.session, signedIn.csrf, signedIn.token + "A", String(signedIn.token.dropLast())]
        {
            #expect(try people.desk.signedIn(token: token) == nil)
        }
    }

    @Test func everySessionHasATokenOfItsOwnAndTheOldOneEnds() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let first = try people.signIn("sari")
        var request = SignInRequest(login: "sari", password: People.password, address: "10.0.0.1", agent: "test")
        request.previousToken = first.token
        let second = try people.desk.signIn(request)
        #expect(first.token != second.token && first.csrf != second.csrf && first.session != second.session)
        #expect(try people.desk.signedIn(token: first.token) == nil)
        let third = try people.signIn("sari", from: "10.0.0.2")
        #expect(try people.desk.signedIn(token: second.token) != nil, "a second browser ends nothing")
        try people.desk.signOut(token: third.token)
        try people.desk.signOut(token: third.token)
        #expect(try people.desk.signedIn(token: third.token) == nil)
        #expect(try people.desk.signedIn(token: second.token) != nil)
    }

    @Test func aSessionEndsWhenItRestsAndAfterADay() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let rested = try people.signIn("sari")
        people.book.pass(seconds: Int(DeskLimits.sessionRestSeconds) - 1)
        #expect(try people.desk.signedIn(token: rested.token) != nil)
        people.book.pass(seconds: Int(DeskLimits.sessionRestSeconds))
        #expect(try people.desk.signedIn(token: rested.token) == nil)
        let used = try people.signIn("sari")
        var seconds = 0
        while seconds + 600 < Int(DeskLimits.sessionSeconds) {
            people.book.pass(seconds: 600)
            seconds += 600
            #expect(try people.desk.signedIn(token: used.token) != nil, "after \(seconds)")
        }
        people.book.pass(seconds: Int(DeskLimits.sessionSeconds) - seconds)
        #expect(try people.desk.signedIn(token: used.token) == nil)
        _ = try people.signIn("sari")
        #expect(try people.book.count("SELECT count(*) FROM sessions") == 1, "what has ended is gone")
    }

    @Test func beingSeenIsNotedOnceAMinute() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let signedIn = try people.signIn("sari")
        let seen = { try people.book.count("SELECT seen_at FROM sessions") }
        let before = try seen()
        people.book.pass(seconds: 59)
        _ = try people.desk.signedIn(token: signedIn.token)
        #expect(try seen() == before)
        people.book.pass(seconds: 1)
        _ = try people.desk.signedIn(token: signedIn.token)
        #expect(try seen() == before + 60_000_000)
    }

    @Test func aBookThatCannotBeWrittenShowsPagesAllTheSame() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let signedIn = try people.signIn("sari")
        people.book.pass(seconds: 120)
        let shown = TestBook(people.book, through: UnwritableEngine(people.book.engine))
        #expect(try shown.desk.signedIn(token: signedIn.token) == signedIn)
        #expect(try Problem.code { try shown.desk.signOut(token: signedIn.token) } == .databaseReadOnly)
    }

    @Test func secondFactor() throws {
        let people = try People()
        let user = try people.add("sari", [.collector])
        let own = people.desk.acting(as: user.access)
        let other = try people.signIn("sari", from: "10.0.0.9")
        let offer = try own.offerSecondFactor()
        let secret = try #require(Base32.bytes(offer.secret))
        #expect(offer.address.contains(offer.secret))
        #expect(throws: Problem(.codeWrong)) { try own.enableSecondFactor(secret: offer.secret, code: "000000") }
        #expect(throws: Problem(.codeWrong)) { try own.enableSecondFactor(secret: "AAAA", code: "000000") }
        let code = { OneTimeCode.code(secret, at: people.book.now) }
        try own.enableSecondFactor(secret: offer.secret, code: code())
        #expect(try people.desk.signedIn(token: other.token) == nil, "other sessions end")
        #expect(try people.outcome("sari") == "code-needed")
        #expect(try people.outcome("sari", code: code()) == "sign-in-refused", "the code was used")
        people.book.pass(seconds: 30)
        #expect(try people.outcome("sari", "salah", code: code()) == "sign-in-refused")
        let used = code()
        #expect(try people.signIn("sari", code: used).user.hasTOTP)
        #expect(try people.outcome("sari", code: used) == "sign-in-refused", "nobody gets in with it again")
        people.book.pass(seconds: 60)
        #expect(throws: Problem(.passwordWrong)) { try own.disableSecondFactor(password: "salah sekali") }
        try own.disableSecondFactor(password: People.password)
        #expect(try people.outcome("sari") == "in")
    }

    @Test func aPasswordIsHashedAnewWhenItsCostChanges() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let hash = { try people.book.rows("SELECT password FROM users", columns: 1)[0][0] }
        #expect(try hash().hasPrefix(PasswordCost.light.mark))
        let dear = PasswordCost(memoryKiB: 128, passes: 2, lanes: 1)
        let now = people.book.now
        let desk = Desk(
            engine: people.book.engine, actorName: "test", random: .seeded(9), passwordCost: dear, clock: { now })
        let request = SignInRequest(login: "sari", password: People.password, address: "a", agent: "")
        let signedIn = try desk.signIn(request)
        #expect(try hash().hasPrefix(dear.mark) && desk.signedIn(token: signedIn.token) != nil)
        #expect(try people.outcome("sari") == "in", "and back")
        #expect(try hash().hasPrefix(PasswordCost.light.mark))
    }

    @Test func sessionsAreListedAndEnded() throws {
        let people = try People()
        let (sari, admin) = (try people.add("sari", [.collector]), try people.add("gita", [.admin]))
        let (one, two) = (try people.signIn("sari"), try people.signIn("sari", from: "10.0.0.2"))
        let theirs = try people.signIn("gita")
        let own = people.desk.acting(as: sari.access)
        let listed = try own.sessions()
        #expect(Set(listed.map(\.session)) == [one.session, two.session])
        #expect(Set(listed.map(\.address)) == ["10.0.0.1", "10.0.0.2"])
        #expect(try own.revokeSessions(session: theirs.session) == 0, "of somebody else")
        #expect(try people.desk.signedIn(token: theirs.token) != nil)
        #expect(try own.revokeSessions(session: two.session) == 1)
        #expect(try people.desk.signedIn(token: two.token) == nil)
        #expect(throws: Problem.self) { try own.sessions(of: "gita") }
        let three = try people.signIn("sari")
        #expect(try own.revokeSessions(but: one.session) == 1)
        #expect(try people.desk.signedIn(token: three.token) == nil)
        #expect(try people.desk.acting(as: admin.access).revokeSessions(of: "sari") == 1)
        #expect(try people.desk.signedIn(token: one.token) == nil)
    }

    @Test func whatTheBrowserSaysIsCutAndPlain() throws {
        let people = try People()
        let user = try people.add("sari", [.collector])
        var request = SignInRequest(login: "sari", password: People.password, address: "::1", agent: "")
        request.agent = "a\nb\u{1b}[31m" + String(repeating: "x", count: 5000)
        _ = try people.desk.signIn(request)
        let agent = try #require(try people.desk.acting(as: user.access).sessions().first?.agent)
        #expect(agent.hasPrefix("ab[31mx") && agent.count <= 200)
    }

    /// Passwords, tokens, keys and codes stand nowhere in the book, in no form.
    @Test(arguments: TestedEngine.all) func nothingSecretIsKept(tested: TestedEngine) throws {
        let people = try People(tested)
        let user = try people.add("sari", [.admin])
        let own = people.desk.acting(as: user.access)
        let signedIn = try people.signIn("sari")
        _ = try people.outcome("kata-sandi-yang-salah-tempat", "hunter2 hunter2")
        let key = try own.createAPIKey("gudang", permissions: [.seeDebtors]).key
        let issued = try own.addUser(NewUser(login: "budi", name: "Budi", roles: [.clerk]))
        let reset = try own.resetPassword("budi")
        let secrets = [
            People.password, signedIn.token, signedIn.csrf, "hunter2", "kata-sandi-yang-salah-tempat", key,
            issued.password, reset.password,
        ].compactMap { $0 }
        #expect(secrets.count == 8)
        let everything = try people.everything()
        #expect(everything.contains("gudang") && everything.contains("user-added"))
        for secret in secrets { #expect(!everything.contains(secret), "\(secret)") }
        #expect(try people.desk.verify().isOK)
        let empty = try People(tested)
        let setup = try #require(try empty.desk.openSetup())
        #expect(try !empty.everything().contains(setup))
    }
}
