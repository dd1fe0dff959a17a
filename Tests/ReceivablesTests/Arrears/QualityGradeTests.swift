import Receivables
import Support
import Testing

@Suite struct QualityGradeTests {
    /// First and last day of every grade, by type of lender; a dash where the type has no such grade.
    private let table = Table(
        """
        | lender        | 1    | 2     | 3      | 4       | 5    |
        | bank          | 0-0  | 1-90  | 91-120 | 121-180 | 181- |
        | rural-bank    | 0-30 | 31-90 | 91-180 | 181-360 | 361- |
        | multifinance  | 0-10 | 11-90 | 91-120 | 121-180 | 181- |
        | p2p           | 0-0  | 1-30  | 31-60  | 61-90   | 91-  |
        | microfinance  | 0-90 | -     | -      | 91-270  | 271- |
        """)

    @Test func everyDayOfEveryLender() throws {
        for row in table.rows {
            let lender = try #require(LenderType(rawValue: row[0]))
            var expected: [Int: Int] = [:]
            for grade in 1...5 where row[grade] != "-" {
                let ends = row[grade].split(separator: "-").compactMap { Int($0) }
                let first = try #require(ends.first)
                for day in first...(ends.count > 1 ? ends[1] : 1200) { expected[day] = grade }
            }
            #expect(expected.count == 1201, "\(lender): the table has no gap")
            for day in 0...1200 {
                #expect(
                    QualityGrade(lender: lender, daysPastDue: day)?.rawValue == expected[day], "\(lender) day \(day)")
            }
        }
        #expect(table.rows.count == LenderType.allCases.count - 1)
    }

    @Test func invoicesHaveNoGrade() {
        #expect((0...400).allSatisfy { QualityGrade(lender: .trade, daysPastDue: $0) == nil })
    }

    @Test func theGradesAreCalledAsInTheRegulation() {
        #expect(
            QualityGrade.allCases.map(\.name) == [
                "lancar", "dalam perhatian khusus", "kurang lancar", "diragukan", "macet",
            ])
    }
}
