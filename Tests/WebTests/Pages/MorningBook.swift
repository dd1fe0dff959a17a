import Desk
import Formats
import Receivables
import Store
import Support
import Synchronization
import Testing
import Wording

/// A small book with people who sign in, and the pages over it: four debtors of two portfolios, worked by Sari.
final class MorningBook: Sendable {
    static let password = "tiga ekor kambing hitam"
    static let today = Day(Day.daysFromCivil(year: 2026, month: 3, day: 2))
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk

    init() throws {
        scratch = try Scratch()
        engine = try TestedEngine.chosen.open(scratch)
        let start = Instant(day: MorningBook.today, secondsOfDay: 36_000, offsetSeconds: 25_200)
        let numbers = Mutex(Seeded(7))
        desk = Desk(
            engine: engine, actorName: "test",
            random: RandomSource { count in
                numbers.withLock { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) } }
            },
            passwordCost: PasswordCost(memoryKiB: 64, passes: 1, lanes: 1), clock: { start })
        _ = try desk.initialise()
        _ = try desk.setCollector("Sari", CollectorChanges())
        try take(
            "Motor",
            """
            C-1,MTR-1,INV-1,2026-02-05,1250000,Budi Santoso
            C-1,MTR-1,INV-2,2026-03-05,1250000,Budi Santoso
            C-2,MTR-2,INV-3,2026-02-10,800000,Siti Rahayu
            C-3,MTR-3,INV-4,2026-02-20,300000,<script>alert(1)</script>
            """)
        try take("Mobil", "C-9,MBL-9,INV-9,2026-02-01,5000000,Agus Wibowo\n")
        _ = try desk.runDay(RunOptions(date: MorningBook.today))
        try add("sari", [.collector]) { $0.collector = "Sari" }
        try add("dewi", [.collector]) { $0.portfolios = .only(["Motor"]) }
        try add("bos", [.supervisor])
        try add("audit", [.auditor])
    }

    deinit { try? engine.close() }

    private func take(_ portfolio: String, _ rows: String) throws {
        let text = "Customer ID,Account,Invoice,Due date,Principal,Customer name\n" + rows
        var options = ImportOptions(
            kind: .receivables, path: try scratch.write("file.csv", text), asOf: MorningBook.today)
        options.portfolio = portfolio
        _ = try desk.importFile(options)
    }

    private func add(_ login: String, _ roles: [Role], _ change: (inout NewUser) -> Void = { _ in }) throws {
        var new = NewUser(login: login, name: login, roles: roles, language: .english)
        new.password = MorningBook.password
        new.mustChangePassword = false
        change(&new)
        _ = try desk.addUser(new)
    }

    func signIn(_ login: String) throws -> SignedIn {
        try desk.signIn(
            SignInRequest(login: login, password: MorningBook.password, address: "10.0.0.1", agent: "test"))
    }

    /// The number of a debtor by their reference.
    func debtor(_ reference: String) throws -> Int64 {
        try #require(try desk.search(reference, limit: 1).hits.first).debtorID
    }

    /// Asks the pages as somebody.
    func visit(_ login: String, _ body: @escaping @Sendable (PageVisitor) async throws -> Void) async throws {
        let signedIn = try signIn(login)
        try await PageVisitor.at(desk, as: signedIn, body)
    }
}
