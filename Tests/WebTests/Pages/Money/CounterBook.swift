import Desk
import Formats
import Receivables
import Store
import Support
import Synchronization
import Testing
import Wording

/// A small book with a clerk who brings files and money: two debtors of one portfolio, one of another, and money that
/// waits.
final class CounterBook: Sendable {
    static let password = "tiga ekor kambing hitam"
    static let today = Day(Day.daysFromCivil(year: 2026, month: 3, day: 2))
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk

    init(isEmpty: Bool = false) throws {
        scratch = try Scratch()
        engine = try TestedEngine.chosen.open(scratch)
        let now = Instant(day: CounterBook.today, secondsOfDay: 36_000, offsetSeconds: 25_200)
        let numbers = Mutex(Seeded(11))
        desk = Desk(
            engine: engine, actorName: "test",
            random: RandomSource { count in
                numbers.withLock { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) } }
            },
            passwordCost: PasswordCost(memoryKiB: 64, passes: 1, lanes: 1), clock: { now })
        _ = try desk.initialise()
        if !isEmpty { try fill() }
        try add("clerk", [.clerk], .english)
        try add("klerk", [.clerk], .indonesian)
        try add("boss", [.supervisor], .english)
        try add("admin", [.admin], .english)
        if !isEmpty { try add("mobil", [.clerk], .english, portfolios: ["Mobil"]) }
        try add("sari", [.collector], .english)
    }

    deinit { try? engine.close() }

    private func fill() throws {
        try take(
            .receivables, "Motor",
            """
            Customer ID,Account,Invoice,Due date,Principal,Customer name
            C-1,MTR-1,INV-1,2026-02-05,1250000,Budi Santoso
            C-2,MTR-2,INV-2,2026-01-10,800000,<script>alert(1)</script>
            """)
        try take(
            .receivables, "Mobil",
            "Customer ID,Account,Invoice,Due date,Principal,Customer name\nC-9,MBL-9,INV-9,2026-02-01,5000000,Agus\n")
        try take(
            .payments, "Motor",
            """
            Account,Payment,Paid on,Amount,Payer
            MTR-1,P-1,2026-02-20,250000,Budi
            NOBODY-7,P-2,2026-02-21,300000,<img src=x>
            """)
    }

    @discardableResult
    func take(_ kind: ImportKind, _ portfolio: String, _ text: String) throws -> ImportResult {
        var options = ImportOptions(kind: kind, path: try scratch.write("file.csv", text), asOf: CounterBook.today)
        options.portfolio = portfolio
        return try desk.importFile(options)
    }

    private func add(_ login: String, _ roles: [Role], _ language: Language, portfolios: [String]? = nil) throws {
        var new = NewUser(login: login, name: login, roles: roles, language: language)
        new.password = CounterBook.password
        new.mustChangePassword = false
        if let portfolios { new.portfolios = .only(portfolios) }
        _ = try desk.addUser(new)
    }

    /// Asks the pages as somebody.
    func visit(_ login: String, _ body: @escaping @Sendable (PageVisitor) async throws -> Void) async throws {
        let signedIn = try desk.signIn(
            SignInRequest(login: login, password: CounterBook.password, address: "10.0.0.1", agent: "test"))
        try await PageVisitor.at(desk, as: signedIn, body)
    }
}
