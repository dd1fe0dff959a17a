import Formats
import Receivables

/// Small random files about a few debtors: what they are called, how their accounts stand, what they owe and pay.
///
/// Every row says something that differs from what the book shows when it is taken in. A row that only repeats changes
/// nothing and is nobody's, so taking back an earlier import takes what it repeated as well: that is left out here.
struct RandomStatements {
    struct File: CustomStringConvertible {
        let kind: ImportKind
        let text: String
        var description: String { "\(kind): \(text)" }
    }

    private(set) var files: [File] = []
    private var random: Seeded
    private let debtors: Int
    private var shown: [String: String] = [:]
    private var phones = 0

    init(seed: UInt64, debtors: Int, files count: Int) {
        random = Seeded(seed)
        self.debtors = debtors
        for _ in 0..<count {
            switch random.int(0...3) {
            case 0: add(.debtors, "Customer ID,Name,Province,Language,Phone") { $0.debtorRow($1) }
            case 1:
                let head = "Account,Customer ID,Alias,Product,Opened,Status,Branch,Collector"
                add(.accounts, head) { $0.accountRow($1) }
            case 2: add(.receivables, "Customer ID,Account,Invoice,Due date,Amount,Name,Status") { $0.dueRow($1) }
            default: add(.payments, "Account,Payment reference,Payment date,Amount") { $0.paymentRow($1) }
            }
        }
    }

    private mutating func add(_ kind: ImportKind, _ head: String, each row: (inout RandomStatements, Int) -> String) {
        var rows: [String] = []
        for debtor in 1...debtors where random.chance(60) { rows.append(row(&self, debtor)) }
        if rows.isEmpty { rows.append(row(&self, 1)) }
        files.append(File(kind: kind, text: ([head] + rows).joined(separator: "\n") + "\n"))
    }

    /// A value other than the one that is shown, out of few, so that values come back.
    private mutating func other(_ what: String, _ values: [String]) -> String {
        let others = values.filter { $0 != shown[what] }
        let value = others[random.int(0...others.count - 1)]
        shown[what] = value
        return value
    }

    /// The same or nothing; `isNeeded`: not nothing.
    private mutating func cell(_ what: String, _ values: [String], isNeeded: Bool = false) -> String {
        isNeeded || random.chance(50) ? other(what, values) : ""
    }

    private mutating func debtorRow(_ debtor: Int) -> String {
        let needed = random.int(0...3)
        var phone = ""
        if needed == 3 || random.chance(30) {
            phones += 1
            phone = "+62811\(1_000_000 + phones)"
        }
        let name = cell("C\(debtor) name", ["Ani", "Budi", "Citra"], isNeeded: needed == 0)
        let province = cell("C\(debtor) province", ["ID-JB", "ID-JI", "ID-BA"], isNeeded: needed == 1)
        let language = cell("C\(debtor) language", ["id", "en"], isNeeded: needed == 2)
        return "C\(debtor),\(name),\(province),\(language),\(phone)"
    }

    private mutating func accountRow(_ debtor: Int) -> String {
        let account = "K\(debtor)\(random.chance(50) ? "a" : "b")"
        let needed = random.int(0...5)
        let cells = [
            ("alias", ["V\(account)1", "V\(account)2", "V\(account)3"]), ("product", ["motor", "mobil"]),
            ("opened", ["2025-01-31", "2025-02-28", "2025-03-31"]), ("status", ["active", "closed", "written off"]),
            ("branch", ["Bandung", "Bogor"]), ("collector", ["Dewi", "Eko", "Fitri"]),
        ].enumerated().map { cell("\(account) \($1.0)", $1.1, isNeeded: $0 == needed) }
        return (["\(account),C\(debtor)"] + cells).joined(separator: ",")
    }

    private mutating func dueRow(_ debtor: Int) -> String {
        let account = "K\(debtor)\(random.chance(50) ? "a" : "b")"
        let due = random.int(1...2)
        let amount = other("\(account) due \(due)", ["10.00", "20.00", "30.00"])
        let name = cell("C\(debtor) name", ["Ani", "Budi", "Citra"])
        let status = cell("\(account) status", ["active", "closed", "written off"])
        return "C\(debtor),\(account),\(account)-\(due),2026-01-\(10 + due),\(amount),\(name),\(status)"
    }

    private mutating func paymentRow(_ debtor: Int) -> String {
        let account = "K\(debtor)\(random.chance(50) ? "a" : "b")"
        let payment = random.int(1...2)
        let amount = other("\(account) payment \(payment)", ["3.00", "7.00", "12.00"])
        return "\(account),\(account)-P\(payment),2026-01-\(20 + payment),\(amount)"
    }
}
