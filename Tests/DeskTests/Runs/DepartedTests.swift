import Desk
import Formats
import Receivables
import Store
import Testing

/// Accounts that left the desk while something is still to fall due.
@Suite struct DepartedTests {
    @Test("nobody is forgotten whose only account was written off before it was late")
    func writtenOff() throws {
        let book = try TestBook()
        try book.take(
            .receivables,
            "Customer ID,Account,Invoice,Due date,Amount,Status\nA,ONE,a-1,2026-03-04,100,hapus buku\n"
                + "B,TWO,b-1,2026-03-20,100,\n")
        let run = try book.run("2026-03-02")
        #expect(run.accountsTouched == 2)
        #expect(try book.broken() == [])
        #expect(try book.count("SELECT count(*) FROM agenda") == 1, "only the other one has something to come")
    }

    @Test("who is still at the desk and not on the agenda is found")
    func forgotten() throws {
        let book = try TestBook()
        try book.take(
            .receivables,
            "Customer ID,Account,Invoice,Due date,Amount\nA,ONE,a-1,2026-03-20,100\nB,TWO,b-1,2026-03-20,1\n")
        try book.run("2026-03-02")
        try book.engine.write(.durable) { db in _ = try db.execute("DELETE FROM agenda WHERE debtor_id = 1", []) }
        #expect(try book.broken().map { $0.prefix { $0 != ":" } } == ["agenda-is-complete"])
    }
}
