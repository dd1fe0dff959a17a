import Formats
import Receivables

/// A few debtors with accounts, dues, money, promises and contacts, and the files that tell of them.
struct RandomFiles {
    struct Account {
        let reference: String
        let debtor: String
    }

    static let asOf = Day(Day.daysFromCivil(year: 2026, month: 3, day: 2))
    private(set) var random: Seeded
    let accounts: [Account]
    /// Whether dues have references of their own.
    let namesDues: Bool

    private static let names = ["Siti Aminah", "José Luís", "Budi; Santoso", "\"Ayu\" Wulandari", "PT Maju, Tbk"]
    private static let provinces = ["Jawa Barat", "DKI Jakarta", "ID-BA", "Atlantis"]

    init(_ seed: UInt64) {
        var random = Seeded(seed)
        var accounts: [Account] = []
        for debtor in 1...random.int(1...3) {
            for account in 1...random.int(1...2) {
                accounts.append(Account(reference: "00K\(debtor)-\(account)", debtor: "D\(debtor)"))
            }
        }
        self.accounts = accounts
        namesDues = random.chance(75)
        self.random = random
    }

    mutating func day(_ range: ClosedRange<Int>) -> Day { RandomFiles.asOf.adding(days: random.int(range)) }

    private mutating func money(_ range: ClosedRange<Int>) -> Int64 {
        Int64(random.int(range)) * random.pick([1, 50, 100, 10_000])
    }

    /// A file of some kind; those about accounts name only the accounts that there are.
    mutating func table(_ kind: ImportKind) -> MadeTable {
        switch kind {
        case .debtors: debtors()
        case .accounts: accountsTable()
        case .receivables: random.chance(70) ? receivables(isFlat: true) : receivables(isFlat: false)
        case .payments: payments()
        case .promises: promises()
        case .contacts: contacts()
        case .snapshot: snapshot()
        }
    }

    mutating func debtors() -> MadeTable {
        var table = MadeTable(
            kind: .debtors, keys: [.debtorReference, .debtorName, .debtorPhone, .debtorEmail, .debtorProvince])
        for debtor in Set(accounts.map(\.debtor)).sorted() {
            for _ in 1...random.int(1...2) {
                table.rows.append([
                    .text(debtor), .text(random.pick(RandomFiles.names)), .text("0812345\(random.int(1000...9999))"),
                    random.chance(50) ? .text("\(debtor)@contoh.id") : .none, .text(random.pick(RandomFiles.provinces)),
                ])
            }
        }
        return table
    }

    mutating func accountsTable() -> MadeTable {
        var table = MadeTable(
            kind: .accounts, keys: [.accountReference, .debtorReference, .accountAlias, .accountProduct, .accountOpened]
        )
        for account in accounts {
            table.rows.append([
                .text(account.reference), .text(account.debtor), .text("VA\(account.reference)"),
                .text(random.pick(["motor", "paylater"])), .day(day(-400 ... -300)),
            ])
        }
        return table
    }

    /// Without credit notes before a snapshot: it would state open amounts of what is none, and be refused.
    mutating func receivables(isFlat: Bool, withCreditNotes: Bool = true) -> MadeTable {
        var keys: [ColumnKey] = isFlat ? [.debtorReference, .debtorName, .accountReference] : [.accountReference]
        let hasParts = random.chance(40)
        let statesPaid = random.chance(25)
        let isDisputed = random.chance(25)
        if namesDues { keys.append(.dueReference) }
        keys += [.dueIssued, .dueDate] + (hasParts ? [.duePrincipal, .dueInterest, .duePenalty] : [.dueAmount])
        if statesPaid { keys.append(.duePaid) }
        if isDisputed { keys.append(.dueDisputed) }
        var table = MadeTable(kind: .receivables, keys: keys)
        for account in accounts {
            for number in 1...random.int(1...5) {
                let date = day(-120...60)
                var row: [MadeCell] = isFlat
                    ? [.text(account.debtor), .text("Nama \(account.debtor)"), .text(account.reference)]
                    : [.text(account.reference)]
                if namesDues { row.append(.text("\(number)")) }
                let issued = date.adding(days: -random.int(0...40))
                row += [random.chance(40) ? .day(issued) : .none, .day(date)]
                let sign: Int64 = withCreditNotes && random.chance(10) ? -1 : 1
                row += (hasParts ? [1, 2, 3] : [1]).map { _ in .money(sign * money(1...300)) }
                if statesPaid { row.append(.money(random.chance(50) ? 0 : money(1...200))) }
                if isDisputed { row.append(.text(random.pick(["ya", "tidak", "yes", "0", ""]))) }
                table.rows.append(row)
            }
        }
        table.rows.shuffle(using: &random)
        return table
    }

