import Testing
import Web

@Suite struct HTMLTests {
    @Test func textIsEscapedAndMarkupIsNot() {
        let name = "<b>\"O'Neil\" & co</b>\u{0}"
        let bold: HTML = "<b>\(name)</b>"
        #expect(bold.text == "<b>&lt;b&gt;&quot;O&#39;Neil&quot; &amp; co&lt;/b&gt;\u{FFFD}</b>")
        #expect(HTML("<p>\(bold)</p>").text == "<p>" + bold.text + "</p>")
    }

    @Test func attributesAreThereOrNot() {
        let nothing: String? = nil
        #expect(HTML("<a\("href", "/x?a=1&b=\"2\"")\("title", nothing)\("hidden", if: true)\("inert", if: false)>").text
            == "<a href=\"/x?a=1&amp;b=&quot;2&quot;\" hidden>")
    }

    @Test func addressesAreEncodedAndRead() {
        let texts = ["A/1 b", "ü?&=#%", "", "日本"]
        for text in texts {
            #expect(URLText.decode(URLText.encode(text)) == text)
            #expect(URLText.decodeForm(URLText.encode(text)) == text)
        }
        #expect(URLText.decodeForm("a+b%20c") == "a b c")
        for bad in ["%", "%4", "%zz", "%ff"] { #expect(URLText.decode(bad) == nil, "\(bad)") }
    }

    @Test func formsAreRead() throws {
        let fields = try #require(Fields("a=1&b=x%26y&a=2&empty=&flag"))
        #expect(fields["a"] == "1")
        #expect(fields.all("a") == ["1", "2"])
        #expect(fields["b"] == "x&y")
        #expect(fields.text("empty") == nil)
        #expect(fields.has("flag"))
        #expect(Fields("a=%") == nil)
        #expect(Fields(Array(repeating: "a=1", count: 501).joined(separator: "&")) == nil)
    }
}
