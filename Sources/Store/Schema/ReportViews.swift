extension Migration {
    /// Views for people who query the database with tools of their own: real dates and amounts in major units, the same
    /// names on both engines. They show the state of today's knowledge.
    static func views(_ dialect: Dialect) -> [String] {
        let decimals =
            "(CASE currency WHEN 'JPY' THEN 0 WHEN 'KRW' THEN 0 WHEN 'VND' THEN 0 WHEN 'KWD' THEN 3 ELSE 2 END)"
        func money(_ column: String) -> String { dialect.amount(column, decimals: decimals) }
        return [
            """
            CREATE VIEW report_accounts AS
            SELECT a.reference AS account, a.alias, d.reference AS debtor, d.name, f.name AS portfolio, a.product,
                a.branch, a.status, p.currency, p.open_count AS open_dues, \(money("p.open_amount")) AS open_amount,
                \(money("p.credit")) AS credit, \(dialect.date("p.first_day")) AS oldest_open_due_date
            FROM positions p
            JOIN accounts a ON a.debtor_id = p.debtor_id AND a.account_id = p.account_id
            JOIN debtors d ON d.debtor_id = p.debtor_id
            JOIN portfolios f ON f.portfolio_id = p.portfolio_id
            """.replacing("currency WHEN", with: "p.currency WHEN"),
            """
            CREATE VIEW report_dues AS
            SELECT a.reference AS account, u.reference AS due, \(dialect.date("u.issued")) AS issued,
                \(dialect.date("u.day")) AS due_date, a.currency, \(money("u.principal")) AS principal,
                \(money("u.interest")) AS interest, \(money("u.fee")) AS fee, \(money("u.penalty")) AS penalty,
                \(money("u.principal + u.interest + u.fee + u.penalty")) AS amount
            FROM dues u
            JOIN accounts a ON a.debtor_id = u.debtor_id AND a.account_id = u.account_id
            WHERE u.retracted_id IS NULL
            """,
        ]
    }
}
