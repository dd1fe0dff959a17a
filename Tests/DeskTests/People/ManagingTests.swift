import Receivables
import Store
import Support
import Testing
import Wording

@testable import Desk

/// Users, their first one, and keys of integrations, as people manage them.
@Suite struct ManagingTests {
    @Test(arguments: TestedEngine.all) func usersAreAddedAndChanged(tested: TestedEngine) throws {
        let people = try People(tested)
        _ = try people.desk.setCollector("Sari", CollectorChanges())
        _ = try people.desk.setPortfolio("Motor", PortfolioChanges())
        let issued = try people.desk.addUser(NewUser(login: "Budi", name: "Budi Santoso", roles: [.clerk, .collector]))
        let password = try #require(issued.password)
        #expect(issued.user.login == "budi" && issued.user.mustChangePassword && issued.user.isActive)
        #expect(issued.user.roles == [.collector, .clerk] && issued.user.portfolios == nil)
        let signedIn = try people.signIn("budi", password)
        #expect(signedIn.access.permissions.isEmpty, "first a password of one's own")
        let own = people.desk.acting(as: signedIn.access)
        let aim = AccountQuestion(reference: "K1", asOf: try TestBook.day("2026-03-02"))
        #expect(try Problem.code { _ = try own.account(aim) } == .notPermitted)
        let other = try people.signIn("budi", password, from: "10.0.0.2")
        try own.changeOwnPassword(from: password, to: "empat ekor sapi putih", keeping: signedIn.session)
        #expect(try people.desk.signedIn(token: other.token) == nil)
        let after = try #require(try people.desk.signedIn(token: signedIn.token))
        #expect(!after.user.mustChangePassword && after.access.may(.importFiles))
        var changes = UserChanges()
        (changes.roles, changes.collector, changes.portfolios) = ([.collector], "Sari", .only(["Motor"]))
        (changes.branches, changes.language) = (.only(["Jakarta", "Bogor"]), .english)
        let changed = try people.desk.changeUser("budi", changes)
        let now = try #require(try people.desk.signedIn(token: signedIn.token))
        #expect(now.user == changed && now.access.collector == "Sari" && !now.access.may(.importFiles))
        #expect(now.access.portfolios == ["Motor"] && now.access.branches == ["Bogor", "Jakarta"])
        (changes.collector, changes.portfolios, changes.branches) = ("", .everything, .everything)
        let wide = try people.desk.changeUser("budi", changes)
        #expect(wide.collector == nil && wide.portfolios == nil && wide.branches == nil)
        #expect(try people.desk.users() == [wide])
        let kinds = try people.book.rows(
            "SELECT kind FROM journal WHERE subject = 'user:budi' AND kind LIKE 'user%' ORDER BY entry_id", columns: 1)
        #expect(kinds.flatMap { $0 } == ["user-added", "user-changed", "user-changed"])
    }

