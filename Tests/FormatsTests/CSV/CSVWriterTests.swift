import Formats
import Testing

@Suite struct CSVWriterTests {
    @Test("quotes only where they are needed")
    func fields() {
        let table: [(String, String)] = [
            ("", ""), ("abc", "abc"), ("a,b", "\"a,b\""), ("a;b", "a;b"), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""), (" a", "\" a\""), ("a ", "\"a \""), ("\"\u{301}", "\"\"\"\u{301}\""),
        ]
        for (text, written) in table { #expect(CSVWriter.field(text) == written, "\(text)") }
        #expect(CSVWriter.field("a;b", delimiter: UInt8(ascii: ";")) == "\"a;b\"")
        #expect(CSVWriter.record(["a", "b,c", ""]) == "a,\"b,c\",\r\n")
        #expect(CSVWriter.record([""]) == "\"\"\r\n")
    }

    @Test("text that a spreadsheet would run as a formula is made harmless, numbers stay")
    func formulas() {
        let table: [(String, String)] = [
            ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"), ("\rx", "'\rx"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"), ("-5", "-5"), ("+62 812-555", "+62 812-555"), ("-1.234.567", "-1.234.567"), ("", ""),
            ("a=b", "a=b"),
        ]
        for (text, written) in table { #expect(CSVWriter.harmless(text) == written, "\(text)") }
    }
}
