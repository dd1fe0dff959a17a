import Store
import Receivables
import Testing

@testable import StorePostgres

/// What goes to PostgreSQL as text: statements with their parameters, and addresses without their secrets.
@Suite struct PostgresTextTests {
    @Test("parameters are numbered in this engine's way, outside quotes")
    func numbered() {
        let sql = "SELECT ?2, '?1 it''s ?3', ?12 WHERE a = ?1"
        #expect(StatementText.numbered(sql) == "SELECT $2, '?1 it''s ?3', $12 WHERE a = $1")
        #expect(StatementText.parameterCount(sql) == 12)
        #expect(StatementText.parameterCount("SELECT 'a ?7'") == 0)
    }

    @Test("values are written so that they stay what they are")
    func spelled() {
        let values: [Value] = [.text("O'Neil\\ ?2"), .integer(-5), .null, .blob([0, 255]), .ids([1, 2])]
        #expect(
            StatementText.spelledOut("SELECT ?1, ?2, ?3, ?4, ?5", values)
                == #"SELECT 'O''Neil\ ?2'::text, (-5)::bigint, NULL, '\x00ff'::bytea, '{1,2}'::bigint[]"#)
    }

    @Test("a batch stands before the statement, its columns behind the parameters")
    func batch() {
        #expect(
            StatementText.withBatch("UPDATE t SET a = ?1 FROM batch AS b WHERE t.i = b.c0", elementTypes: ["bigint"])
                == "WITH batch (c0) AS (SELECT * FROM unnest($2::bigint[])) "
                + "UPDATE t SET a = $1 FROM batch AS b WHERE t.i = b.c0")
    }

    @Test(
        "passwords are not shown",
        arguments: [
            "postgres://u:geheim@h:1/d", "postgres://u:a@b:geheim@h/d?sslmode=require",
            "postgres://h/d?password=geheim&user=u", "postgresql://h/d?password=geheim", "postgres://u:geheim%zz@h/d",
            "postgres://u:geheim@h/d?passwort=geheim", "postgres://u:geheim@[h/d", "postgres://u:%00geheim@h/d",
        ])
    func secrets(address: String) {
        do throws(Problem) {
            #expect(!(try PostgresAddress(address).shown.contains("geheim")))
        } catch { #expect(error.code == .databaseURL && !"\(error.facts)".contains("geheim")) }
    }

    @Test("rows of known keys are changed, and the others added")
    func changes() {
        let words = StatementText.change(
            of: "t", columns: ["id", "a", "ab"], key: ["id"], "UPDATE SET ab = t.ab + excluded.ab, a = excluded.a")
        #expect(words.change == "UPDATE t SET ab = t.ab + batch.c2, a = batch.c1 FROM batch WHERE t.id = batch.c0")
        #expect(
            words.addition == """
                INSERT INTO t (id, a, ab)
                SELECT c0, c1, c2 FROM batch WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.id = batch.c0)
                ON CONFLICT (id) DO UPDATE SET ab = t.ab + excluded.ab, a = excluded.a
                """)
    }

    @Test("the code of a refusal is found in any language")
    func codes() {
        #expect(PostgresAddress.state(in: "connection failed: FATAL:  28P01: password failed") == "28P01")
        #expect(PostgresAddress.state(in: "FATAL:  3D000: Datenbank »x« existiert nicht") == "3D000")
        #expect(PostgresAddress.state(in: "connection refused: is the server running on host: 12345") == "")
    }

    @Test("sums that come as numeric are read to the last digit")
    func numeric() {
        let cases: [([Int16], Int64?, String)] = [
            ([0, 0, 0, 0], 0, "0"), ([1, 0, 0, 0, 7], 7, "7"), ([2, 1, 0, 0, 12, 34], 120_034, "120034"),
            ([1, 1, 0x4000, 0, 5], -50_000, "-50000"), ([2, 0, 0, 2, 3, 1400], 3, "3.14"),
            ([5, 4, 0, 0, 922, 3372, 368, 5477, 5807], .max, "9223372036854775807"),
            ([5, 4, 0, 0, 922, 3372, 368, 5477, 5808], nil, "9223372036854775808"),
        ]
        for (halves, whole, decimal) in cases {
            var bytes = NetworkBytes()
            for half in halves { bytes.append(half) }
            bytes.bytes.withUnsafeBufferPointer { raw in
                #expect(BinaryValue.whole(raw) == whole)
                #expect(BinaryValue.decimal(raw) == decimal)
            }
        }
    }
}
