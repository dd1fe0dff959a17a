import Formats
import Testing

@Suite struct RecordScannerTests {
    @Test("RFC 4180, section 2, rule by rule")
    func rfc4180() {
        let table: [(String, [[String]])] = [
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("a, b ,c\r\n", [["a", " b ", "c"]]),
            ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz", [["aaa", "b\r\nbb", "ccc"], ["zzz"]]),
            ("\"aaa\",\"b\"\"bb\",\"ccc\"", [["aaa", "b\"bb", "ccc"]]),
            ("\"a,b\",c", [["a,b", "c"]]),
        ]
        for (text, rows) in table { #expect(Scanned.all(text) == rows.map(Scanned.record), "\(text.debugDescription)") }
    }

    @Test("empty fields, quotes in odd places, blank lines")
    func edges() {
        let table: [(String, [[String]])] = [
            ("", []), ("\n", []), ("\r\n\r\n", []), ("\n\na\n\n\nb\n\n", [["a"], ["b"]]),
            (",", [["", ""]]), (",\n,,\n", [["", ""], ["", "", ""]]), ("a,", [["a", ""]]),
            ("a,\nb", [["a", ""], ["b"]]),
            ("\"\"", [[""]]), ("\"\",\"\"", [["", ""]]), ("\"\"\"\"", [["\""]]), ("\"\"\"a\"\"\"", [["\"a\""]]),
            ("a\"b", [["a\"b"]]), ("a\"b\"c,d", [["a\"b\"c", "d"]]), ("a \"b,c\"", [["a \"b", "c\""]]),
            ("\"a\" ,b", [["a", "b"]]), ("\"a\"\t\u{A0} ,b", [["a", "b"]]),
            ("\"a\"b,c", [["\"a\"b", "c"]]), ("\"a\"\"b\"c\"d\",e", [["\"a\"\"b\"c\"d\"", "e"]]),
            ("\"a\n\"b,c", [["\"a\n\"b", "c"]]),
        ]
        for (text, rows) in table { #expect(Scanned.all(text) == rows.map(Scanned.record), "\(text.debugDescription)") }
    }

    @Test("every line end ends a record, and mixes of them do", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) {
        let rows = [Scanned.record(["a", "1"]), .record(["b", "2"]), .record(["c", ""])]
        #expect(Scanned.all("a,1\(end)b,2\(end)c,") == rows)
        #expect(Scanned.all("a,1\(end)b,2\(end)c,\(end)") == rows)
        #expect(Scanned.all("a,1\r\nb,2\(end)\(end)c,\r") == rows)
        #expect(Scanned.all("\"x\(end)y\",1\(end)z") == [.record(["x\(end)y", "1"]), .record(["z"])])
    }

    @Test(
        "each delimiter cuts, and the others are ordinary characters", arguments: [",", ";", "\t", "|"] as [Character]
    )
    func delimiters(delimiter: Character) {
        let others = String(",;\t|".filter { $0 != delimiter })
        let text = "a\(delimiter)\"b\(delimiter)b\"\(delimiter)\(others)\n"
        #expect(Scanned.all(text, delimiter: delimiter) == [.record(["a", "b\(delimiter)b", others])])
    }

    @Test("a quote that is never closed costs its own line only")
    func quoteNotClosed() {
        #expect(Scanned.all("a,\"b\nc,d\ne,f") == [.quoteNotClosed, .record(["c", "d"]), .record(["e", "f"])])
        #expect(Scanned.all("a,\"b") == [.quoteNotClosed])
        #expect(Scanned.all("\"") == [.quoteNotClosed])
        #expect(Scanned.all("a\n\"\"\"\nb") == [.record(["a"]), .quoteNotClosed, .record(["b"])])
    }

    @Test("a record beyond the limit is one bad row, and the next one is read")
    func tooLong() {
        let limit = FormatLimits.recordBytesMax
        let long = String(repeating: "x", count: limit)
        #expect(Scanned.all("a,b\n\(long)\nc,d\n") == [.record(["a", "b"]), .tooLong, .record(["c", "d"])])
        #expect(Scanned.all("\(long)y,\"z\"\nc,d\n") == [.tooLong, .record(["c", "d"])])
        let fitting = String(repeating: "x", count: limit - 1)
        #expect(Scanned.all("\(fitting)\nc") == [.record([fitting]), .record(["c"])])
        let quoted = "\"" + String(repeating: "x", count: limit) + "\""
        #expect(Scanned.all("a,\(quoted)\nc,d") == [.quoteNotClosed, .record(["c", "d"])])
    }

    @Test("a field in quotes may run over many lines, but not over all of a file")
    func manyLines() {
        let lines = FormatLimits.recordLinesMax
        let fitting = String(repeating: "x\r\n", count: lines)
        #expect(Scanned.all("\"\(fitting)\",b\nc") == [.record([fitting, "b"]), .record(["c"])])
        let tooMany = Scanned.all("\"" + String(repeating: "x\n", count: lines + 1) + "\",b\nc")
        #expect(tooMany.first == .quoteNotClosed)
        #expect(tooMany.last == .record(["c"]))
    }

    @Test("a file whose every line opens a quote takes time in proportion to its size")
    func hostileQuotes() {
        // Each line closes the quote of the line before and opens another: one endless record, from whatever line.
        let line = "a\"b,\"c\n"
        let count = 40_000
        let clock = ContinuousClock()
        var found = 0
        let time = clock.measure { found = Scanned.all(String(repeating: line, count: count)).count }
        #expect(found == count)
        #expect(time < .seconds(30), "quadratic: \(time)")
    }

    @Test("fields stay valid and right however often and in whatever order they are asked for")
    func foldedFields() {
        withBytes("\"a\"\"1\",b,\"\"\"\"\"\",\"d\"\"\"\nnext,\"x\"\"y\"") { bytes in
            var scanner = RecordScanner(bytes, delimiter: 0x2C)
            #expect(scanner.next() == .record)
            let all = [3, 0, 2, 1, 0, 3].map { scanner.value($0) }
            #expect(all.map(\.text) == ["d\"", "a\"1", "\"\"", "b", "a\"1", "d\""])
            #expect(scanner.next() == .record)
            #expect([scanner.text(1), scanner.text(0), scanner.text(1)] == ["x\"y", "next", "x\"y"])
            scanner.seek(0)
            #expect(scanner.next() == .record)
            #expect(scanner.text(3) == "d\"")
            #expect(scanner.start == 0)
        }
    }

    @Test("records are found at the offsets where they start, and read again from there alike")
    func seeking() {
        let text = "a,b\r\n\r\n\"c\nc\",d\n\"e\"\"e\",\"f\"\r\r\"open,g\nh"
        withBytes(text) { bytes in
            var scanner = RecordScanner(bytes, delimiter: 0x2C)
            var seen: [(Int, ScanStatus, [String])] = []
            while true {
                let status = scanner.next()
                if status == .end { break }
                seen.append((scanner.start, status, scanner.fields.indices.map { scanner.text($0) }))
            }
            #expect(seen.map(\.0) == [0, 7, 15, 27, 35])
            for (start, status, fields) in seen.reversed() {
                scanner.seek(start)
                #expect(scanner.next() == status)
                #expect(scanner.fields.indices.map { scanner.text($0) } == fields)
            }
        }
    }

    @Test("line numbers count line ends of all kinds, those in quotes too")
    func lines() {
        withBytes("h\r\n\"a\nb\"\rc\n\nd") { bytes in
            #expect(RecordScanner.lines(of: [0, 3, 9, 12], in: bytes) == [1, 2, 4, 6])
            #expect(RecordScanner.lines(of: [], in: bytes) == [])
            #expect(RecordScanner.lines(of: [3, 3], in: bytes) == [2, 2])
        }
    }
}
