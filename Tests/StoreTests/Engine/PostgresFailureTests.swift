import Receivables
import Testing

@testable import StorePostgres

/// What the server says, as the catalogue of errors knows it
/// (https://www.postgresql.org/docs/15/errcodes-appendix.html).
@Suite struct PostgresFailureTests {
    @Test(
        "each state is a problem with its remedy, and says whether it passes by itself",
        arguments: [
            ("40001", ProblemCode.databaseLocked, true), ("40P01", .databaseLocked, true),
            ("55P03", .databaseLocked, true), ("57014", .databaseLocked, true),
            ("53100", .databaseFull, false), ("25006", .databaseReadOnly, false),
            ("28P01", .databaseRefused, false), ("28000", .databaseRefused, false), ("42501", .databaseRefused, false),
            ("3D000", .databaseMissing, false), ("XX001", .databaseUnreadable, false),
            ("58030", .databaseUnreadable, false), ("53200", .databaseUnavailable, true),
            ("53300", .databaseUnavailable, true), ("57P01", .databaseUnavailable, true),
            ("57P03", .databaseUnavailable, true), ("57P04", .databaseUnavailable, true),
            ("25P03", .databaseUnavailable, true), ("08006", .databaseUnavailable, true),
            ("22012", .internalError, false),
        ])
    func states(state: String, code: ProblemCode, isTransient: Bool) {
        let problem = PostgresFailure(state: state, message: "what it said").problem("db")
        #expect(problem.code == code)
        #expect(problem.code.isTransient == isTransient)
        #expect(problem.facts.contains { $0.name == "detail" && $0.value == .text("what it said") })
    }

    @Test("without rights to write, writing finds a database that may only be read")
    func writing() {
        let problem = PostgresFailure(state: "42501", message: "permission denied").problem("db", isWriting: true)
        #expect(problem.code == .databaseReadOnly)
    }

    @Test(
        "what the library says where there was no server",
        arguments: [
            ("connection refused", ProblemCode.databaseUnavailable),
            ("invalid sslmode value: \"x\"", .databaseURL), ("invalid port number: \"x\"", .databaseURL),
            ("fe_sendauth: no password supplied", .databaseRefused),
            ("SSL error: certificate verify failed", .databaseUntrusted),
            ("server does not support SSL, but SSL was required", .databaseUntrusted),
        ])
    func withoutServer(message: String, code: ProblemCode) {
        #expect(PostgresFailure(state: "", message: message).problem("db").code == code)
    }
}
