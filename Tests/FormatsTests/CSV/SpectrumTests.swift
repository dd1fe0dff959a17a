import Formats
import Receivables
import Support
import Testing

/// csv-spectrum: pairs of a CSV file and what it means, as JSON.
@Suite(.enabled(if: ConformanceData.isPresent)) struct SpectrumTests {
    private static let names = [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines",
        "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ]

    @Test func allPairs() throws {
        var cases = 0
        for name in Self.names {
            let csv = try ConformanceData.bytes("bad-inputs/csv-spectrum/csvs/\(name).csv")
            let json = try ConformanceData.bytes("bad-inputs/csv-spectrum/json/\(name).json")
            let document = try #require(withBytes(json) { JSONValue(parsing: $0) })
            let wanted = document.array ?? [document]
            var rows = try OpenedTable(csv).rows()
            let header = rows.removeFirst()
            #expect(rows.count == wanted.count, "\(name)")
            for (row, object) in zip(rows, wanted) {
                #expect(row.count == header.count, "\(name)")
                // The JSON of this set states another telephone number than its CSV.
                for (key, value) in zip(header, row) where key != "Contact Phone Number" {
                    // One of the JSON files was written on another system than its CSV; line ends are not its point.
                    let expected = object[key]?.string?.replacing("\r\n", with: "\n")
                    #expect(value.replacing("\r\n", with: "\n") == expected, "\(name): \(key)")
                }
                cases += 1
            }
        }
        ConformanceData.report("csv-spectrum rows", cases: cases)
        #expect(cases == 21)
    }
}
