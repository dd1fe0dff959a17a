import Desk
import Formats
import Receivables
import Testing

/// A file that is surveyed in two halves at a time says the same as when it is read from its start to its end.
@Suite struct HalvedSurveyTests {
    private static let accounts = 12

    private func book() throws -> TestBook {
        let book = try TestBook()
        var text = "Customer ID,Account,Invoice,Due date,Amount\n"
        for account in 1...HalvedSurveyTests.accounts { text += "C\(account),A\(account),i,2026-01-10,100000\n" }
        try book.take(.receivables, text)
        return book
    }

    /// Payments on known and unknown accounts, of every kind of row that a survey treats differently; line ends inside
    /// quotes, so that the middle of the file is often no start of a row.
    private func payments(_ random: inout Seeded) -> String {
        let lineEnd = random.pick(["\n", "\r\n"])
        var text = "Account,Payment reference,Payment date,Amount,Payer" + lineEnd
        for row in 0..<random.int(0...60) {
            let account = random.chance(85) ? "A\(random.int(1...HalvedSurveyTests.accounts))" : "X\(random.int(1...3))"
            let reference = random.chance(20) ? "p\(random.int(0...row))" : random.chance(10) ? "" : "p\(row)"
            let day = random.chance(80) ? "2026-02-0\(random.int(1...9))" : "1\(random.int(0...9))/02/2026"
            let amount = random.chance(85) ? "\(random.int(1...99))000" : random.pick(["-500", "x", "1.500,00"])
            let payer = random.pick(["Ani", "\"Budi\(lineEnd)Jl. Melati\(lineEnd)No. 3\"", "\"a \"\"b\"\"\"", "\"open"])
            text += [account, reference, day, amount, payer].joined(separator: ",") + lineEnd
            if random.chance(5) { text += lineEnd }
        }
        return text
    }

    private func outcome(_ text: String, halvesFrom bytes: Int) throws -> (state: [String], rejects: [[String]]) {
        let book = try book()
        do {
            try book.take(.payments, text) { $0.surveyHalvesBytesMin = bytes }
        } catch let problem as Problem {
            return ([problem.code.rawValue], [])
        }
        let rejects = try book.rows(
            "SELECT number, row_offset, column_name, value, code, row_text FROM import_rejects ORDER BY 1", columns: 6)
        #expect(try book.broken() == [])
        return (try book.state(), rejects)
    }

    @Test("halves or not, the book says the same", arguments: 0..<60)
    func same(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let text = payments(&random)
        let whole = try outcome(text, halvesFrom: .max)
        let halved = try outcome(text, halvesFrom: 0)
        #expect(halved.state == whole.state)
        #expect(halved.rejects == whole.rejects)
    }

    @Test("one date in the second half decides how those of the first are read")
    func evidence() throws {
        let book = try book()
        var text = "Account,Payment reference,Payment date,Amount\n"
        for row in 1...40 { text += "A1,p\(row),03/02/2026,1000\n" }
        text += "A1,last,13/02/2026,1000\n"
        try book.take(.payments, text) { $0.surveyHalvesBytesMin = 0 }
        #expect(
            try book.rows("SELECT DISTINCT day FROM payments ORDER BY day", columns: 1)
                == [["20487"], ["20497"]])
    }
}
