import Casework
import Formats
import Receivables
import Store

extension Desk {
    /// What the one who acts may see.
    var seen: SeenAccounts { SeenAccounts(portfolios: access.portfolios, branches: access.branches) }

    /// Debtors whom a text means: by their reference or an account's, alias's or payment's, as the creditor writes it
    /// or the beginning of it; by a telephone number in any usual way of writing, or its last digits; by the reference
    /// of a due; by the beginnings of words of a name. At most `limit`, the best first.
    package func search(_ text: String, limit: Int) throws -> SearchAnswer {
        try access.require(.seeDebtors)
        let scope = seen
        let today = try today()
        return try engine.read { db in
            // One more than is wanted tells whether there are more.
            var search = Search(db: db, limit: max(0, limit) + 1, scope: scope, today: today, rules: try rules(db))
            return try search.run(String(text.prefix(DeskLimits.searchTextMax)))
        }
    }
}

/// One search, from the surest to the vaguest meaning of the text.
private struct Search {
    let db: any Reading
    let limit: Int
    let scope: SeenAccounts
    let today: Day
    let rules: DeskRules
    private var hits: [SearchHit] = []
    private var found: Set<Int64> = []
    private var isCut = false

    init(db: any Reading, limit: Int, scope: SeenAccounts, today: Day, rules: DeskRules) {
        self.db = db
        self.limit = limit
        self.scope = scope
        self.today = today
        self.rules = rules
    }

    private var isFull: Bool { hits.count >= limit }

    mutating func run(_ text: String) throws -> SearchAnswer {
        // U+0000 is in no reference, and not every engine can be asked for it.
        let asked = text.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
            .joined(separator: " ").filter { $0 != "\0" }
        if !asked.isEmpty {
            try references(asked)
            try phones(asked)
            try dues(asked)
            try names(asked)
        }
        let shown = Array(hits.prefix(limit - 1))
        return SearchAnswer(
            hits: shown, isCut: isCut || hits.count > shown.count, isBehind: try !SearchIndex.isComplete(db))
    }

