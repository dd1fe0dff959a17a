import Casework
import Formats
import Receivables
import Store

/// Everything about one debtor as of a day: what concerns the person, and each account as its own answer.
package struct DebtorAnswer: Sendable {
    package let asOf: Day
    package let debtor: DebtorRecord
    package let creditor: String
    /// The one that is late the longest first.
    package let accounts: [AccountAnswer]
    package let names: [String]
    package let contactPoints: [ContactPointRecord]
    package let holds: [HoldRecord]
    package let promises: [JudgedPromise]
    package let story: DebtorStory
    package let openCase: CaseRecord?
    package let caseCollector: String?
    package let nextDay: Day?

    /// The largest of the accounts'.
    package var daysPastDue: Int { accounts.map(\.arrears.daysPastDue).max() ?? 0 }

    /// A sum over the accounts by currency, in alphabetic order.
    package func sums(_ amount: (AccountAnswer) -> Int64) -> [(currency: Currency, amount: Int64)] {
        var sums: [Currency: Int64] = [:]
        for account in accounts { sums[account.account.currency, default: 0] &+= amount(account) }
        return sums.sorted { $0.key < $1.key }.map { (currency: $0.key, amount: $0.value) }
    }
}

/// What a reference leads to.
package enum ReferenceAnswer: Sendable {
    case account(AccountAnswer)
    case debtor(DebtorAnswer)
}

extension Desk {
    /// The account with a reference or alias; where there is none, the debtor with that reference, with all accounts.
    /// Errors: `account-unknown`, `debtor-unknown` when only a debtor is meant, `reference-ambiguous`.
    package func find(_ question: AccountQuestion, onlyDebtor: Bool = false) throws -> ReferenceAnswer {
        try access.require(.seeDebtors)
        if onlyDebtor { return .debtor(try debtor(question)) }
        do {
            return .account(try account(question))
        } catch let problem as Problem where problem.code == .accountUnknown {
            do {
                return .debtor(try debtor(question))
            } catch let other as Problem where other.code == .debtorUnknown {
                throw problem
            }
        }
    }

    /// One debtor as of any day, as known at any moment. Errors: `debtor-unknown`, `reference-ambiguous`.
    package func debtor(_ question: AccountQuestion) throws -> DebtorAnswer {
        try access.require(.seeDebtors)
        return try engine.read { db in
            let scope = try scope(db)
            let id = try db.findDebtor(question.reference, creditor: question.creditor, within: scope)
            let selection = DebtorSelection([id])
            let entry = try question.knownAt.map { try db.lastEntry(at: $0) }
            let knowledge: Knowledge = entry.map { .upTo(entry: $0) } ?? .current
            guard let debtor = try db.debtors(selection, asKnown: knowledge).first else {
                throw Problem(.debtorUnknown, [Fact("reference", question.reference)])
            }
            let rules = try self.rules(db)
            let shown = try db.shownAccounts(of: selection, within: scope)
            let groups = try db.accounts(selection, asKnown: knowledge).map { RowGroup(debtor: id, account: $0.id) }
            let accounts = try groups.filter(shown.has).map { group in
                try db.explain(group, question, entry, rules, scope, offsetSeconds(at: now, db))
            }
            return try answer(debtor, accounts, shown, question, entry, knowledge, rules, scope, db)
        }
    }

    private func answer(
        _ debtor: DebtorRecord, _ accounts: [AccountAnswer], _ shown: ShownAccounts, _ question: AccountQuestion,
        _ entry: Int64?, _ knowledge: Knowledge, _ rules: DeskRules, _ scope: Scope, _ db: any Reading
    ) throws -> DebtorAnswer {
        let selection = DebtorSelection([debtor.id])
        let whole = try FactsLoader(db: db, rules: rules, day: question.asOf, isComplete: true).load([debtor.id])
        let facts = whole.debtors[0]
        let decided = Advance.decide(
            try facts.caseFacts(rules, on: question.asOf),
            on: BusinessDay(day: question.asOf, calendar: rules.calendar))
        let creditor = try db.all(
            "SELECT name FROM creditors WHERE creditor_id = ?1", [Value(debtor.creditor)], { $0.text(0) })
        let ordered = accounts.sorted {
            ($1.arrears.daysPastDue, $0.account.id) < ($0.arrears.daysPastDue, $1.account.id)
        }
        return DebtorAnswer(
            asOf: question.asOf, debtor: debtor, creditor: creditor.first ?? "", accounts: ordered,
            names: try db.names(debtor, knownAt: entry), contactPoints: try db.contactPoints(selection, knowledge),
            holds: try db.holds(selection, knowledge).filter { shown.has($0.hold.account, of: debtor.id) },
            promises: facts.judged.filter { shown.has($0.promise.account, of: debtor.id) },
            story: try DebtorStory(
                debtor.id, asOf: question.asOf, knowledge, within: scope,
                offsetSeconds: offsetSeconds(at: now, db), db),
            openCase: facts.openCase,
            caseCollector: try db.collectors().first { $0.id == facts.openCase?.collector }?.name,
            nextDay: decided.nextDay)
    }
}

extension DebtorAnswer {
    /// The public document: the debtor, and under `accounts` the document of each account.
    package func json(_ say: (Statement) -> String) -> JSONValue {
        let dues = accounts.flatMap(\.dues)
        func sums(_ amount: (AccountAnswer) -> Int64) -> JSONValue {
            .array(
                self.sums(amount).map {
                    ["currency": .string($0.currency.code), "amount": JSONValue($0.amount, $0.currency)]
                })
        }
        let members: [JSONValue.Member] = [
            JSONValue.Member("debtor", .string(debtor.reference)), JSONValue.Member("name", JSONValue(debtor.name)),
            JSONValue.Member(
                "names", .array((names.isEmpty ? [debtor.name].compactMap { $0 } : names).map { .string($0) })),
            JSONValue.Member("creditor", .string(creditor)), JSONValue.Member("province", JSONValue(debtor.province)),
            JSONValue.Member("language", JSONValue(debtor.language)),
            JSONValue.Member("asOf", .string(asOf.description)), JSONValue.Member("dpd", JSONValue(daysPastDue)),
            JSONValue.Member("overdue", sums(\.arrears.overdue.total)),
            JSONValue.Member("open", sums(\.arrears.open)),
            JSONValue.Member("contactPoints", .array(contactPoints.map(\.json))),
            JSONValue.Member("holds", .array(holds.map { $0.json(dues) })),
            JSONValue.Member("promises", .array(promises.map(\.json))),
        ]
        return .object(
            members + story.members + [
                JSONValue.Member("case", openCase?.json(caseCollector) ?? .null),
                JSONValue.Member("nextDay", JSONValue(nextDay)),
                JSONValue.Member("accounts", .array(accounts.map { $0.json(say) })),
            ])
    }
}
