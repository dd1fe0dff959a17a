import Receivables
import Support
import Testing

@Suite struct BucketTests {
    @Test func everyEdgeOfTheDefaults() {
        let table = Table(
            """
            | first | last | name    | end |
            | 0     | 0    | current | 0   |
            | 1     | 30   | 1-30    | 30  |
            | 31    | 60   | 31-60   | 60  |
            | 61    | 90   | 61-90   | 90  |
            | 91    | 120  | 91-120  | 120 |
            | 121   | 180  | 121-180 | 180 |
            | 181   | 9999 | 181+    |     |
            """)
        var days = 0
        for (index, row) in table.rows.enumerated() {
            #expect(Int(row[0]) == days, "no gap")
            while days <= Int(row[1]) ?? 0 {
                #expect(Buckets.standard.index(of: days) == index && Buckets.standard.end(after: days) == Int(row[3]))
                days += 1
            }
            #expect(Buckets.standard.name(index) == row[2])
        }
        #expect(Buckets.standard.count == table.rows.count && Buckets.standard.names == table.rows.map { $0[2] })
    }

    @Test func ownEdges() throws {
        let buckets = try Buckets(ends: [0, 1, 7, 30])
        #expect(buckets.names == ["current", "1", "2-7", "8-30", "31+"])
        #expect([0, 1, 2, 7, 8, 30, 31].map { buckets.index(of: $0) } == [0, 1, 2, 2, 3, 3, 4])
        #expect(try Buckets(ends: [0]).names == ["current", "1+"])
    }

    @Test func edgesThatAreRefused() {
        for ends in [[], [1, 30], [0, 30, 30], [0, 30, 20], [0, -1], [0, 36_501], Array(0...40)] {
            #expect(throws: Problem.self, "\(ends)") { try Buckets(ends: ends) }
        }
    }
}
