import Formats
import Testing

@Suite struct BytesTests {
    @Test("blanks at both ends go, no-break ones too, and nothing else")
    func trimmed() {
        let table: [(String, String)] = [
            ("", ""), ("  ", ""), (" a ", "a"), ("\t\r\na b\n", "a b"), ("\u{A0}a\u{A0}\u{A0}", "a"), ("\u{A0}", ""),
            ("à", "à"), (" à ", "à"), ("Â", "Â"), ("\u{2009}a", "\u{2009}a"), ("a\u{301} ", "a\u{301}"),
        ]
        for (text, wanted) in table {
            #expect(withBytes(text) { $0.trimmed.text } == wanted, "\(text.debugDescription)")
        }
        #expect(withBytes([0xA0]) { $0.trimmed.count } == 1)
        #expect(withBytes([0xC2]) { $0.trimmed.count } == 1)
        #expect(withBytes([0xC2, 0xA0, 0xA0]) { $0.trimmed.count } == 1)
    }

    @Test("digits and words")
    func words() {
        #expect(withBytes("0123") { $0.isDigits })
        #expect(!withBytes("") { $0.isDigits } && !withBytes("12a") { $0.isDigits } && !withBytes("-1") { $0.isDigits })
        #expect(withBytes("YeS") { $0.equalsIgnoringCase("yes") })
        #expect(
            !withBytes("yes ") { $0.equalsIgnoringCase("yes") }
                && !withBytes("ye\u{13}") { $0.equalsIgnoringCase("yes") }
        )
        #expect(withBytes("[") { !$0.equalsIgnoringCase("{") })
    }
}
