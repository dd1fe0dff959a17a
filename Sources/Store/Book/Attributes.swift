import Receivables

/// What the book knows about debtors and accounts beside their money, and what may change; the raw value is stored.
package enum Attribute: String, CaseIterable, Sendable {
    case name, province, language
    case alias, product, opened, status, branch, collector

    package static let ofDebtors: [Attribute] = [.name, .province, .language]
    package static let ofAccounts: [Attribute] = [.alias, .product, .opened, .status, .branch, .collector]

    /// What files call it, and what answers do: the key of its column.
    package var key: String { (Attribute.ofDebtors.contains(self) ? "debtor." : "account.") + rawValue }

    /// A stored value as it is shown: a day is stored as its number.
    package func shown(_ value: String) -> String {
        guard self == .opened, let number = Int32(value) else { return value }
        return Day(number).description
    }
}

/// What one import said an attribute is.
///
/// An attribute has versions only once it changed: until then its one value is what its debtor or account was entered
/// with. From then on all that was ever said is here, and the value shown is that of the latest entry in force.
package struct AttributeVersion: Sendable, Equatable {
    package let debtor: Int64
    /// 0 for an attribute of the debtor.
    package let account: Int64
    package let attribute: Attribute
    package let entry: Int64
    package let value: String
    /// False for a further name or alias that the same file gave: it is kept, and another one was shown.
    package let isShown: Bool
    package let retracted: Int64?

    package static let columns = ["debtor_id", "account_id", "attribute", "entry_id", "value", "is_shown"]

    package init(
        debtor: Int64, account: Int64, attribute: Attribute, entry: Int64, value: String, isShown: Bool,
        retracted: Int64? = nil
    ) {
        self.debtor = debtor
        self.account = account
        self.attribute = attribute
        self.entry = entry
        self.value = value
        self.isShown = isShown
        self.retracted = retracted
    }

    /// Appends the version, in force, in the order of `columns`.
    package func append(to batch: inout RowBatch) {
        batch.integer(debtor)
        batch.integer(account)
        batch.text(attribute.rawValue)
        batch.integer(entry)
        batch.text(value)
        batch.integer(isShown ? 1 : 0)
    }

    /// Whether it was in force when the journal ended with `entry`; nil: whether it is now.
    package func isInForce(at entry: Int64?) -> Bool {
        guard let entry else { return retracted == nil }
        return self.entry <= entry && (retracted ?? .max) > entry
    }
}

/// An attribute that changed, by what became of it.
package struct AttributeChange: Sendable, Equatable {
    package let attribute: Attribute
    package let before: String?
    package let after: String?
    package let entry: Int64
}

extension [AttributeVersion] {
    /// The value shown after journal entry `entry`, or now.
    package func value(at entry: Int64?) -> String? {
        filter { $0.isShown && $0.isInForce(at: entry) }.max { $0.entry < $1.entry }?.value
    }

    /// Versions of one debtor or account, by attribute.
    package var byAttribute: [Attribute: [AttributeVersion]] { Dictionary(grouping: self, by: \.attribute) }

    /// How the values shown came about, by entry, up to entry `last`. What the debtor or account was entered with, in
    /// entry `first`, is no change.
    package func changes(since first: Int64, through last: Int64?) -> [AttributeChange] {
        var changes: [AttributeChange] = []
        for (attribute, versions) in byAttribute {
            let entries = Set(versions.map(\.entry) + versions.compactMap(\.retracted))
            for entry in entries where entry != first && entry <= last ?? .max {
                let (before, after) = (versions.value(at: entry - 1), versions.value(at: entry))
                guard before != after else { continue }
                changes.append(AttributeChange(attribute: attribute, before: before, after: after, entry: entry))
            }
        }
        return changes.sorted { ($0.entry, $0.attribute.key) < ($1.entry, $1.attribute.key) }
    }
}

extension DebtorRecord {
    package subscript(attribute: Attribute) -> String? {
        get {
            switch attribute {
            case .name: name
            case .province: province
            case .language: language
            case .alias, .product, .opened, .status, .branch, .collector: nil
            }
        }
        set {
            switch attribute {
            case .name: name = newValue
            case .province: province = newValue
            case .language: language = newValue
            case .alias, .product, .opened, .status, .branch, .collector: break
            }
        }
    }
}

extension AccountRecord {
    package subscript(attribute: Attribute) -> String? {
        get {
            switch attribute {
            case .alias: alias
            case .product: product
            case .opened: opened.map { String($0.number) }
            case .status: status
            case .branch: branch
            case .collector: collector
            case .name, .province, .language: nil
            }
        }
        set {
            switch attribute {
            case .alias: alias = newValue
            case .product: product = newValue
            case .opened: opened = newValue.flatMap { Int32($0) }.map { Day($0) }
            case .status: status = newValue
            case .branch: branch = newValue
            case .collector: collector = newValue
            case .name, .province, .language: break
            }
        }
    }
}

extension Reading {
    /// All versions of the attributes of some debtors and their accounts, in order of debtor, account, attribute and
    /// entry; or only those of one attribute.
    package func attributes(
        _ selection: DebtorSelection, of attribute: Attribute? = nil
    ) throws -> [AttributeVersion] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        return try all(
            of: selection,
            """
            SELECT debtor_id, account_id, attribute, entry_id, value, is_shown, retracted_id FROM attributes
            WHERE \(chosen) AND (CAST(?3 AS TEXT) IS NULL OR attribute = ?3)
            ORDER BY debtor_id, account_id, attribute, entry_id, value
            """, values + [Value(attribute?.rawValue)]
        ) { row in
            guard let attribute = Attribute(rawValue: row.text(2)) else { throw Problem(.stateUnreadable) }
            return AttributeVersion(
                debtor: row.integer(0), account: row.integer(1), attribute: attribute, entry: row.integer(3),
                value: row.text(4), isShown: row.flag(5), retracted: row.integerOrNil(6))
        }
    }

    /// Debtors with the attributes that were known, not only those that they have today.
    package func debtors(_ selection: DebtorSelection, asKnown knowledge: Knowledge) throws -> [DebtorRecord] {
        guard case .upTo(let entry) = knowledge else { return try debtors(selection) }
        let versions = Dictionary(grouping: try attributes(selection).filter { $0.account == 0 }, by: \.debtor)
        return try debtors(selection, knowledge).map { record in
            var record = record
            for (attribute, said) in versions[record.id]?.byAttribute ?? [:] {
                record[attribute] = said.value(at: entry)
            }
            return record
        }
    }

    /// Accounts with the attributes that were known, not only those that they have today.
    package func accounts(_ selection: DebtorSelection, asKnown knowledge: Knowledge) throws -> [AccountRecord] {
        guard case .upTo(let entry) = knowledge else { return try accounts(selection) }
        let versions = Dictionary(grouping: try attributes(selection).filter { $0.account != 0 }, by: \.account)
        return try accounts(selection, knowledge).map { record in
            var record = record
            for (attribute, said) in versions[record.id]?.byAttribute ?? [:] {
                record[attribute] = said.value(at: entry)
            }
            return record
        }
    }
}
