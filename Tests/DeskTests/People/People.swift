import Desk
import Receivables
import Store
import Support
import Synchronization

extension RandomSource {
    /// Bytes that can be foreseen, other ones each time.
    static func seeded(_ seed: UInt64) -> RandomSource {
        let numbers = SeededNumbers(seed)
        return RandomSource { count in (0..<count).map { _ in numbers.byte() } }
    }
}

private final class SeededNumbers: Sendable {
    private let random: Mutex<Seeded>

    init(_ seed: UInt64) { random = Mutex(Seeded(seed)) }

    func byte() -> UInt8 { random.withLock { UInt8(truncatingIfNeeded: $0.next() >> 24) } }
}

extension PasswordCost {
    /// For tests that sign in often.
    static let light = PasswordCost(memoryKiB: 64, passes: 1, lanes: 1)
}

/// A book with people in it, and what they sign in with.
struct People {
    static let password = "tiga ekor kambing hitam"
    let book: TestBook

    init(_ tested: TestedEngine = .chosen) throws { book = try TestBook(tested) }

    var desk: Desk { book.desk }

    @discardableResult
    func add(
        _ login: String, _ roles: [Role], password: String = People.password,
        _ change: (inout NewUser) -> Void = { _ in }
    ) throws -> UserRecord {
        var new = NewUser(login: login, name: login, roles: roles)
        new.password = password
        new.mustChangePassword = false
        change(&new)
        return try desk.addUser(new).user
    }

    func signIn(
        _ login: String, _ password: String = People.password, code: String? = nil, from address: String = "10.0.0.1"
    ) throws -> SignedIn {
        try desk.signIn(
            SignInRequest(login: login, password: password, code: code, address: address, agent: "test"))
    }

    /// The code of a problem, or `in` when there was none.
    func outcome(
        _ login: String, _ password: String = People.password, code: String? = nil, from address: String = "10.0.0.1"
    ) throws -> String {
        do {
            _ = try signIn(login, password, code: code, from: address)
            return "in"
        } catch let problem as Problem { return problem.code.rawValue }
    }

    /// Every cell of every table, as text.
    func everything() throws -> String {
        try book.engine.read { db in
            let tables = try db.all(db.dialect.tableNames, []) { $0.text(0) }.sorted()
            return try tables.map { table in
                let columns = try db.all(db.dialect.tableColumns, [.text(table)]) { $0.text(0) }
                let rows = try db.all("SELECT * FROM \(table)", []) { row in
                    columns.indices.map { row.withBytes($0) { String(decoding: $0, as: UTF8.self) } }
                        .joined(separator: "|")
                }
                return table + "\n" + rows.joined(separator: "\n")
            }.joined(separator: "\n")
        }
    }
}

extension Problem {
    /// The code of the problem that something throws; nil when it throws none.
    static func code(_ body: () throws -> Void) throws -> ProblemCode? {
        do {
            try body()
            return nil
        } catch let problem as Problem { return problem.code }
    }
}