    /// As typed, and in capital and small letters.
    private func spellings(_ asked: String) -> [String] {
        [asked, asked.uppercased(), asked.lowercased()].reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    // MARK: References

    private mutating func references(_ asked: String) throws {
        let spelled = spellings(asked)
        for (field, table, condition) in Search.tables where !isFull {
            try add(exact(table, condition, spelled).map { $0.candidate(field) })
        }
        for (field, table, condition) in Search.tables where field != .payment && asked.utf8.count > 2 {
            for spelling in spelled where !isFull {
                try add(beginning(table, condition, spelling).map { $0.candidate(field) })
            }
        }
    }

    private static let tables: [(SearchField, String, String)] = [
        (.debtor, "debtor_references", ""), (.account, "account_references", " AND is_alias = 0"),
        (.alias, "account_references", " AND is_alias = 1"), (.payment, "payment_references", ""),
    ]

    private func exact(_ table: String, _ condition: String, _ spelled: [String]) throws -> [Referred] {
        try db.all(
            """
            SELECT debtor_id, reference, \(Search.account(table)) FROM \(table)
            WHERE creditor_id IN (SELECT creditor_id FROM creditors)
                AND \(db.dialect.isOneOfTexts("reference", 1))\(condition) ORDER BY creditor_id, reference LIMIT ?2
            """, [.texts(spelled), Value(DeskLimits.searchLookedAt)]
        ) { Referred(debtor: $0.integer(0), account: $0.integerOrNil(2), value: $0.text(1)) }
    }

    /// Of each creditor for itself: so an index leads to them in order.
    private mutating func beginning(_ table: String, _ condition: String, _ prefix: String) throws -> [Referred] {
        // Of one debtor there may be several, and not all may be seen.
        let most = scope.isEverything ? 4 * limit : DeskLimits.searchLookedAt
        return try Set(rules.portfolios.values.map(\.creditor)).sorted().flatMap { creditor in
            let found = try db.all(
                """
                SELECT debtor_id, reference, \(Search.account(table)) FROM \(table)
                WHERE creditor_id = ?1 AND reference > ?2 AND reference < ?3\(condition)
                ORDER BY creditor_id, reference LIMIT ?4
                """, [Value(creditor), .text(prefix), .text(SearchForms.end(of: prefix)), Value(most)]
            ) { Referred(debtor: $0.integer(0), account: $0.integerOrNil(2), value: $0.text(1)) }
            if found.count == most { isCut = true }
            return found
        }
    }

    private static func account(_ table: String) -> String {
        table == "debtor_references" ? "CAST(NULL AS BIGINT)" : "account_id"
    }

    private struct Referred {
        let debtor: Int64
        let account: Int64?
        let value: String

        func candidate(_ field: SearchField) -> Candidate {
            Candidate(debtor: debtor, account: account, field: field, value: value)
        }
    }

    // MARK: Telephone numbers

    private mutating func phones(_ asked: String) throws {
        let isNumber = asked.utf8.allSatisfy { (0x28...0x39).contains($0) || $0 == 0x20 || $0 == 0x5F }
        let digits = SearchForms.digits(asked)
        guard isNumber, digits.count >= SearchForms.phoneDigitsMin, !isFull else { return }
        var endings: [[UInt8]] = []
        if let number = PhoneNumber(asked), number.isValid { endings.append(SearchForms.digits(number.e164)) }
        if !endings.contains(digits) { endings.append(digits) }
        for ending in endings {
            let text = String(decoding: ending.map { $0 + 0x30 }, as: UTF8.self)
            try pages(.phones, SearchForms.range(endingWith: ending)) { search, debtors in
                try search.db.contactPoints(DebtorSelection(debtors), .current).filter { $0.kind == "phone" }
                    .compactMap { point in
                        let own = String(decoding: SearchForms.digits(point.value).map { $0 + 0x30 }, as: UTF8.self)
                        return own.hasSuffix(text)
                            ? Candidate(debtor: point.debtor, field: .phone, value: point.value) : nil
                    }
            }
        }
    }

    // MARK: Dues

    private mutating func dues(_ asked: String) throws {
        guard !isFull else { return }
        let folded = SearchForms.reference(asked)
        func named(_ search: Search, _ debtors: [Int64]) throws -> [Candidate] {
            try search.db.dueReferences(DebtorSelection(debtors), .current).compactMap { due in
                guard due.reference.shownReference != nil, SearchForms.reference(due.reference) == folded else {
                    return nil
                }
                return Candidate(debtor: due.debtor, account: due.account, field: .due, value: due.reference)
            }
        }
        if let hash = SearchForms.due(asked: asked) {
            try pages(.dues, hash...hash) { try named($0, $1) }
        }
        // What begins with the reference of its account is found by that.
        let beginnings = spellings(asked).flatMap { spelling in
            (3..<max(3, spelling.count)).map { String(spelling.prefix($0)) }
        }
        let accounts = try exact("account_references", " AND is_alias = 0", Array(Set(beginnings)).sorted())
        try add(try named(self, Set(accounts.map(\.debtor)).sorted()))
    }

    /// Goes through rows of a table of numbers; `confirm` says what the facts know of the debtors.
    private mutating func pages(
        _ table: SearchTable, _ range: ClosedRange<Int64>, _ confirm: (Search, [Int64]) throws -> [Candidate]
    ) throws {
        var last: SearchNumber?
        var looked = 0
        while !isFull {
            let rows = try db.searchNumbers(table, range, after: last, limit: DeskLimits.searchPortion)
            guard let end = rows.last else { return }
            try add(confirm(self, Set(rows.map(\.debtor)).subtracting(found).sorted()))
            looked += rows.count
            guard rows.count == DeskLimits.searchPortion else { return }
            guard looked < DeskLimits.searchLookedAt else { break }
            last = end
        }
        isCut = true
    }

    // MARK: Names

    private mutating func names(_ asked: String) throws {
        let words = SearchForms.words(asked)
        guard let shortest = words.map(\.count).min(), words.joined().count > 1, !isFull else { return }
        // The words as they follow each other in the name, and then in any order.
        try turned(words.joined(separator: " "), besides: [], words)
        guard words.count > 1, !isFull else { return }
        let first = shortest > 0 ? try rarest(words) : words[0]
        var others = words
        if let place = others.firstIndex(of: first) { others.remove(at: place) }
        try turned(first, besides: others, words)
    }

    private func rarest(_ words: [String]) throws -> String {
        let counted = try words.map { word in
            (word, try db.countNames(from: word, below: SearchForms.end(of: word), limit: DeskLimits.searchReach / 4))
        }
        return counted.min { ($0.1, $1.0.count) < ($1.1, $0.0.count) }?.0 ?? words[0]
    }

    private mutating func turned(_ beginning: String, besides others: [String], _ words: [String]) throws {
        var last: SearchName?
        var looked = 0
        while !isFull {
            // The first rows nearly always are enough: no more of them are confirmed than can be shown.
            let portion = last == nil && scope.isEverything ? 2 * limit : DeskLimits.searchPortion
            let rows = try db.searchNames(
                from: beginning, below: SearchForms.end(of: beginning), after: last, words: others,
                reach: DeskLimits.searchReach, limit: portion)
            guard let end = rows.last else { return }
            let debtors = rows.map(\.debtor).reduce(into: [Int64]()) { list, debtor in
                if !found.contains(debtor), !list.contains(debtor) { list.append(debtor) }
            }
            try add(confirmed(debtors, words))
            looked += rows.count
            guard rows.count == portion else { return }
            guard looked < DeskLimits.searchLookedAt else { break }
            last = end
        }
        isCut = true
    }

    /// Debtors with a name in which each of the words begins another word, in the order given.
    private func confirmed(_ debtors: [Int64], _ asked: [String]) throws -> [Candidate] {
        // The longest first: what it begins a shorter one might begin too, and not the other way round.
        let words = asked.sorted { $0.count > $1.count }
        let selection = DebtorSelection(debtors.sorted())
        var names: [Int64: [String]] = [:]
        for debtor in try db.debtors(selection, .current) { names[debtor.id] = debtor.name.map { [$0] } ?? [] }
        for version in try db.attributes(selection, of: .name) where version.isInForce(at: nil) {
            names[version.debtor]?.append(version.value)
        }
        return debtors.compactMap { debtor in
            let match = names[debtor]?.first { name in
                var left = SearchForms.words(name)
                return words.allSatisfy { word in
                    guard let place = left.firstIndex(where: { $0.hasPrefix(word) }) else { return false }
                    left.remove(at: place)
                    return true
                }
            }
            return match.map { Candidate(debtor: debtor, field: .name, value: $0) }
        }
    }

    // MARK: Hits

    private struct Candidate {
        let debtor: Int64
        /// Whose the value is, where it is not the debtor's.
        var account: Int64?
        let field: SearchField
        let value: String
    }

    /// Makes hits of those who may be seen, in order, until there are enough.
    private mutating func add(_ candidates: [Candidate]) throws {
        let wanted = candidates.filter { $0.debtor > 0 && !found.contains($0.debtor) }
        guard !wanted.isEmpty else { return }
        let visible = try seen(Set(wanted.map(\.debtor)).sorted())
        var chosen: [Candidate] = []
        for candidate in wanted where isSeen(candidate, visible) && found.insert(candidate.debtor).inserted {
            guard hits.count + chosen.count < limit else {
                isCut = true
                break
            }
            chosen.append(candidate)
        }
        try show(chosen, visible)
    }

    /// What an account that may not be seen is called leads to nobody.
    private func isSeen(_ candidate: Candidate, _ visible: [Int64: Set<Int64>]) -> Bool {
        guard let accounts = visible[candidate.debtor] else { return false }
        return scope.isEverything || candidate.account.map(accounts.contains) ?? true
    }

    /// The accounts of debtors that may be seen; a debtor without any is not there.
    private func seen(_ ids: [Int64]) throws -> [Int64: Set<Int64>] {
        var seen: [Int64: Set<Int64>] = [:]
        let selection = DebtorSelection(ids)
        if scope.isEverything {
            for debtor in try db.debtors(selection, .current) { seen[debtor.id] = [] }
        }
        for account in try db.accounts(selection, .current) {
            let portfolio = rules.portfolios[account.portfolio]?.name ?? ""
            guard scope.sees(portfolio: portfolio, branch: account.branch) else { continue }
            seen[account.debtor, default: []].insert(account.id)
        }
        return seen
    }

    private mutating func show(_ chosen: [Candidate], _ visible: [Int64: Set<Int64>]) throws {
        let ids = chosen.map(\.debtor).sorted()
        guard !ids.isEmpty else { return }
        let selection = DebtorSelection(ids)
        let loaded = try FactsLoader(db: db, rules: rules, day: today, isComplete: true).load(ids)
        var debtors: [Int64: DebtorRecord] = [:]
        for debtor in try db.debtors(selection) { debtors[debtor.id] = debtor }
        let creditors = Dictionary(
            rules.portfolios.values.map { ($0.creditor, $0.creditorName) }, uniquingKeysWith: { first, _ in first })
        var facts: [Int64: DebtorFacts] = [:]
        for one in loaded.debtors { facts[one.debtor] = one }
        for candidate in chosen {
            guard let debtor = debtors[candidate.debtor] else { continue }
            let standing = try standing(facts[debtor.id], visible[debtor.id] ?? [])
            hits.append(
                SearchHit(
                    debtorID: debtor.id, debtor: debtor.reference, creditor: creditors[debtor.creditor] ?? "",
                    name: debtor.name, field: candidate.field, value: candidate.value, accounts: standing.accounts,
                    portfolios: standing.portfolios, daysPastDue: standing.days, overdue: standing.overdue))
        }
    }

    private struct Standing {
        var accounts: [String] = []
        var portfolios: [String] = []
        var days = 0
        var overdue: [(currency: Currency, amount: Int64)] = []
    }

    private func standing(_ facts: DebtorFacts?, _ visible: Set<Int64>) throws -> Standing {
        guard let facts else { return Standing() }
        var late: [Int64: Int] = [:]
        var sums: [Currency: Int64] = [:]
        for position in facts.positions where visible.contains(position.account) {
            guard let portfolio = rules.portfolios[position.portfolio] else { continue }
            let arrears = try Arrears(
                open: position.position.open, account: position.account, holds: facts.holds,
                policy: portfolio.arrears, asOf: today)
            late[position.account] = arrears.daysPastDue
            if arrears.isOverdue {
                sums[position.currency] = try (sums[position.currency] ?? 0).adding(arrears.overdue.total)
            }
        }
        let accounts = facts.accounts.values.filter { visible.contains($0.id) }.sorted {
            (late[$1.id] ?? 0, $0.id) < (late[$0.id] ?? 0, $1.id)
        }
        return Standing(
            accounts: accounts.map(\.reference),
            portfolios: Set(accounts.compactMap { rules.portfolios[$0.portfolio]?.name }).sorted(),
            days: late.values.max() ?? 0,
            overdue: sums.sorted { $0.key < $1.key }.map { (currency: $0.key, amount: $0.value) })
    }
}