    @Test func whatCannotBeIsRefused() throws {
        let people = try People()
        try people.add("sari", [.collector])
        for login in ["", "a", "dua kata", "naïve", "a/b", "a\nb", "<b>", String(repeating: "a", count: 65)] {
            #expect(try Problem.code { try people.add(login, [.clerk]) } == .loginInvalid, "\(login)")
        }
        #expect(try Problem.code { try people.add("SARI", [.clerk]) } == .loginTaken)
        #expect(try Problem.code { try people.add("budi", []) } == .rolesNone)
        #expect(try Problem.code { try people.add("budi", [.clerk], password: "pendek") } == .passwordWeak)
        #expect(try Problem.code { try people.add("budi", [.clerk]) { $0.name = "a\nb" } } == .settingInvalid)
        #expect(try Problem.code { try people.add("budi", [.clerk]) { $0.name = " " } } == .settingInvalid)
        #expect(try Problem.code { try people.add("budi", [.clerk]) { $0.collector = "Nobody" } } == .collectorUnknown)
        #expect(
            try Problem.code { try people.add("budi", [.clerk]) { $0.portfolios = .only(["None"]) } }
                == .portfolioUnknown)
        #expect(try Problem.code { _ = try people.desk.changeUser("budi", UserChanges()) } == .userUnknown)
        #expect(try Problem.code { _ = try people.desk.resetPassword("budi") } == .userUnknown)
        #expect(try people.desk.users().map(\.login) == ["sari"])
    }

    @Test func whoIsDisabledIsOutAtOnce() throws {
        let people = try People()
        try people.add("sari", [.collector])
        let signedIn = try people.signIn("sari")
        var changes = UserChanges()
        changes.isActive = false
        _ = try people.desk.changeUser("sari", changes)
        #expect(try people.desk.signedIn(token: signedIn.token) == nil)
        #expect(try people.outcome("sari") == "sign-in-refused")
        changes.isActive = true
        _ = try people.desk.changeUser("sari", changes)
        #expect(try people.outcome("sari") == "in")
        #expect(try people.desk.signedIn(token: signedIn.token) == nil, "the old session stays over")
    }

    @Test func aResetEndsSessionsAndMustBeFollowedByAChange() throws {
        let people = try People()
        let user = try people.add("sari", [.collector])
        let own = people.desk.acting(as: user.access)
        let offer = try own.offerSecondFactor()
        let secret = try #require(Base32.bytes(offer.secret))
        try own.enableSecondFactor(secret: offer.secret, code: OneTimeCode.code(secret, at: people.book.now))
        people.book.pass(seconds: 60)
        let signedIn = try people.signIn("sari", code: OneTimeCode.code(secret, at: people.book.now))
        let first = try #require(try people.desk.resetPassword("sari").password)
        #expect(try people.desk.signedIn(token: signedIn.token) == nil)
        #expect(try people.outcome("sari") == "sign-in-refused")
        #expect(try people.outcome("sari", first) == "code-needed", "the second factor stays")
        let second = try #require(try people.desk.resetPassword("sari", isWithoutCode: true).password)
        #expect(first != second)
        let again = try people.signIn("sari", second)
        #expect(again.user.mustChangePassword && !again.user.hasTOTP)
        let mine = people.desk.acting(as: again.access)
        #expect(try Problem.code { try mine.changeOwnPassword(from: second, to: second) } == .passwordSame)
        #expect(try Problem.code { try mine.changeOwnPassword(from: second, to: "pendek") } == .passwordWeak)
        try mine.changeOwnPassword(from: second, to: People.password, keeping: again.session)
        #expect(try people.signIn("sari").access.may(.logContacts))
    }

    @Test func somebodyCanAlwaysGiveOutRights() throws {
        let people = try People()
        try people.add("gita", [.admin])
        var changes = UserChanges()
        changes.isActive = false
        #expect(try Problem.code { _ = try people.desk.changeUser("gita", changes) } == .lastAdmin)
        var roles = UserChanges()
        roles.roles = [.clerk]
        #expect(try Problem.code { _ = try people.desk.changeUser("gita", roles) } == .lastAdmin)
        var part = UserChanges()
        part.branches = .only(["Bogor"])
        #expect(try Problem.code { _ = try people.desk.changeUser("gita", part) } == .lastAdmin)
        try people.add("hadi", [.admin])
        #expect(try !people.desk.changeUser("gita", changes).isActive)
        #expect(try Problem.code { _ = try people.desk.changeUser("hadi", changes) } == .lastAdmin)
    }

    /// Whoever sees a part of the book cannot give themselves the rest.
    @Test func anAdministratorOfAPartManagesNobody() throws {
        let people = try People()
        try people.add("gita", [.admin])
        let part = try people.add("hadi", [.admin]) { $0.branches = .only(["Bogor"]) }
        let desk = people.desk.acting(as: part.access)
        #expect(try Problem.code { _ = try desk.users() } == .notPermitted)
        #expect(try Problem.code { _ = try desk.changeUser("hadi", UserChanges()) } == .notPermitted)
        #expect(try Problem.code { _ = try desk.createAPIKey("x", permissions: []) } == .notPermitted)
        #expect(try Problem.code { _ = try desk.resetPassword("gita") } == .notPermitted)
    }

    @Test(arguments: TestedEngine.all) func keysOpenWhatTheySayUntilTheyAreRevoked(tested: TestedEngine) throws {
        let people = try People(tested)
        _ = try people.desk.setPortfolio("Motor", PortfolioChanges())
        let (key, record) = try people.desk.createAPIKey(
            "gudang data", permissions: [.seePortfolio, .export], portfolios: .only(["Motor"]))
        #expect(key.hasPrefix("lk_") && record.usedAt == nil && record.createdBy == "test")
        let access = try #require(try people.desk.access(ofKey: key))
        #expect(access.permissions == [.seePortfolio, .export] && access.portfolios == ["Motor"])
        #expect(access.name == "key:gudang data" && access.branches == nil)
        #expect(try people.desk.apiKeys().first?.usedAt == people.book.now)
        let (bare, short) = (String(key.dropFirst(3)), String(key.dropLast()))
        for wrong in ["", "lk_", key + "x", short, bare, "LK_" + bare] {
            #expect(try people.desk.access(ofKey: wrong) == nil)
        }
        let other = try people.desk.createAPIKey("lain", permissions: []).key
        #expect(other != key)
        #expect(try Problem.code { _ = try people.desk.createAPIKey("lain", permissions: []) } == .keyNameTaken)
        #expect(
            try Problem.code { _ = try people.desk.createAPIKey("x", permissions: [.manageUsers]) } == .notPermitted)
        #expect(try people.desk.revokeAPIKey("gudang data").revokedAt != nil)
        #expect(try people.desk.access(ofKey: key) == nil && people.desk.access(ofKey: other) != nil)
        _ = try people.desk.revokeAPIKey("gudang data")
        #expect(try Problem.code { _ = try people.desk.revokeAPIKey("nobody") } == .keyUnknown)
        let kinds = try people.book.rows(
            "SELECT kind FROM journal WHERE subject = 'key:gudang data' ORDER BY entry_id", columns: 1)
        #expect(kinds == [["key-created"], ["key-revoked"]])
    }

    @Test func theFirstUserIsMadeOnceByWhoeverHasTheToken() throws {
        let people = try People()
        #expect(try people.desk.isWithoutUsers())
        let older = try #require(try people.desk.openSetup())
        let token = try #require(try people.desk.openSetup())
        var new = NewUser(login: "gita", name: "Gita", roles: [.collector])
        new.password = People.password
        new.branches = .only(["Bogor"])
        for wrong in ["", "x", older] {
            #expect(try Problem.code { _ = try people.desk.claimSetup(token: wrong, new) } == .setupClosed)
        }
        people.book.pass(seconds: 3600)
        #expect(try Problem.code { _ = try people.desk.claimSetup(token: token, new) } == .setupClosed, "too old")
        let fresh = try #require(try people.desk.openSetup())
        var weak = new
        weak.password = "pendek"
        #expect(try Problem.code { _ = try people.desk.claimSetup(token: fresh, weak) } == .passwordWeak)
        let user = try people.desk.claimSetup(token: fresh, new)
        #expect(user.roles == [.admin] && user.branches == nil && !user.mustChangePassword)
        #expect(try people.signIn("gita").access.may(.manageUsers))
        #expect(try Problem.code { _ = try people.desk.claimSetup(token: fresh, new) } == .setupClosed)
        #expect(try people.desk.openSetup() == nil && !people.desk.isWithoutUsers())
    }
}
