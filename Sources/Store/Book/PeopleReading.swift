import Receivables

/// Columns of the tables of people and accounts, in the order in which they are written and read.
package enum PeopleColumns {
    package static let debtors = ["debtor_id", "creditor_id", "reference", "name", "province", "language", "entry_id"]
    package static let accounts = [
        "debtor_id", "account_id", "portfolio_id", "reference", "alias", "product", "opened", "currency", "status",
        "branch", "collector", "entry_id",
    ]
    package static let contactPoints = [
        "debtor_id", "point", "kind", "value", "written", "relation", "quality", "entry_id",
    ]
}

extension Reading {
    /// Debtors with their attributes as they are now.
    package func debtors(
        _ selection: DebtorSelection, _ knowledge: Knowledge = .everything
    ) throws -> [DebtorRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT \(PeopleColumns.debtors.joined(separator: ", ")) FROM debtors WHERE \(chosen)\(known)
            ORDER BY debtor_id
            """, values + more
        ) { row in
            DebtorRecord(
                id: row.integer(0), creditor: row.integer(1), reference: row.text(2), name: row.textOrNil(3),
                province: row.textOrNil(4), language: row.textOrNil(5), entry: row.integer(6))
        }
    }

    package func contactPoints(
        _ selection: DebtorSelection, _ knowledge: Knowledge
    ) throws -> [ContactPointRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT debtor_id, point, kind, value, written, relation, quality, retracted_id FROM contact_points
            WHERE \(chosen)\(known) ORDER BY debtor_id, point
            """, values + more
        ) { row in
            ContactPointRecord(
                debtor: row.integer(0), point: Int(row.integer(1)), kind: row.text(2), value: row.text(3),
                written: row.textOrNil(4), relation: row.text(5), quality: row.text(6), retracted: row.integerOrNil(7))
        }
    }

    /// Accounts with their attributes as they are now.
    package func accounts(
        _ selection: DebtorSelection, _ knowledge: Knowledge = .everything
    ) throws -> [AccountRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT \(PeopleColumns.accounts.joined(separator: ", ")) FROM accounts WHERE \(chosen)\(known)
            ORDER BY debtor_id, account_id
            """, values + more, AccountRecord.init)
    }
}

extension Reading {
    /// What decisions need of accounts, as it is now: of many, reading and handing over the rest takes twice as long.
    package func accountTraits(_ selection: DebtorSelection) throws -> [AccountTraits] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        return try all(
            of: selection,
            """
            SELECT debtor_id, account_id, portfolio_id, product, status, collector FROM accounts WHERE \(chosen)
            ORDER BY debtor_id, account_id
            """, values
        ) { row in
            AccountTraits(
                debtor: row.integer(0), account: row.integer(1), portfolio: row.integer(2), product: row.textOrNil(3),
                status: row.textOrNil(4), collector: row.textOrNil(5))
        }
    }
}

extension AccountRecord {
    package init(_ row: any Row) throws {
        guard let currency = row.withBytes(7, Currency.init(bytes:)) else { throw Problem(.stateUnreadable) }
        self.init(
            debtor: row.integer(0), id: row.integer(1), portfolio: row.integer(2), reference: row.text(3),
            alias: row.textOrNil(4), product: row.textOrNil(5), opened: row.dayOrNil(6), currency: currency,
            status: row.textOrNil(8), branch: row.textOrNil(9), collector: row.textOrNil(10), entry: row.integer(11))
    }

    /// Appends the record in the order of `PeopleColumns.accounts`.
    package func append(to batch: inout RowBatch) {
        batch.integer(debtor)
        batch.integer(id)
        batch.integer(portfolio)
        batch.text(reference)
        batch.text(orNull: alias)
        batch.text(orNull: product)
        batch.day(opened)
        batch.text(currency.code)
        batch.text(orNull: status)
        batch.text(orNull: branch)
        batch.text(orNull: collector)
        batch.integer(entry)
    }
}

extension DebtorRecord {
    /// Appends the record in the order of `PeopleColumns.debtors`.
    package func append(to batch: inout RowBatch) {
        batch.integer(id)
        batch.integer(creditor)
        batch.text(reference)
        batch.text(orNull: name)
        batch.text(orNull: province)
        batch.text(orNull: language)
        batch.integer(entry)
    }
}
