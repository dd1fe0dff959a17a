import Support
import Testing

/// How answers repeat the name of a database: as it was given, but for passwords.
@Suite struct DatabaseNameTests {
    @Test(arguments: [
        ("postgres://u:geheim@127.0.0.1:1/d", "postgres://u@127.0.0.1:1/d"),
        ("postgres://u@127.0.0.1:1/d", "postgres://u@127.0.0.1:1/d"),
        ("postgres://u:a@b:geheim@127.0.0.1:1/d?sslmode=prefer", "postgres://u@127.0.0.1:1/d?sslmode=prefer"),
        ("postgres://127.0.0.1:1/d?password=geheim&user=u", "postgres://127.0.0.1:1/d?user=u"),
        ("postgresql://127.0.0.1:1/d?password=geheim", "postgresql://127.0.0.1:1/d"), ("no.sqlite", "no.sqlite"),
        ("sqlite:no.sqlite", "sqlite:no.sqlite"),
    ])
    func passwordsAreNotRepeated(given: String, told: String) throws {
        let book = try Book(initialised: false)
        let ended = try book.program.run("doctor", "--database", given, "--json")
        #expect(ended.status != 0 && !(ended.out + ended.err).contains("geheim"))
        #expect(try JSON(parsing: ended.out)["database"].text == told)
    }
}
