import Formats
import Testing

@Suite struct EmailAddressTests {
    @Test("addresses that could be delivered to")
    func good() {
        let table: [(String, String)] = [
            ("budi@example.co.id", "budi@example.co.id"), (" Budi.S+x@EXAMPLE.com ", "Budi.S+x@example.com"),
            ("a@b.c", "a@b.c"),
            ("ü@bücher.example", "ü@bücher.example"), ("o'neill@x-y.z1", "o'neill@x-y.z1"),
        ]
        for (text, wanted) in table { #expect(EmailAddress(text)?.normalised == wanted, "\(text)") }
    }

    @Test("text that is none")
    func bad() {
        for text in [
            "", "@", "a@", "@b.c", "a@b", "a@@b.c", "a@b@c.d", "a b@c.d", "a@b c.d", "a@b..c", "a@.b", "a@b.",
            "a,b@c.d", "<a@b.c>", "a@b.c;d@e.f",
            "a@b_c.d", "a\u{0}@b.c", "a\"b@c.d", String(repeating: "x", count: 65) + "@b.c",
            "a@" + String(repeating: "y", count: 64) + ".c",
        ] {
            #expect(EmailAddress(text) == nil, "\(text)")
        }
    }
}
