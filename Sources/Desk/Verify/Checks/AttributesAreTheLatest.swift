import Store

/// Every attribute that ever changed is what the latest entry in force says it is.
enum AttributesAreTheLatest: BookCheck {
    static let name = "attributes-are-the-latest"

    private static let debtorsAtATime: Int64 = 4000

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let first = try db.integer("SELECT coalesce(min(debtor_id), 0) FROM attributes")
        let last = try db.integer("SELECT coalesce(max(debtor_id), -1) FROM attributes")
        for from in stride(from: first, through: last, by: Int(debtorsAtATime)) {
            let selection = DebtorSelection(from: from, through: min(last, from + debtorsAtATime - 1))
            let versions = try db.attributes(selection)
            guard !versions.isEmpty else { continue }
            let debtors = Dictionary(grouping: versions.filter { $0.account == 0 }, by: \.debtor)
            for debtor in try db.debtors(selection, .current) {
                for (attribute, said) in debtors[debtor.id]?.byAttribute ?? [:] {
                    result.count(
                        debtor[attribute] == said.value(at: nil), "\(attribute.key) of debtor \(debtor.id)")
                }
            }
            let accounts = Dictionary(grouping: versions.filter { $0.account != 0 }, by: \.account)
            for account in try db.accounts(selection, .current) {
                for (attribute, said) in accounts[account.id]?.byAttribute ?? [:] {
                    result.count(
                        account[attribute] == said.value(at: nil),
                        "\(attribute.key) of account \(account.id) of debtor \(account.debtor)")
                }
            }
        }
        return result
    }
}
