import Receivables

/// Files of a small random book: amounts of a few units, so that dues and payments meet often.
struct RandomBook {
    var dues: [String] = []
    var payments: [String] = []

    static let duesHead = "Customer ID,Account,Invoice,Issued,Due date,Principal,Interest\n"
    static let paymentsHead = "Account,Payment reference,Payment date,Amount\n"

    init(seed: UInt64, accounts: Int) {
        var random = Seeded(seed)
        for account in 1...accounts {
            let name = "A\(account)"
            for due in 1...random.int(1...5) {
                let issued = random.chance(30) ? RandomBook.day(random.int(0...20)) : ""
                dues.append(
                    "C\((account + 1) / 2),\(name),\(name)-\(due),\(issued),\(RandomBook.day(random.int(0...60))),"
                        + "\(random.int(1...9)).00,\(random.int(0...4)).00\n")
            }
            for payment in 0..<random.int(0...5) {
                let sign = random.chance(15) ? "-" : ""
                payments.append(
                    """
                    \(name),\(name)-P\(payment),\(RandomBook.day(random.int(0...50))),\(sign)\(random.int(1...20)).00\n
                    """
                )
            }
        }
    }

    private static func day(_ offset: Int) -> String {
        Day(Day.daysFromCivil(year: 2026, month: 1, day: 1)).adding(days: offset).description
    }

    var duesFile: String { RandomBook.duesHead + dues.joined() }
    var paymentsFile: String { RandomBook.paymentsHead + payments.joined() }
}
