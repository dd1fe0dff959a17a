import Foundation
import Formats
import Receivables
import Support
import Testing

/// Books of others, aged on every day for which somebody else has computed the answer.
@Suite(.enabled(if: ConformanceData.isPresent)) struct AgeingConformanceTests {
    /// How the columns of the customer ledger are meant.
    static let ledgerMap = """
        {"dates": "dd-MM-yyyy", "currency": "USD", "columns": {"debtor.reference": "cust_number",
         "debtor.name": "name_customer", "due.reference": "doc_id", "due.issued": "posting_date",
         "due.date": "due_in_date", "due.amount": "converted_usd", "due.settled": "clear_date"}}
        """

    /// How the columns of the app lender's loans are meant.
    static let loansMap = """
        {"dates": "yyyy-MM-dd", "currency": "NGN", "columns": {"debtor.reference": "customerid",
         "account.reference": "systemloanid", "due.issued": "approveddate", "due.date": "firstduedate",
         "due.amount": "totaldue", "due.settled": "closeddate"}}
        """

    @Test func openItemsOfACustomerLedger() throws {
        let book = try Book()
        try book.file("map.json", AgeingConformanceTests.ledgerMap)
        let path = try ConformanceData.path("ar-hrc-open/hrc_open_items_not_U001.csv")
        let result = try book.json(["import", "receivables", path, "--map", "map.json", "--as-of", "2020-06-30"])
        let expected = try expectations("ar-hrc-open")
        #expect(
            result["read"] == expected["rows"] && result["accepted"] == expected["rows"] && result["rejected"] == 0)
        #expect(result["rounded"] == expected["amounts_with_more_than_2_decimals"])
        #expect(result["debtors"] == expected["customer_numbers"])
        let names = try Rows(book.database).count(
            """
            SELECT max(n) FROM (SELECT count(DISTINCT value) AS n FROM attributes WHERE attribute = 'name'
                GROUP BY debtor_id) AS counted
            """)
        #expect(JSON.int(names) == expected["most_names_for_one_number"], "every spelling of a name is kept")
        let cases = try check(book, "USD", expected["as_of"].list)
        #expect(
            try book.json(["import", "receivables", path, "--map", "map.json", "--as-of", "2020-06-30"])["unchanged"]
                == expected["rows"])
        try book.verify()
        ConformanceData.report("ar-hrc-open", cases: cases)
    }

    @Test func loansOfAnAppLender() throws {
        let book = try Book()
        try book.file("map.json", AgeingConformanceTests.loansMap)
        // Loans of several instalments have no schedule in the data, and the expectations leave them out.
        let lines = try unpacked("loans-superlender/trainprevloans.dev.csv.gz").split(whereSeparator: \.isNewline)
        let term = try #require(lines.first?.split(separator: ",").firstIndex(of: "termdays"))
        let kept = lines.dropFirst().filter {
            ["15", "30"].contains($0.split(separator: ",", omittingEmptySubsequences: false)[term])
        }
        try book.file("loans.csv", ([lines[0]] + kept).joined(separator: "\n") + "\n")
        let result = try book.json("import receivables loans.csv --map map.json --as-of 2018-01-01")
        let expected = try expectations("loans-superlender")
        #expect(result["read"] == expected["single_instalment_loans"] && result["rejected"] == 0)
        #expect(result["accepted"] == expected["single_instalment_loans"])
        let cases = try check(book, "NGN", expected["as_of"].list)
        #expect(
            try book.sums("2018-01-01").hasPrefix("0.00") || book.sums("2018-01-01") == "nothing", "all were repaid")
        try book.verify()
        ConformanceData.report("loans-superlender", cases: cases)
    }

    private func expectations(_ set: String) throws -> JSON {
        try JSON(parsing: String(decoding: try ConformanceData.bytes("\(set)/expected.json"), as: UTF8.self))
    }

    private func unpacked(_ name: String) throws -> String {
        try ConformanceData.bytes(name).withUnsafeBufferPointer { try Gunzip.unpack($0, name: name).text }
    }

    /// Compares every day of the expectations, figure by figure, and gives the number of figures compared.
    private func check(_ book: Book, _ currency: String, _ days: [JSON]) throws -> Int {
        var cases = 0
        func same(_ found: JSON, _ wanted: JSON, _ what: String) {
            #expect(found == wanted, "\(what)")
            cases += 1
        }
        #expect(!days.isEmpty)
        for expected in days {
            let day = try #require(expected["as_of"].text)
            let found = try book.ageing(day)["currencies"].list.first { $0["currency"].text == currency } ?? .null
            same(found["open.dues"], expected["open_invoices"], "\(day) open")
            same(found["open.amount"], expected["open_balance"], "\(day) open amount")
            same(found["overdue.dues"], expected["overdue_invoices"], "\(day) overdue")
            same(found["overdue.amount"], expected["overdue_balance"], "\(day) overdue amount")
            same(found["overdue.debtors"], expected["overdue_customers"], "\(day) customers")
            for (theirs, ours) in AgeingConformanceTests.buckets {
                let parts = found["buckets"].list.filter { ours.contains($0["bucket"].text ?? "") }
                same(
                    .int(parts.reduce(0) { $0 + ($1["dues"].int ?? 0) }), expected["buckets"].member(theirs)["count"],
                    "\(day) \(theirs)")
                let sum = parts.reduce(0) { $0 + AgeingConformanceTests.minor($1["amount"]) }
                same(
                    .int(sum), .int(AgeingConformanceTests.minor(expected["buckets"].member(theirs)["amount"])),
                    "\(day) \(theirs)")
            }
            cases += try checkDebtors(book, day, expected)
        }
        return cases
    }

    /// The largest overdue debtors with their amounts and their days.
    private func checkDebtors(_ book: Book, _ day: String, _ expected: JSON) throws -> Int {
        let rows = try JSON(parsing: try book.done("export ageing --as-of \(day) --format json"))["rows"].list
        var sums: [String: (overdue: Int, days: Int)] = [:]
        for row in rows {
            let debtor = row["debtor"].text ?? ""
            let old = sums[debtor] ?? (0, 0)
            sums[debtor] = (
                old.overdue + AgeingConformanceTests.minor(row["overdue"]), max(old.days, row["dpd"].int ?? 0)
            )
        }
        #expect(JSON.int(sums.values.map(\.days).max() ?? 0) == expected["max_days_past_due"], "\(day) days")
        for top in expected["top10_overdue_customers"].list {
            let found = sums[top["0"].text ?? ""]
            #expect(
                found?.overdue == AgeingConformanceTests.minor(top["1"]) && found?.days == top["2"].int,
                "\(day) \(top.shown)")
        }
        return 1 + expected["top10_overdue_customers"].list.count
    }

    private static let buckets: [(theirs: String, ours: Set<String>)] = [
        ("not due", ["current"]), ("1-30", ["1-30"]), ("31-60", ["31-60"]), ("61-90", ["61-90"]),
        ("90+", ["91-120", "121-180", "181+"]),
    ]

    private static func minor(_ amount: JSON) -> Int { Int(amount.text?.replacing(".", with: "") ?? "") ?? .min }
}

extension JSON {
    /// A member whose name has points in it, or anything else.
    func member(_ name: String) -> JSON {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }
}
