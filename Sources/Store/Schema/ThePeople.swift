extension Migration {
    /// Who may work on the book: users and how they sign in, and the keys of integrations. Nothing here is a secret in
    /// the open but what a second factor needs: passwords are hashed, of tokens only SHA-256 is kept.
    static let thePeople = Migration(
        id: 2, name: "the-people",
        statements: { _ in Self.users + Self.signingIn + Self.integrations },
        fixture: { _ in
            [
                """
                INSERT INTO collectors (collector_id, name, languages, minutes_per_day, skills, portfolios, active)
                VALUES (1, 'Siti', 'id', 420, '', '', 1)
                """
            ]
        },
        checks: { _ in
            [
                "SELECT count(*) + 1 FROM users", "SELECT count(*) + 1 FROM sessions",
                "SELECT count(*) + 1 FROM api_keys",
            ]
        })

    /// Null in `portfolios` and `branches` means all of them; else a name a line.
    private static let users = [
        """
        CREATE TABLE users (
            user_id INTEGER NOT NULL PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, roles TEXT NOT NULL,
            language TEXT NOT NULL, collector_id INTEGER, portfolios TEXT, branches TEXT, password TEXT NOT NULL,
            code_secret BLOB, code_step INTEGER NOT NULL, active INTEGER NOT NULL, must_change INTEGER NOT NULL,
            created_at INTEGER NOT NULL, entry_id INTEGER NOT NULL
        ) STRICT
        """
    ]

    private static let signingIn = [
        """
        CREATE TABLE sessions (
            session_digest BLOB NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL, created_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX sessions_of_user ON sessions (user_id)",
        "CREATE INDEX sessions_by_end ON sessions (expires_at)",
        """
        CREATE TABLE sign_in_attempts (
            login_digest BLOB NOT NULL, address TEXT NOT NULL, failures INTEGER NOT NULL, tried_at INTEGER NOT NULL,
            succeeded_at INTEGER, PRIMARY KEY (login_digest, address)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX sign_in_attempts_by_age ON sign_in_attempts (tried_at)",
        """
        CREATE TABLE setup_tokens (
            token_digest BLOB NOT NULL PRIMARY KEY, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ]

    private static let integrations = [
        """
        CREATE TABLE api_keys (
            key_id INTEGER NOT NULL PRIMARY KEY, key_digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
            permissions TEXT NOT NULL, portfolios TEXT, created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
            revoked_at INTEGER, entry_id INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE api_key_uses (key_id INTEGER NOT NULL PRIMARY KEY, used_at INTEGER NOT NULL) STRICT
        """,
    ]
}