    /// With `knownOnly`, every account named is one of these; else some payments wait.
    mutating func payments(knownOnly: Bool = false) -> MadeTable {
        let hasReferences = random.chance(80)
        var keys: [ColumnKey] = [.accountReference, .paymentDate, .paymentAmount, .paymentChannel]
        if hasReferences { keys.append(.paymentReference) }
        var table = MadeTable(kind: .payments, keys: keys)
        for number in 1...random.int(3...14) {
            let isUnknown = !knownOnly && random.chance(15)
            let sign: Int64 = random.chance(10) ? -1 : 1
            // Before the day on which dues say what was paid of them: of one day's money what was recorded first comes
            // first, and that is the order of the files.
            var row: [MadeCell] = [
                .text(isUnknown ? "LAIN" : random.pick(accounts).reference), .day(day(-100 ... -1)),
                .money(sign * money(1...400)), .text(random.pick(["VA", "transfer", ""])),
            ]
            if hasReferences { row.append(.text("P\(number)")) }
            table.rows.append(row)
        }
        return table
    }

    mutating func promises() -> MadeTable {
        var table = MadeTable(
            kind: .promises, keys: [.accountReference, .promiseMade, .promiseDate, .promiseAmount])
        for _ in 1...random.int(3...10) {
            let made = day(-60...0)
            table.rows.append([
                .text(random.pick(accounts).reference), .day(made), .day(made.adding(days: random.int(0...20))),
                .money(money(1...300)),
            ])
        }
        return table
    }

    mutating func contacts() -> MadeTable {
        var table = MadeTable(
            kind: .contacts, keys: [.accountReference, .contactAt, .contactChannel, .contactResult, .contactNote])
        for _ in 1...random.int(3...10) {
            table.rows.append([
                .text(random.pick(accounts).reference), .day(day(-60...0)), .text(random.pick(["call", "WA", "surat"])),
                .text(random.pick(["no answer", "janji bayar", "marah"])),
                .text(random.pick(["", "hubungi; lagi", "kata \"besok\""])),
            ])
        }
        return table
    }

    mutating func snapshot() -> MadeTable {
        var keys: [ColumnKey] = [.debtorReference, .accountReference]
        if namesDues { keys.append(.dueReference) }
        var table = MadeTable(kind: .snapshot, keys: keys + [.dueDate, .dueOpen])
        for account in accounts {
            for number in 1...random.int(1...5) {
                var row: [MadeCell] = [.text(account.debtor), .text(account.reference)]
                if namesDues { row.append(.text("\(number)")) }
                table.rows.append(row + [.day(day(-120...60)), .money(random.chance(20) ? 0 : money(1...300))])
            }
        }
        return table
    }
}

extension RandomFiles {
    /// Spoils some rows of a table. Gives the code with which each of them must be rejected, by the place of the row.
    mutating func spoil(_ table: inout MadeTable) -> [Int: ProblemCode] {
        var spoilt: [Int: ProblemCode] = [:]
        let ways = RandomFiles.ways(table.keys, table.kind)
        for index in table.rows.indices where random.chance(18) {
            let (key, cell, code) = random.pick(ways)
            // A payment's reference that a file repeats is judged by its first row, so both would be rejected.
            let isRepeated = table.rows.count { $0 == table.rows[index] } > 1
            guard let place = table.place(key), !(isRepeated && table.place(.paymentReference) != nil) else { continue }
            table.rows[index][place] = cell
            spoilt[index] = code
        }
        return spoilt
    }

    /// Ways in which a row of these columns can be wrong.
    private static func ways(_ keys: [ColumnKey], _ kind: ImportKind) -> [(ColumnKey, MadeCell, ProblemCode)] {
        var ways: [(ColumnKey, MadeCell, ProblemCode)] = []
        for key in keys {
            switch key.kind {
            case .day, .moment: ways.append((key, .bad("31-02-26x"), .notADate))
            case .amount: ways.append((key, .bad("banyak"), .notAnAmount))
            case .flag: ways.append((key, .bad("barangkali"), .notAFlag))
            case .text, .number, .currency: break
            }
        }
        for key in keys {
            switch key {
            case .dueDate, .paymentDate, .paymentAmount, .promiseDate, .promiseAmount, .contactAt, .dueAmount:
                ways.append((key, .none, .valueMissing))
            case .debtorReference where kind == .debtors: ways.append((key, .none, .valueMissing))
            case .accountReference where kind == .accounts: ways.append((key, .none, .valueMissing))
            case .accountReference where kind == .promises || kind == .contacts:
                ways.append((key, .text("LAIN"), .unknownAccount))
            default: break
            }
        }
        if keys.contains(.paymentAmount) { ways.append((.paymentAmount, .money(0), .amountNotPositive)) }
        if keys.contains(.promiseAmount) { ways.append((.promiseAmount, .money(-100), .amountNotPositive)) }
        return ways
    }

    /// Repeats some rows further down.
    mutating func repeatRows(_ table: inout MadeTable) {
        for row in table.rows where random.chance(12) {
            table.rows.insert(row, at: random.int(table.rows.count / 2...table.rows.count))
        }
    }

    mutating func form() -> FileForm { FileForm(&random) }
    mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }
    mutating func pick<Element>(_ elements: [Element]) -> Element { random.pick(elements) }
    mutating func shuffle<Element>(_ elements: inout [Element]) { elements.shuffle(using: &random) }
}
