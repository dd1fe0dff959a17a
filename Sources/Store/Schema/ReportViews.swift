import Receivables

extension Migration {
    /// The decimals of every currency, for the views: an amount in major units is minor units / 10^decimals.
    static let currencies =
        [
            """
            CREATE TABLE currencies (
                currency TEXT NOT NULL PRIMARY KEY, decimals INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID
            """
        ]
        + Currency.all.map { "INSERT INTO currencies (currency, decimals) VALUES ('\($0.code)', \($0.decimals))" }

    /// Views for people who query the database with tools of their own: real dates and amounts in major units, the same
    /// names on both engines. They show the state of today's knowledge.
    static func views(_ dialect: Dialect) -> [String] {
        [accountsView(dialect), duesView(dialect), openDuesView(dialect), paymentsView(dialect)]
            + [casesView(dialect), promisesView(dialect), contactsView(dialect)]
    }

    private static func money(_ column: String, _ dialect: Dialect) -> String {
        dialect.amount(column, decimals: "m.decimals")
    }

    private static func accountsView(_ dialect: Dialect) -> String {
        """
        CREATE VIEW report_accounts AS
        SELECT a.reference AS account, a.alias, d.reference AS debtor, d.name, f.name AS portfolio, a.product,
            a.branch, a.status, p.currency, p.open_count AS open_dues,
            \(money("p.open_amount", dialect)) AS open_amount,
            \(money("p.credit", dialect)) AS credit, \(dialect.date("p.first_day")) AS oldest_open_due_date
        FROM positions p
        JOIN accounts a ON a.debtor_id = p.debtor_id AND a.account_id = p.account_id
        JOIN debtors d ON d.debtor_id = p.debtor_id
        JOIN portfolios f ON f.portfolio_id = p.portfolio_id
        JOIN currencies m ON m.currency = p.currency
        """
    }

    private static func duesView(_ dialect: Dialect) -> String {
        """
        CREATE VIEW report_dues AS
        SELECT a.reference AS account, u.reference AS due, \(dialect.date("u.issued")) AS issued,
            \(dialect.date("u.day")) AS due_date, a.currency, \(money("u.principal", dialect)) AS principal,
            \(money("u.interest", dialect)) AS interest, \(money("u.fee", dialect)) AS fee,
            \(money("u.penalty", dialect)) AS penalty,
            \(money("(u.principal + u.interest + u.fee + u.penalty)", dialect)) AS amount
        FROM dues u
        JOIN accounts a ON a.debtor_id = u.debtor_id AND a.account_id = u.account_id
        JOIN currencies m ON m.currency = a.currency
        WHERE u.retracted_id IS NULL
        """
    }

    private static func openDuesView(_ dialect: Dialect) -> String {
        let part = { (index: Int) in dialect.openDuePart(index) }
        let whole = (0...3).map(part).joined(separator: " + ")
        return """
            CREATE VIEW report_open_dues AS
            SELECT a.reference AS account, u.reference AS due, \(dialect.date(dialect.openDueDay)) AS due_date,
                p.currency,
                \(money(part(0), dialect)) AS open_principal, \(money(part(1), dialect)) AS open_interest,
                \(money(part(2), dialect)) AS open_fee, \(money(part(3), dialect)) AS open_penalty,
                \(money("(\(whole))", dialect)) AS open_amount
            FROM positions p
            JOIN accounts a ON a.debtor_id = p.debtor_id AND a.account_id = p.account_id
            JOIN currencies m ON m.currency = p.currency
            CROSS JOIN \(dialect.openDues("p.open_dues"))
            JOIN dues u ON u.debtor_id = p.debtor_id AND u.account_id = p.account_id AND u.line = \(dialect.openDueLine)
                AND u.retracted_id IS NULL
            """
    }

    private static func paymentsView(_ dialect: Dialect) -> String {
        """
        CREATE VIEW report_payments AS
        SELECT a.reference AS account, y.reference AS payment, \(dialect.date("y.day")) AS payment_date,
            \(dialect.time("y.received_at")) AS received_at, a.currency, \(money("y.amount", dialect)) AS amount,
            y.channel, y.payer
        FROM payments y
        JOIN accounts a ON a.debtor_id = y.debtor_id AND a.account_id = y.account_id
        JOIN currencies m ON m.currency = a.currency
        WHERE y.retracted_id IS NULL
        """
    }

    private static func casesView(_ dialect: Dialect) -> String {
        """
        CREATE VIEW report_cases AS
        SELECT d.reference AS debtor, d.name, c.episode, \(dialect.date("c.opened")) AS opened,
            \(dialect.date("c.closed")) AS closed, c.close_reason, s.name AS strategy, s.version AS strategy_version,
            c.segment, k.name AS collector, c.step, c.step_kind, \(dialect.date("c.action_day")) AS next_action,
            \(dialect.date("c.last_attempt")) AS last_attempt, c.attempts
        FROM cases c
        JOIN debtors d ON d.debtor_id = c.debtor_id
        JOIN strategies s ON s.strategy_id = c.strategy_id
        LEFT JOIN collectors k ON k.collector_id = c.collector_id
        """
    }

    private static func promisesView(_ dialect: Dialect) -> String {
        """
        CREATE VIEW report_promises AS
        SELECT d.reference AS debtor, a.reference AS account, \(dialect.date("p.made")) AS made,
            \(dialect.date("p.day")) AS promised_date, p.currency, \(money("p.amount", dialect)) AS amount, p.state,
            \(money("p.received", dialect)) AS received, \(dialect.date("p.decided")) AS decided, p.imported, p.note,
            p.actor
        FROM promises p
        JOIN debtors d ON d.debtor_id = p.debtor_id
        LEFT JOIN accounts a ON a.debtor_id = p.debtor_id AND a.account_id = p.account_id
        JOIN currencies m ON m.currency = p.currency
        WHERE p.retracted_id IS NULL
        """
    }

    private static func contactsView(_ dialect: Dialect) -> String {
        """
        CREATE VIEW report_contacts AS
        SELECT d.reference AS debtor, a.reference AS account, \(dialect.time("c.at")) AS at_utc,
            \(dialect.date("c.day")) AS contact_date, c.channel, c.direction, c.result, c.right_party, c.note, c.actor,
            c.imported
        FROM contacts c
        JOIN debtors d ON d.debtor_id = c.debtor_id
        LEFT JOIN accounts a ON a.debtor_id = c.debtor_id AND a.account_id = c.account_id
        WHERE c.retracted_id IS NULL
        """
    }
}
