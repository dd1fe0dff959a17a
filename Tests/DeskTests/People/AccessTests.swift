import Formats
import Receivables
import Store
import Support
import Testing
import Wording

@testable import Desk

/// Every use case asks for its permission, and the same recording of two people are two recordings.
@Suite struct AccessTests {
    private struct UseCase: Sendable {
        let name: String
        let permission: Permission
        /// It concerns the book as a whole.
        var isWhole = false
        let run: @Sendable (Desk) throws -> Void
    }

    private static let day = Day(Day.daysFromCivil(year: 2026, month: 3, day: 2))
    private static let nobody = RecordingSubject(debtor: "nobody", account: "nothing")

    private static let looking: [UseCase] = [
        UseCase(name: "account", permission: .seeDebtors) { desk in
            _ = try desk.account(AccountQuestion(reference: "x", asOf: day))
        },
        UseCase(name: "debtor", permission: .seeDebtors) { desk in
            _ = try desk.debtor(AccountQuestion(reference: "x", asOf: day))
        },
        UseCase(name: "find", permission: .seeDebtors) { desk in
            _ = try desk.find(AccountQuestion(reference: "x", asOf: day))
        },
        UseCase(name: "worklist", permission: .seeWorklist) { _ = try $0.worklist(WorklistQuestion(date: day)) },
        UseCase(name: "ageing", permission: .seePortfolio) { _ = try $0.ageing(AgeingQuestion(asOf: day)) },
        UseCase(name: "waiting", permission: .seeWaitingMoney) { _ = try $0.waitingPayments() },
        UseCase(name: "imports", permission: .seeImports) { _ = try $0.imports() },
        UseCase(name: "rejects", permission: .seeImports) { _ = try $0.rejects(ofImport: 1) },
        UseCase(name: "export", permission: .export) { desk in
            _ = try desk.export(
                .dues, ExportFilter(asOf: day), as: .csv, to: "/nowhere/at/all", in: Catalogue(.english))
        },
        UseCase(name: "settings", permission: .seeSettings) { _ = try $0.settings() },
        UseCase(name: "strategies", permission: .seeSettings) { _ = try $0.strategies() },
        UseCase(name: "strategy", permission: .seeSettings) { _ = try $0.strategy(named: "x", version: nil) },
        UseCase(name: "calendars", permission: .seeSettings) { _ = try $0.calendars() },
        UseCase(name: "calendar", permission: .seeSettings) { _ = try $0.calendar(named: "x") },
        UseCase(name: "verify", permission: .verifyBook, isWhole: true) { _ = try $0.verify() },
        UseCase(name: "nodes", permission: .keepBook) { _ = try $0.nodes() },
    ]

    private static let doing: [UseCase] = [
        UseCase(name: "contact", permission: .logContacts) { desk in
            _ = try desk.record(ContactToRecord(channel: .call, result: nil), nobody)
        },
        UseCase(name: "note", permission: .logContacts) { _ = try $0.record(note: "x", nobody) },
        UseCase(name: "promise", permission: .recordPromises) { desk in
            _ = try desk.record(PromiseToRecord(amount: "1", day: day), nobody)
        },
        UseCase(name: "hold", permission: .setHolds) { _ = try $0.record(HoldToRecord(reason: .dispute), nobody) },
        UseCase(name: "end of a hold", permission: .setHolds) { _ = try $0.endHold(1, nobody) },
        UseCase(name: "payment", permission: .recordPayments) { desk in
            _ = try desk.addPayment(PaymentToAdd(amount: "1"), nobody)
        },
        UseCase(name: "assignment", permission: .recordPayments) { desk in
            _ = try desk.assignPayment(.id(1), nobody)
        },
        UseCase(name: "reversal", permission: .reversePayments) { _ = try $0.reversePayment(.id(1), nobody) },
        UseCase(name: "import", permission: .importFiles) { desk in
            _ = try desk.importFile(ImportOptions(kind: .receivables, path: "/nowhere", asOf: day))
        },
        UseCase(name: "undo", permission: .undoImports) { _ = try $0.undoImport(1, force: true) },
        UseCase(name: "run", permission: .runDay, isWhole: true) { _ = try $0.runDay(RunOptions(date: day)) },
        UseCase(name: "portfolio", permission: .changePortfolios, isWhole: true) { desk in
            _ = try desk.setPortfolio("x", PortfolioChanges())
        },
        UseCase(name: "strategy", permission: .changeStrategies, isWhole: true) { desk in
            _ = try desk.setStrategy("x", file: "x")
        },
        UseCase(name: "collector", permission: .changeCollectors, isWhole: true) { desk in
            _ = try desk.setCollector("x", CollectorChanges())
        },
        UseCase(name: "setting", permission: .changeSettings, isWhole: true) { try $0.setSetting("x", to: "x") },
        UseCase(name: "holidays", permission: .changeSettings, isWhole: true) { desk in
            _ = try desk.setHolidays("x", file: "x")
        },
        UseCase(name: "users", permission: .manageUsers, isWhole: true) { _ = try $0.users() },
        UseCase(name: "keys", permission: .manageKeys, isWhole: true) { _ = try $0.apiKeys() },
        UseCase(name: "initialise", permission: .keepBook, isWhole: true) { _ = try $0.initialise() },
    ]

