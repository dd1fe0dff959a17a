import Receivables
import Support
import Testing
import Wording

@Suite struct TemplateTests {
    private func filled(_ text: String, _ facts: [Fact], _ language: Language = .english) -> String {
        Template(text: text).filled(facts, Printing(language))
    }

    @Test func valuesArePrintedInTheLanguage() throws {
        let day = try #require(Day("2026-10-05"))
        let facts = [
            Fact("who", "Budi"), Fact("count", 12_345), Fact("date", day), Fact("amount", .money(150_000_000, .rupiah)),
            Fact("result", .contactResult, "busy"), Fact("reason", Phrase(.line, [Fact("line", 1200)])),
        ]
        let text = "{who}|{count}|{count#}|{date}|{amount}|{result}|{reason}"
        #expect(filled(text, facts) == "Budi|12,345|12345|5 Oct 2026|Rp1,500,000|busy|line 1200")
        #expect(filled(text, facts, .indonesian) == "Budi|12.345|12345|5 Okt 2026|Rp1.500.000|sibuk|baris 1200")
    }

    @Test func oneAndMany() {
        let text = "{n} {n|day was|days were} left"
        #expect(filled(text, [Fact("n", 1)]) == "1 day was left")
        #expect(filled(text, [Fact("n", 0)]) == "0 days were left")
        #expect(filled(text, [Fact("n", 2)]) == "2 days were left")
        #expect(filled(text, [Fact("n", -1)]) == "-1 days were left")
    }

    @Test func aPartWithoutItsFactIsLeftOut() {
        let text = "It stopped[ in line {line#}][, column {column}]."
        #expect(filled(text, []) == "It stopped.")
        #expect(filled(text, [Fact("line", 1234)]) == "It stopped in line 1234.")
        #expect(filled(text, [Fact("column", "DPD")]) == "It stopped, column DPD.")
        #expect(filled(text, [Fact("line", 7), Fact("column", "")]) == "It stopped in line 7.")
    }

    /// A missing fact is a fault of ours; the sentence stands all the same.
    @Test func aMissingFactIsMarked() {
        #expect(filled("No {what} here.", []) == "No ? here.")
    }

    /// What a user wrote is never read as a template.
    @Test func valuesAreNotTemplates() {
        #expect(filled("<{a}>", [Fact("a", "{b} [c]"), Fact("b", "no")]) == "<{b} [c]>")
    }

    @Test func theFirstFactOfANameCounts() {
        #expect(filled("{a}", [Fact("a", "first"), Fact("a", "second")]) == "first")
    }

    @Test func placeholdersAreNamed() {
        #expect(Template(text: "{a} {b#}[ {c|x|y} {d}]").placeholders == ["a", "b", "c", "d"])
    }

    @Test func aProblemIsToldWithItsRemedy() {
        let problem = Problem(
            .importUnfinished,
            [
                Fact("import", 1234), Fact("kind", .importKind, "payments"), Fact("file", "a.csv"),
            ])
        let english = Catalogue(.english).tell(problem)
        #expect(english.message == #"Import 1234 (payments, "a.csv") was interrupted and is not finished."#)
        #expect(english.remedy.hasSuffix(#""lunas import undo 1234"."#))
        let indonesian = Catalogue(.indonesian).tell(problem)
        #expect(indonesian.message == #"Impor 1234 (pembayaran, "a.csv") terputus dan belum selesai."#)
        #expect(indonesian.remedy.hasSuffix(#""lunas import undo 1234"."#))
    }
}
