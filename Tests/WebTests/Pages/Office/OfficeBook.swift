import Desk
import Formats
import Receivables
import Store
import Support
import Synchronization
import Testing
import Wording

/// A small book with two collectors and the people around them, and its pages.
final class OfficeBook: Sendable {
    static let password = "tiga ekor kambing hitam"
    static let script = "<script>alert(1)</script>"
    static let today = Day(Day.daysFromCivil(year: 2026, month: 3, day: 2))
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk
    let now: Instant

    init(_ language: Language = .english) throws {
        scratch = try Scratch()
        engine = try TestedEngine.chosen.open(scratch)
        let now = Instant(day: OfficeBook.today, secondsOfDay: 36_000, offsetSeconds: 25_200)
        self.now = now
        let numbers = Mutex(Seeded(11))
        desk = Desk(
            engine: engine, actorName: "test",
            random: RandomSource { count in
                numbers.withLock { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) } }
            },
            passwordCost: PasswordCost(memoryKiB: 64, passes: 1, lanes: 1), clock: { now })
        _ = try desk.initialise()
        for (portfolio, letter) in [("Motor", "M"), ("Mobil", "B")] {
            let rows = (1...6).map { number in
                let name = number == 6 ? OfficeBook.script : "Debtor \(letter)\(number)"
                let keys = "\(letter)-\(number),A-\(letter)\(number),INV-\(letter)\(number)"
                return keys + ",2026-02-0\(number),90000\(number),\(name)"
            }
            try take(portfolio, rows)
        }
        _ = try desk.setCollector("Sari", CollectorChanges())
        _ = try desk.runDay(RunOptions(date: OfficeBook.today))
        _ = try desk.setCollector("Budi", CollectorChanges())
        try add("sari", [.collector], language) { $0.collector = "Sari" }
        try add("bos", [.supervisor], language)
        try add("part", [.supervisor], language) { $0.portfolios = .only(["Motor"]) }
        try add("audit", [.auditor], language)
        try add("gita", [.admin], language)
    }

    deinit { try? engine.close() }

    private func take(_ portfolio: String, _ rows: [String]) throws {
        let head = "Customer ID,Account,Invoice,Due date,Principal,Customer name\n"
        let path = try scratch.write("file.csv", head + rows.joined(separator: "\n") + "\n")
        var options = ImportOptions(kind: .receivables, path: path, asOf: OfficeBook.today)
        options.portfolio = portfolio
        _ = try desk.importFile(options)
    }

    func add(
        _ login: String, _ roles: [Role], _ language: Language = .english, _ change: (inout NewUser) -> Void = { _ in }
    ) throws {
        var new = NewUser(login: login, name: login, roles: roles, language: language)
        new.password = OfficeBook.password
        new.mustChangePassword = false
        change(&new)
        _ = try desk.addUser(new)
    }

    func signIn(_ login: String, _ password: String = OfficeBook.password, code: String? = nil) throws -> SignedIn {
        try desk.signIn(
            SignInRequest(login: login, password: password, code: code, address: "10.0.0.1", agent: "test"))
    }

    /// How many open cases a collector has.
    func cases(_ collector: String) throws -> Int {
        try desk.teamFigures(seconds: 0).answer.collectors.first { $0.collector == collector }?.openCases ?? 0
    }

    /// Asks the pages as somebody.
    func visit(
        _ login: String, _ password: String = OfficeBook.password,
        _ body: @escaping @Sendable (PageVisitor) async throws -> Void
    ) async throws {
        let signedIn = try signIn(login, password)
        try await PageVisitor.at(desk, as: signedIn, body)
    }
}
