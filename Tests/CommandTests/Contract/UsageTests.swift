import Support
import Testing

/// Commands that were written wrongly are told in the language of the person, and as one document to machines.
@Suite struct UsageTests {
    private static let wrong: [(command: String, indonesian: String, english: String)] = [
        ("import receivables", "masih memerlukan <file>", "needs one more word: <file>"),
        ("import receivabls x", "tidak mengenal receivabls, x", "does not know what to do with receivabls, x"),
        ("ageing --as-of 31-12-2026", "\"31-12-2026\" bukan nilai yang sah", "\"31-12-2026\" cannot be a value"),
        ("ageing --as-of", "harus diikuti nilainya", "needs a value behind it"),
        ("ageing --colour", "Tidak ada opsi --colour", "There is no option --colour"),
        ("worklist --limit many", "\"many\" bukan nilai yang sah", "\"many\" cannot be a value"),
        ("nonsense", "tidak mengenal nonsense", "does not know what to do with nonsense"),
    ]

    @Test func everyUsageErrorIsToldInBothLanguages() throws {
        let book = try Book(initialised: false)
        for (command, indonesian, english) in UsageTests.wrong {
            for (language, wanted) in [("id", indonesian), ("en", english)] {
                book.language = language
                let ended = try book.program.run(Book.words(command))
                #expect(ended.status == 64 && ended.out.isEmpty, "\(command)")
                #expect(ended.err.hasPrefix("lunas: ") && ended.err.contains(wanted), "\(command): \(ended.err)")
                #expect(ended.err.contains("lunas help"), "a remedy: \(ended.err)")
                let machine = try book.program.run(Book.words(command) + ["--json"])
                #expect(machine.status == 64 && machine.err.isEmpty, "\(command)")
                let document = try JSON(parsing: machine.out)
                #expect(document.keys == ["error"] && document["error.code"] == "usage")
                #expect(document["error.message"].text?.contains(wanted) == true, "\(document.shown)")
                #expect(document["error.remedy"].text?.isEmpty == false)
            }
        }
    }

    /// The option wins over the variable, and Indonesian is spoken where nobody said anything.
    @Test func theLanguageIsFoundBeforeTheDatabase() throws {
        let book = try Book(initialised: false)
        #expect(try book.program.run("ageing", "--colour").err.contains("Tidak ada opsi"))
        book.language = "id"
        #expect(try book.program.run("ageing", "--colour", "--language", "en").err.contains("no option"))
        #expect(try book.program.run("ageing", "--colour", "--language=en").err.contains("no option"))
    }

    @Test func helpIsNoError() throws {
        let book = try Book(initialised: false)
        for words in [["--help"], ["help"], ["import", "--help"], ["help", "worklist"], ["--version"]] {
            let ended = try book.program.run(words)
            #expect(ended.status == 0 && ended.err.isEmpty && !ended.out.isEmpty, "\(words)")
        }
    }
}