    /// The permission that somebody lacks, as the use case says; nil when it does not complain of that.
    private func lacking(_ useCase: UseCase, _ desk: Desk, _ access: Access) throws -> Permission? {
        do {
            try useCase.run(desk.acting(as: access))
        } catch let problem as Problem where problem.code == .notPermitted {
            guard case .term(.permission, let code) = problem.facts.first?.value else { return nil }
            return Permission(rawValue: code)
        } catch is Problem {}
        return nil
    }

    @Test func everyUseCaseAsksForItsPermission() throws {
        let book = try TestBook()
        let all = Set(Permission.allCases)
        for useCase in AccessTests.looking + AccessTests.doing {
            let without = Access(.user(1), name: "sari", permissions: all.subtracting([useCase.permission]))
            #expect(try lacking(useCase, book.desk, without) == useCase.permission, "\(useCase.name)")
            let others: Set<Permission> = useCase.name == "worklist" ? [.seeTeam] : []
            let only = Access(.user(1), name: "sari", permissions: others.union([useCase.permission]))
            #expect(try lacking(useCase, book.desk, only) == nil, "\(useCase.name): no other is needed")
            let part = Access(
                .user(1), name: "sari", permissions: all, portfolios: ["default"], branches: ["Bogor"])
            let expected = useCase.isWhole ? useCase.permission : nil
            let found = try lacking(useCase, book.desk, part)
            if useCase.name != "import" { #expect(found == expected, "\(useCase.name) of a part") }
        }
        let refused = book.desk.acting(as: Access(.user(1), name: "sari", permissions: [])).examine()
        #expect(refused.count == 1 && refused[0].state == .problem)
    }

    @Test func whoMayNotSeeTheTeamSeesTheirOwnList() throws {
        let book = try TestBook()
        for name in ["Sari", "Rina"] { _ = try book.desk.setCollector(name, CollectorChanges()) }
        let access = Access(.user(1), name: "sari", permissions: Role.collector.permissions, collector: "Sari")
        let sari = book.desk.acting(as: access)
        let own = try sari.shown(WorklistQuestion(date: AccessTests.day))
        #expect(own.collector == "Sari")
        let other = WorklistQuestion(date: AccessTests.day, collector: "Rina")
        #expect(throws: Problem.notPermitted(.seeTeam)) { try sari.worklist(other) }
        let nobody = Access(.user(2), name: "x", permissions: Role.collector.permissions)
        #expect(throws: Problem.notPermitted(.seeTeam)) {
            try book.desk.acting(as: nobody).worklist(WorklistQuestion(date: AccessTests.day))
        }
    }

    /// What somebody recorded under a key is not given to somebody else who has the key.
    @Test func keysOfOperationsAreEverybodysOwn() throws {
        let book = try TestBook()
        try book.take(.receivables, RandomBook(seed: 1, accounts: 2).duesFile)
        let permissions: Set<Permission> = [.logContacts]
        let people = [
            Access(.user(1), name: "sari", permissions: permissions),
            Access(.user(2), name: "rina", permissions: permissions),
            Access(.key(1), name: "k", permissions: permissions), Access.installation,
        ]
        var subject = RecordingSubject(debtor: "C1")
        subject.key = OperationKey("one")
        var notes: [Int64] = []
        for access in people + people {
            let answer = try book.desk.acting(as: access).record(note: "halo", subject)
            notes.append(try #require(answer["note"]?.integer))
        }
        #expect(notes == [1, 2, 3, 4, 1, 2, 3, 4])
        #expect(try book.count("SELECT count(*) FROM notes") == 4)
        let hidden = Access(.user(3), name: "x", permissions: permissions, portfolios: [])
        let desk = book.desk.acting(as: hidden)
        #expect(try Problem.code { _ = try desk.record(note: "halo", subject) } == .debtorUnknown)
    }
}
