import Formats
import Receivables
import Support
import Testing
import Wording

@Suite struct NumberWordsTests {
    private let indonesian = NumberWords(.indonesian)
    private let english = NumberWords(.english)

    @Test func cardinals() {
        let table = Table(
            """
            | number              | id                                | en                                  |
            | 0                   | nol                               | zero                                |
            | 1                   | satu                              | one                                 |
            | 10                  | sepuluh                           | ten                                 |
            | 11                  | sebelas                           | eleven                              |
            | 12                  | dua belas                         | twelve                              |
            | 19                  | sembilan belas                    | nineteen                            |
            | 20                  | dua puluh                         | twenty                              |
            | 21                  | dua puluh satu                    | twenty-one                          |
            | 100                 | seratus                           | one hundred                         |
            | 101                 | seratus satu                      | one hundred and one                 |
            | 111                 | seratus sebelas                   | one hundred and eleven              |
            | 200                 | dua ratus                         | two hundred                         |
            | 1000                | seribu                            | one thousand                        |
            | 1001                | seribu satu                       | one thousand and one                |
            | 1100                | seribu seratus                    | one thousand one hundred            |
            | 2000                | dua ribu                          | two thousand                        |
            | 11000               | sebelas ribu                      | eleven thousand                     |
            | 21000               | dua puluh satu ribu               | twenty-one thousand                 |
            | 100000              | seratus ribu                      | one hundred thousand                |
            | 101000              | seratus satu ribu                 | one hundred and one thousand        |
            | 1000000             | satu juta                         | one million                         |
            | 1001000             | satu juta seribu                  | one million one thousand            |
            | 1000000000          | satu miliar                       | one billion                         |
            | 1000000408          | satu miliar empat ratus delapan   | one billion four hundred and eight  |
            | 1000000000000       | satu triliun                      | one trillion                        |
            | 1000000001000       | satu triliun seribu               | one trillion one thousand           |
            | 2000000000000000    | dua kuadriliun                    | two quadrillion                     |
            | 3000000000000000000 | tiga kuintiliun                   | three quintillion                   |
            | -923                | min sembilan ratus dua puluh tiga | minus nine hundred and twenty-three |
            | -1000               | min seribu                        | minus one thousand                  |
            """)
        for row in table.rows {
            guard let number = Int64(row[0]) else {
                Issue.record("\(row[0]) is no number")
                continue
            }
            #expect(indonesian.cardinal(number) == row[1])
            #expect(english.cardinal(number) == row[2])
        }
    }

    @Test func ordinals() {
        let table = Table(
            """
            | number | id               | en                    |
            | 1      | pertama          | first                 |
            | 2      | kedua            | second                |
            | 3      | ketiga           | third                 |
            | 5      | kelima           | fifth                 |
            | 8      | kedelapan        | eighth                |
            | 9      | kesembilan       | ninth                 |
            | 10     | kesepuluh        | tenth                 |
            | 12     | kedua belas      | twelfth               |
            | 20     | kedua puluh      | twentieth             |
            | 21     | kedua puluh satu | twenty-first          |
            | 100    | keseratus        | one hundredth         |
            | 101    | keseratus satu   | one hundred and first |
            | 1000   | keseribu         | one thousandth        |
            """)
        for row in table.rows {
            guard let number = Int64(row[0]) else {
                Issue.record("\(row[0]) is no number")
                continue
            }
            #expect(indonesian.ordinal(number) == row[1])
            #expect(english.ordinal(number) == row[2])
        }
    }

    @Test func decimals() {
        let table = Table(
            """
            | number  | id                            | en                              |
            | 12.234  | dua belas koma dua tiga empat | twelve point two three four     |
            | 9.076   | sembilan koma nol tujuh enam  | nine point zero seven six       |
            | -0.234  | min nol koma dua tiga empat   | minus zero point two three four |
            | 1000.50 | seribu koma lima nol          | one thousand point five zero    |
            | 7       | tujuh                         | seven                           |
            """)
        for row in table.rows {
            #expect(indonesian.decimal(row[0]) == row[1])
            #expect(english.decimal(row[0]) == row[2])
        }
    }

    @Test(arguments: ["", "-", ".", "1.", ".5", "1.2.3", "1,5", "--1", "+1", " 1", "١", "1e3", "99999999999999999999"])
    func whatIsNoDecimalNumberHasNoWords(_ text: String) {
        #expect(indonesian.decimal(text) == nil)
    }

