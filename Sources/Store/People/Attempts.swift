import Receivables

/// How often somebody tried to sign in from somewhere, and failed. Of the name only a digest is kept: people type their
/// password there by mistake.
package struct SignInAttempts: Sendable, Equatable {
    package let failures: Int
    package let triedAt: Instant
    /// When it went well; nil: never from there.
    package let succeededAt: Instant?

    package init(failures: Int, triedAt: Instant, succeededAt: Instant?) {
        self.failures = failures
        self.triedAt = triedAt
        self.succeededAt = succeededAt
    }
}

extension Reading {
    package func attempts(_ login: [UInt8], from address: String) throws -> SignInAttempts? {
        try first(
            """
            SELECT failures, tried_at, succeeded_at FROM sign_in_attempts WHERE login_digest = ?1 AND address = ?2
            """, [.blob(login), .text(address)]
        ) { row in
            SignInAttempts(
                failures: Int(row.integer(0)), triedAt: Instant(microseconds: row.integer(1)),
                succeededAt: row.integerOrNil(2).map { Instant(microseconds: $0) })
        }
    }
}

extension Writing {
    package func set(_ attempts: SignInAttempts, _ login: [UInt8], from address: String) throws {
        try execute(
            """
            INSERT INTO sign_in_attempts (login_digest, address, failures, tried_at, succeeded_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (login_digest, address) DO UPDATE SET failures = ?3, tried_at = ?4, succeeded_at = ?5
            """,
            [
                .blob(login), .text(address), Value(attempts.failures), Value(attempts.triedAt.microseconds),
                Value(attempts.succeededAt?.microseconds),
            ])
    }

    package func forgetAttempts(before instant: Instant) throws {
        try execute("DELETE FROM sign_in_attempts WHERE tried_at < ?1", [Value(instant.microseconds)])
    }

    /// Puts a token for the first setting up in the place of any other.
    package func setSetupToken(_ digest: [UInt8], createdAt: Instant, expiresAt: Instant) throws {
        try execute("DELETE FROM setup_tokens", [])
        try execute(
            "INSERT INTO setup_tokens (token_digest, created_at, expires_at) VALUES (?1, ?2, ?3)",
            [.blob(digest), Value(createdAt.microseconds), Value(expiresAt.microseconds)])
    }

    /// Takes a token out; false when it is not there or too old.
    package func takeSetupToken(_ digest: [UInt8], now: Instant) throws -> Bool {
        try execute(
            "DELETE FROM setup_tokens WHERE token_digest = ?1 AND expires_at > ?2",
            [.blob(digest), Value(now.microseconds)]) == 1
    }
}
