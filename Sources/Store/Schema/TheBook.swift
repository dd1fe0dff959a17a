extension Migration {
    /// The first schema. Every table that grows starts its key with the debtor, so that it can be walked, partitioned
    /// and distributed by debtor. Facts are never changed: a correction is a new version, and `retracted_id` names the
    /// journal entry that took the old one out of use.
    static let theBook = Migration(
        id: 1, name: "the-book",
        statements: { dialect in
            Self.settings + Self.people + Self.money(dialect) + Self.casework + Self.work + Self.currencies
                + Self.views(dialect)
        },
        fixture: { _ in [] },
        checks: { _ in
            [
                "SELECT count(*) + 1 FROM dues", "SELECT count(*) + 1 FROM report_accounts",
                "SELECT count(*) + 1 FROM report_dues",
            ]
        })

    private static let settings = [
        "CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        """
        CREATE TABLE sequences (name TEXT NOT NULL PRIMARY KEY, next_id INTEGER NOT NULL) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE creditors (creditor_id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
        """
        CREATE TABLE portfolios (
            portfolio_id INTEGER NOT NULL PRIMARY KEY, creditor_id INTEGER NOT NULL REFERENCES creditors (creditor_id),
            name TEXT NOT NULL UNIQUE, lender_type TEXT NOT NULL, currency TEXT NOT NULL, waterfall TEXT NOT NULL,
            tolerance INTEGER NOT NULL CHECK (tolerance >= 0), buckets TEXT NOT NULL,
            promise_grace INTEGER NOT NULL CHECK (promise_grace >= 0),
            promise_tolerance INTEGER NOT NULL CHECK (promise_tolerance >= 0), strategy TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE collectors (
            collector_id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, languages TEXT NOT NULL,
            minutes_per_day INTEGER NOT NULL CHECK (minutes_per_day >= 0), skills TEXT NOT NULL,
            portfolios TEXT NOT NULL, active INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE strategies (
            strategy_id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL,
            content TEXT NOT NULL, entry_id INTEGER NOT NULL, UNIQUE (name, version)
        ) STRICT
        """,
        """
        CREATE TABLE holidays (
            calendar TEXT NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
            PRIMARY KEY (calendar, day, kind)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE journal (
            entry_id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
            subject TEXT NOT NULL, detail TEXT NOT NULL, before_digest BLOB, after_digest BLOB,
            previous_hash BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT
        """,
        "CREATE INDEX journal_times ON journal (at, entry_id)",
        """
        CREATE TABLE operations (
            operation_key TEXT NOT NULL PRIMARY KEY, input_digest BLOB NOT NULL, answer TEXT NOT NULL,
            entry_id INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ]

    private static let people = [
        """
        CREATE TABLE debtors (
            debtor_id INTEGER NOT NULL PRIMARY KEY, creditor_id INTEGER NOT NULL, reference TEXT NOT NULL, name TEXT,
            province TEXT, language TEXT, entry_id INTEGER NOT NULL, retracted_id INTEGER
        ) STRICT
        """,
        """
        CREATE TABLE debtor_references (
            creditor_id INTEGER NOT NULL, reference TEXT NOT NULL, debtor_id INTEGER NOT NULL,
            PRIMARY KEY (creditor_id, reference)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE contact_points (
            debtor_id INTEGER NOT NULL, point INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, written TEXT,
            relation TEXT NOT NULL, quality TEXT NOT NULL, entry_id INTEGER NOT NULL, retracted_id INTEGER,
            PRIMARY KEY (debtor_id, point)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE attributes (
            debtor_id INTEGER NOT NULL, account_id INTEGER NOT NULL, attribute TEXT NOT NULL, entry_id INTEGER NOT NULL,
            value TEXT NOT NULL, is_shown INTEGER NOT NULL, retracted_id INTEGER,
            PRIMARY KEY (debtor_id, account_id, attribute, entry_id, value)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE accounts (
            debtor_id INTEGER NOT NULL, account_id INTEGER NOT NULL, portfolio_id INTEGER NOT NULL,
            reference TEXT NOT NULL, alias TEXT, product TEXT, opened INTEGER, currency TEXT NOT NULL, status TEXT,
            branch TEXT, collector TEXT, entry_id INTEGER NOT NULL, retracted_id INTEGER,
            PRIMARY KEY (debtor_id, account_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE account_references (
            creditor_id INTEGER NOT NULL, reference TEXT NOT NULL, is_alias INTEGER NOT NULL,
            debtor_id INTEGER NOT NULL,
            account_id INTEGER NOT NULL, PRIMARY KEY (creditor_id, reference, is_alias)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    private static func money(_ dialect: Dialect) -> [String] {
        Self.facts + [positions + dialect.roomForChanges]
    }

    private static let positions = """
        CREATE TABLE positions (
            debtor_id INTEGER NOT NULL, account_id INTEGER NOT NULL, portfolio_id INTEGER NOT NULL,
            currency TEXT NOT NULL, open_amount INTEGER NOT NULL, open_count INTEGER NOT NULL, first_day INTEGER,
            credit INTEGER NOT NULL, unmatched_returns INTEGER NOT NULL, fact_day INTEGER NOT NULL,
            open_dues TEXT NOT NULL, PRIMARY KEY (debtor_id, account_id)
        ) STRICT, WITHOUT ROWID
        """

    private static let facts = [
        """
        CREATE TABLE dues (
            debtor_id INTEGER NOT NULL, account_id INTEGER NOT NULL, line INTEGER NOT NULL, version INTEGER NOT NULL,
            reference TEXT NOT NULL, issued INTEGER, day INTEGER NOT NULL, principal INTEGER NOT NULL,
            interest INTEGER NOT NULL, fee INTEGER NOT NULL, penalty INTEGER NOT NULL, withdrawn INTEGER,
            entry_id INTEGER NOT NULL, retracted_id INTEGER, PRIMARY KEY (debtor_id, account_id, line, version)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE payments (
            debtor_id INTEGER NOT NULL, account_id INTEGER NOT NULL, payment_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            reference TEXT NOT NULL, day INTEGER NOT NULL, received_at INTEGER, amount INTEGER NOT NULL,
            direction INTEGER NOT NULL, line INTEGER, takes_back INTEGER, channel TEXT, payer TEXT,
            source INTEGER NOT NULL, entry_id INTEGER NOT NULL, retracted_id INTEGER,
            PRIMARY KEY (debtor_id, account_id, payment_id, version)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE payment_references (
            creditor_id INTEGER NOT NULL, reference TEXT NOT NULL, debtor_id INTEGER NOT NULL,
            account_id INTEGER NOT NULL, payment_id INTEGER NOT NULL, PRIMARY KEY (creditor_id, reference)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE unapplied_payments (
            creditor_id INTEGER NOT NULL, payment_id INTEGER NOT NULL, account_reference TEXT NOT NULL,
            currency TEXT NOT NULL, due_reference TEXT, entry_id INTEGER NOT NULL, retracted_id INTEGER,
            PRIMARY KEY (creditor_id, payment_id, entry_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX waiting_payments ON unapplied_payments (creditor_id, account_reference, payment_id)
            WHERE retracted_id IS NULL
        """,
    ]

    private static let casework = [
        """
        CREATE TABLE holds (
            debtor_id INTEGER NOT NULL, hold_id INTEGER NOT NULL, version INTEGER NOT NULL, account_id INTEGER,
            line INTEGER, reason TEXT NOT NULL, stops_contact INTEGER NOT NULL, stops_count INTEGER NOT NULL,
            from_day INTEGER NOT NULL, to_day INTEGER, note TEXT, actor TEXT NOT NULL, entry_id INTEGER NOT NULL,
            retracted_id INTEGER, PRIMARY KEY (debtor_id, hold_id, version)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX holds_in_force ON holds (hold_id) WHERE retracted_id IS NULL",
        "CREATE INDEX holds_stopping ON holds (debtor_id) WHERE stops_count = 1",
        """
        CREATE TABLE promises (
            debtor_id INTEGER NOT NULL, promise_id INTEGER NOT NULL, account_id INTEGER, made INTEGER NOT NULL,
            day INTEGER NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL,
            state TEXT NOT NULL, received INTEGER NOT NULL, decided INTEGER, imported INTEGER NOT NULL, note TEXT,
            actor TEXT NOT NULL, entry_id INTEGER NOT NULL, retracted_id INTEGER, PRIMARY KEY (debtor_id, promise_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX promises_pending ON promises (debtor_id) WHERE state = 'pending' AND retracted_id IS NULL
        """,
        """
        CREATE TABLE contacts (
            debtor_id INTEGER NOT NULL, contact_id INTEGER NOT NULL, account_id INTEGER, at INTEGER NOT NULL,
            day INTEGER NOT NULL, channel TEXT NOT NULL, direction TEXT NOT NULL, result TEXT, right_party INTEGER,
            note TEXT, actor TEXT NOT NULL, imported INTEGER NOT NULL, entry_id INTEGER NOT NULL, retracted_id INTEGER,
            PRIMARY KEY (debtor_id, contact_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE notes (
            debtor_id INTEGER NOT NULL, note_id INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
            text TEXT NOT NULL, entry_id INTEGER NOT NULL, PRIMARY KEY (debtor_id, note_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE cases (
            debtor_id INTEGER NOT NULL, episode INTEGER NOT NULL, opened INTEGER NOT NULL, closed INTEGER,
            close_reason TEXT, strategy_id INTEGER NOT NULL, segment TEXT NOT NULL, collector_id INTEGER, step TEXT,
            step_kind TEXT, action_day INTEGER, last_step TEXT, last_step_day INTEGER, last_step_days_past_due INTEGER,
            sequence INTEGER NOT NULL, minutes INTEGER NOT NULL, last_attempt INTEGER, attempts INTEGER NOT NULL,
            put_off_from INTEGER, entry_id INTEGER NOT NULL, PRIMARY KEY (debtor_id, episode)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX cases_of_collector ON cases (collector_id, debtor_id, action_day, minutes) WHERE closed IS NULL",
        """
        CREATE TABLE steps (
            debtor_id INTEGER NOT NULL, episode INTEGER NOT NULL, strategy_id INTEGER NOT NULL, step TEXT NOT NULL,
            sequence INTEGER NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, days_past_due INTEGER NOT NULL,
            run_id INTEGER NOT NULL, PRIMARY KEY (debtor_id, episode, strategy_id, step, sequence)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE notices (
            debtor_id INTEGER NOT NULL, episode INTEGER NOT NULL, strategy_id INTEGER NOT NULL, step TEXT NOT NULL,
            sequence INTEGER NOT NULL, channel TEXT NOT NULL, template TEXT NOT NULL, requested INTEGER NOT NULL,
            state TEXT NOT NULL, run_id INTEGER NOT NULL,
            PRIMARY KEY (debtor_id, episode, strategy_id, step, sequence)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    private static let work = [
        "CREATE TABLE news (debtor_id INTEGER NOT NULL PRIMARY KEY) STRICT",
        """
        CREATE TABLE tallies (
            name TEXT NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, day)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE agenda (
            day INTEGER NOT NULL, debtor_id INTEGER NOT NULL, PRIMARY KEY (day, debtor_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE parked (
            debtor_id INTEGER NOT NULL, account_id INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
            since INTEGER NOT NULL, run_id INTEGER, PRIMARY KEY (debtor_id, account_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE runs (
            run_id INTEGER NOT NULL PRIMARY KEY, day INTEGER NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER,
            counters TEXT NOT NULL, entry_id INTEGER NOT NULL, strategies TEXT NOT NULL,
            caught_up_days INTEGER NOT NULL, is_stopped INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE run_shares (
            run_id INTEGER NOT NULL, share INTEGER NOT NULL, task TEXT NOT NULL, first_debtor INTEGER NOT NULL,
            last_debtor INTEGER NOT NULL, debtors INTEGER NOT NULL, state TEXT NOT NULL, token INTEGER NOT NULL,
            node_id INTEGER, lease_until INTEGER, PRIMARY KEY (run_id, share)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE nodes (
            node_id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, started_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL, shares INTEGER NOT NULL, refused INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE schedules (
            name TEXT NOT NULL PRIMARY KEY, last_day INTEGER NOT NULL, fired_at INTEGER NOT NULL,
            node_id INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE imports (
            import_id INTEGER NOT NULL PRIMARY KEY, entry_id INTEGER NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL,
            digest BLOB NOT NULL, portfolio_id INTEGER NOT NULL, state TEXT NOT NULL, started_at INTEGER NOT NULL,
            finished_at INTEGER, progress TEXT NOT NULL, result TEXT, undone_id INTEGER
        ) STRICT
        """,
        "CREATE INDEX imports_of_entry ON imports (entry_id)",
        "CREATE INDEX imports_undone ON imports (undone_id) WHERE undone_id IS NOT NULL",
        "CREATE INDEX imports_unfinished ON imports (state) WHERE state IN ('running', 'undoing')",
        """
        CREATE TABLE stale_positions (
            debtor_id INTEGER NOT NULL, account_id INTEGER NOT NULL, PRIMARY KEY (debtor_id, account_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE import_rejects (
            import_id INTEGER NOT NULL, number INTEGER NOT NULL, row_offset INTEGER NOT NULL, line INTEGER,
            column_name TEXT, value TEXT, code TEXT NOT NULL, detail TEXT NOT NULL, row_text TEXT,
            PRIMARY KEY (import_id, number)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
