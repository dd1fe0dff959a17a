import Receivables
import Store
import Support
import Testing

/// Digests are the same for the same rows on every engine, and for nothing else.
@Suite struct TableDigestTests {
    /// The digest of the table of contacts, of which each row is told in the columns that may be null.
    private func digest(_ tested: TestedEngine, _ rows: [[Value]]) throws -> TableDigest {
        let scratch = try Scratch()
        let engine = try tested.open(scratch)
        defer { try? engine.close() }
        _ = try Migrator.migrate(engine, now: Instant(microseconds: 1))
        try engine.write(.repeatable) { db in
            for (index, row) in rows.enumerated() {
                try db.execute(
                    """
                    INSERT INTO contacts (debtor_id, contact_id, account_id, at, day, channel, direction, result, note,
                        actor, imported, entry_id) VALUES (1, ?1, ?2, 5, 6, ?3, 'out', ?4, ?5, 'a', 0, 1)
                    """, [Value(index)] + row)
            }
        }
        return try engine.read { db in try TableDigest(db, db.shape(of: "contacts")) }
    }

    @Test("every other cell makes another digest, and engines agree", arguments: TestedEngine.all)
    func digests(tested: TestedEngine) throws {
        let books: [[[Value]]] = [
            [],
            [[.null, .text("sms"), .null, .null]],
            [[.integer(0), .text("sms"), .null, .null]],
            [[.integer(-1), .text("sms"), .null, .null]],
            [[.integer(.max), .text("sms"), .null, .null]],
            [[.null, .text("sms"), .text(""), .null]],
            [[.null, .text("sms"), .null, .text("")]],
            [[.null, .text("sm"), .text("s"), .null]],
            [[.null, .text("sms"), .text("é"), .null]],
            [[.null, .text("sms"), .text("e\u{301}"), .null]],
            [[.null, .text("sms"), .null, .null], [.null, .text("sms"), .null, .null]],
        ]
        var seen: Set<[UInt8]> = []
        for rows in books {
            let digest = try digest(tested, rows)
            #expect(digest.rows == rows.count && digest.table == "contacts" && digest.text.utf8.count == 64)
            #expect(try digest == self.digest(.sqlite, rows))
            seen.insert(digest.hash)
        }
        #expect(seen.count == books.count)
    }

    @Test("a digest over more than one piece is that of its bytes one after the other")
    func pieces() throws {
        let long = String(repeating: "0123456789", count: 20_000)
        let one = try digest(.sqlite, [[.null, .text(long), .null, .null]])
        let other = try digest(.sqlite, [[.null, .text(long.dropLast() + "8"), .null, .null]])
        #expect(one.hash != other.hash)
        #expect(try one == digest(.sqlite, [[.null, .text(long), .null, .null]]))
    }
}
