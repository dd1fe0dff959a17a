extension Migration {
    /// What pages ask: whom a name or number means, who is at work on whom, what happened since a moment, and the
    /// figures of past days. The index of the search can be made again from the facts.
    static let theWorkbench = Migration(
        id: 3, name: "the-workbench",
        statements: { _ in Self.callBack + Self.searching + Self.working + Self.closing },
        fixture: { _ in
            [
                """
                INSERT INTO cases (debtor_id, episode, opened, strategy_id, segment, step, action_day, sequence,
                    minutes, attempts, entry_id)
                VALUES (1, 1, 20000, 1, 'all', 'call', 20010, 0, 5, 0, 1)
                """
            ]
        },
        checks: { _ in
            [
                "SELECT count(*) + 1 FROM cases WHERE action_time IS NOT NULL",
                "SELECT count(*) + 1 FROM search_names", "SELECT count(*) + 1 FROM closing_days",
            ]
        })

    /// The time of day of an action, in seconds, where somebody said when to call.
    private static let callBack = ["ALTER TABLE cases ADD COLUMN action_time INTEGER"]

    /// The index of names, telephone numbers and dues: behind the facts, and brought up to them in the background.
    private static let searching = [
        """
        CREATE TABLE search_names (
            name TEXT NOT NULL, debtor_id INTEGER NOT NULL, PRIMARY KEY (name, debtor_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE search_phones (
            digits INTEGER NOT NULL, debtor_id INTEGER NOT NULL, PRIMARY KEY (digits, debtor_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE search_dues (
            reference_hash INTEGER NOT NULL, debtor_id INTEGER NOT NULL, PRIMARY KEY (reference_hash, debtor_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE search_stale (debtor_id INTEGER NOT NULL PRIMARY KEY) STRICT",
        "CREATE TABLE upkeep (name TEXT NOT NULL PRIMARY KEY, place INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    ]

    private static let working = [
        """
        CREATE TABLE debtor_locks (
            debtor_id INTEGER NOT NULL PRIMARY KEY, owner TEXT NOT NULL, taken_at INTEGER NOT NULL,
            until INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX debtor_locks_of_owner ON debtor_locks (owner)",
        """
        CREATE TABLE debtor_changes (
            entry_id INTEGER NOT NULL, debtor_id INTEGER NOT NULL, PRIMARY KEY (entry_id, debtor_id)
        ) STRICT, WITHOUT ROWID
        """,
        // Of what people did here alone: history that files bring is counted by nobody, and costs nothing.
        "CREATE INDEX contacts_by_people ON contacts (day, actor, right_party) WHERE imported = 0",
        "CREATE INDEX promises_by_people ON promises (made, actor) WHERE imported = 0",
    ]

    private static let closing = [
        """
        CREATE TABLE closing_days (
            day INTEGER NOT NULL, portfolio_id INTEGER NOT NULL, currency TEXT NOT NULL, entry_id INTEGER NOT NULL,
            at INTEGER NOT NULL, accounts INTEGER NOT NULL, open_amount INTEGER NOT NULL,
            overdue_accounts INTEGER NOT NULL, overdue_amount INTEGER NOT NULL, overdue_debtors INTEGER NOT NULL,
            PRIMARY KEY (day, portfolio_id, currency)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE closing_buckets (
            day INTEGER NOT NULL, portfolio_id INTEGER NOT NULL, currency TEXT NOT NULL, from_days INTEGER NOT NULL,
            to_days INTEGER, accounts INTEGER NOT NULL, open_amount INTEGER NOT NULL, overdue_amount INTEGER NOT NULL,
            PRIMARY KEY (day, portfolio_id, currency, from_days)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE closing_cash (
            day INTEGER NOT NULL, portfolio_id INTEGER NOT NULL, currency TEXT NOT NULL, entry_id INTEGER NOT NULL,
            due_amount INTEGER NOT NULL, received_amount INTEGER NOT NULL, payments INTEGER NOT NULL,
            promised_amount INTEGER NOT NULL, promises INTEGER NOT NULL, kept INTEGER NOT NULL,
            partly_kept INTEGER NOT NULL, broken INTEGER NOT NULL, pending INTEGER NOT NULL,
            PRIMARY KEY (day, portfolio_id, currency)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE closing_team (
            day INTEGER NOT NULL, collector_id INTEGER NOT NULL, open_cases INTEGER NOT NULL, to_do INTEGER NOT NULL,
            minutes_to_do INTEGER NOT NULL, worked INTEGER NOT NULL, minutes_worked INTEGER NOT NULL,
            contacts INTEGER NOT NULL, reached INTEGER NOT NULL, promises INTEGER NOT NULL,
            PRIMARY KEY (day, collector_id)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