    @Test func amounts() throws {
        let dollar = try #require(Currency("USD"))
        let yen = try #require(Currency("JPY"))
        #expect(indonesian.money(125_000_000, .rupiah) == "satu juta dua ratus lima puluh ribu rupiah")
        #expect(indonesian.money(100_050, .rupiah) == "seribu rupiah lima puluh sen")
        #expect(indonesian.money(-10_000, .rupiah) == "min seratus rupiah")
        #expect(indonesian.money(0, .rupiah) == "nol rupiah")
        #expect(indonesian.money(1250, dollar) == "dua belas koma lima nol USD")
        #expect(indonesian.money(1200, dollar) == "dua belas USD")
        #expect(indonesian.money(1005, dollar) == "sepuluh koma nol lima USD")
        #expect(indonesian.money(1000, yen) == "seribu JPY")
        #expect(english.money(125_000_000, .rupiah) == "one million two hundred and fifty thousand rupiah")
        #expect(english.money(1250, dollar) == "twelve point five zero USD")
    }

    @Test func theLargestNumbers() {
        #expect(WordReader.indonesian.read(indonesian.cardinal(.max)) == String(Int64.max))
        #expect(WordReader.indonesian.read(indonesian.cardinal(.min)) == String(Int64.min))
        #expect(WordReader.english.read(english.cardinal(.max)) == String(Int64.max))
        #expect(WordReader.english.read(english.cardinal(.min)) == String(Int64.min))
    }

    /// Every length from one digit to nineteen is as likely as any other, and every group of zeros too.
    @Test func wordsReadBack() {
        var random = Seeded(20_261_123)
        for _ in 0..<Effort.cases(4000, long: 100_000) {
            var number = Int64.random(in: 0...Int64.max, using: &random)
            for _ in 0..<Int.random(in: 0...18, using: &random) { number /= 10 }
            let zeroed: Int64 = [1, 1, 1000, 1_000_000, 1_000_000_000].randomElement(using: &random) ?? 1
            number -= number % zeroed
            if Bool.random(using: &random) { number = -number }
            #expect(WordReader.indonesian.read(indonesian.cardinal(number)) == String(number))
            #expect(WordReader.english.read(english.cardinal(number)) == String(number))
        }
    }

    @Test func decimalsReadBack() {
        var random = Seeded(7)
        for _ in 0..<Effort.cases(1000, long: 20_000) {
            let whole = Int.random(in: 0...2_000_000, using: &random)
            let digits = (0..<Int.random(in: 1...6, using: &random)).map { _ in Int.random(in: 0...9, using: &random) }
            let text = "\(whole)." + digits.map(String.init).joined()
            #expect(indonesian.decimal(text).flatMap(WordReader.indonesian.read) == text)
            #expect(english.decimal(text).flatMap(WordReader.english.read) == text)
        }
    }
}

/// The assertion table of num2words, and values on which it and another library agree.
@Suite(.enabled(if: ConformanceData.isPresent)) struct TerbilangConformanceTests {
    private let words = NumberWords(.indonesian)

    private func cases(_ name: String, _ list: String) throws -> [(number: JSONValue, words: String)] {
        let document = try ConformanceData.bytes("terbilang/\(name)").withUnsafeBufferPointer { JSONValue(parsing: $0) }
        let cases = try #require(document?[list]?.array)
        return try cases.map { (try #require($0["n"]), try #require($0["words"]?.string)) }
    }

    @Test func valuesOnWhichLibrariesAgree() throws {
        let cases = try cases("agreed.json", "cases")
        #expect(!cases.isEmpty)
        for (number, expected) in cases { #expect(words.cardinal(try #require(number.integer)) == expected) }
        ConformanceData.report("terbilang/agreed", cases: cases.count)
    }

    @Test func theTableOfALibrary() throws {
        let file = "num2words_test_id.json"
        var count = 0
        for (number, expected) in try cases(file, "cardinal") {
            #expect(words.cardinal(try #require(number.integer)) == expected)
            count += 1
        }
        for list in ["decimal", "negative"] {
            for (number, expected) in try cases(file, list) {
                #expect(words.decimal(try #require(number.string)) == expected)
                count += 1
            }
        }
        for (number, expected) in try cases(file, "ordinal") {
            #expect(words.ordinal(try #require(number.integer)) == expected)
            count += 1
        }
        #expect(count > 0)
        ConformanceData.report("terbilang/num2words", cases: count)
    }
}
