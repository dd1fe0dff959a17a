import Formats
import Receivables
import Support
import Testing

@Suite struct AmountReaderTests {
    /// Reads one amount; problems by their code.
    private static func read(
        _ text: String, decimals: Int = 2, _ notation: AmountNotation? = nil, refusesDoubt: Bool = false
    ) -> String {
        withBytes(text) { bytes in
            do throws(Problem) {
                let amount = try AmountReader(
                    notation: notation, refusesDoubt: refusesDoubt
                ).read(bytes, decimals: decimals)
                return "\(amount.minor)" + (amount.isRounded ? " rounded" : "")
                    + (amount.currency.map { " \($0)" } ?? "")
            } catch {
                return error.code.rawValue
            }
        }
    }

    @Test("plain numbers, and both notations where only one is possible")
    func plain() {
        let table: [(String, String)] = [
            ("0", "0"), ("7", "700"), ("1250000", "125000000"), ("00012", "1200"), ("+5", "500"), (" 12 ", "1200"),
            ("1,234.56", "123456"), ("1.234,56", "123456"), ("1,234,567", "123456700"), ("1.234.567", "123456700"),
            ("1.5", "150"), ("1,5", "150"), ("1.23", "123"), ("0.500", "50"), ("0,500", "50"), (".5", "50"),
            (",50", "50"),
            (".00", "0"), ("12.", "not-an-amount"), ("1234.5678", "123457 rounded"), ("1234,5", "123450"),
            ("10.000,00", "1000000"),
            ("999.999.999.999,99", "99999999999999"), ("1 234 567,89", "123456789"), ("1\u{A0}234.5", "123450"),
            ("1\u{202F}234", "123400"), ("1'234'567.89", "123456789"),
        ]
        for (text, wanted) in table { #expect(Self.read(text) == wanted, "\(text)") }
    }

    @Test("signs in front, behind, and as brackets; one of them only")
    func signs() {
        let table: [(String, String)] = [
            ("-5", "-500"), ("- 5", "-500"), ("\u{2212}5", "-500"), ("5-", "-500"), ("5 -", "-500"),
            ("1.234.567-", "-123456700"),
            ("(1,234.56)", "-123456"), ("( 5 )", "-500"), ("(Rp 1.000.000)", "-100000000 IDR"),
            ("Rp(1.000.000)", "-100000000 IDR"),
            ("Rp -5", "-500 IDR"), ("-Rp5", "-500 IDR"), ("-0", "0"),
            ("--5", "not-an-amount"), ("+-5", "not-an-amount"), ("-5-", "not-an-amount"), ("(-5)", "not-an-amount"),
            ("-(5)", "not-an-amount"), ("(5", "not-an-amount"), ("5)", "not-an-amount"), ("()", "not-an-amount"),
            ("-", "not-an-amount"),
        ]
        for (text, wanted) in table { #expect(Self.read(text) == wanted, "\(text)") }
    }

    @Test("rupiah as people write them, and other currencies beside the number")
    func currencies() {
        let table: [(String, String)] = [
            ("Rp1.250.000", "125000000 IDR"), ("Rp. 1.250.000,-", "125000000 IDR"), ("rp 500", "50000 IDR"),
            ("RP.5", "500 IDR"),
            ("Rp\u{A0}1.000,00", "100000 IDR"), ("1.250.000,-", "125000000"), ("1.250.000,--", "not-an-amount"),
            ("5,-", "500"),
            ("IDR 1,000.50", "100050 IDR"), ("1000 IDR", "100000 IDR"), ("100EUR", "10000 EUR"),
            ("100 EUR", "10000 EUR"),
            ("USD100", "10000 USD"), ("$1,234.56", "123456"), ("-$5", "-500"), ("$5 USD", "500 USD"),
            ("Rp Rp 5", "not-an-amount"),
            ("Rp 5 USD", "not-an-amount"), ("XXQ 5", "not-an-amount"), ("Rp", "not-an-amount"),
            ("5 apel", "not-an-amount"),
        ]
        for (text, wanted) in table { #expect(Self.read(text) == wanted, "\(text)") }
    }

    @Test("exponents of spreadsheets")
    func exponents() {
        let table: [(String, String)] = [
            ("1.00E+05", "10000000"), ("1,00E+05", "10000000"), ("1E5", "10000000"), ("1e+05", "10000000"),
            ("-2.5e3", "-250000"),
            ("1.234E+3", "123400"), ("1.5E-1", "15"), ("5E-3", "0 rounded"), ("15E-3", "2 rounded"),
            ("1E-999", "0 rounded"), ("0E999", "0"),
            ("1E999", "amount-too-large"), ("1E", "not-an-amount"), ("1E+", "not-an-amount"), ("E5", "not-an-amount"),
            ("1E5.5", "not-an-amount"), ("1E9999", "not-an-amount"), ("1.234.567E3", "not-an-amount"),
        ]
        for (text, wanted) in table { #expect(Self.read(text) == wanted, "\(text)") }
    }

    @Test("thousands and millions in words, unless they can be read in two ways")
    func words() {
        let table: [(String, String)] = [
            ("500rb", "50000000"), ("500 ribu", "50000000"), ("1,5 jt", "150000000"), ("1.5 juta", "150000000"),
            ("Rp 2 juta", "200000000 IDR"),
            ("1,25 milyar", "125000000000"), ("2.500.000 rb", "250000000000"), ("1.500 ribu", "amount-ambiguous"),
            ("1,250 juta", "amount-ambiguous"), ("5 lusin", "not-an-amount"),
        ]
        for (text, wanted) in table { #expect(Self.read(text) == wanted, "\(text)") }
        #expect(Self.read("1.500 ribu", .commaDecimal) == "150000000")
        #expect(Self.read("1,250 juta", .commaDecimal) == "125000000")
    }

    @Test("1.234 is grouped thousands, unless the column or the currency makes that doubtful")
    func doubtful() {
        #expect(Self.read("1.234") == "123400" && Self.read("1,234") == "123400")
        #expect(Self.read("1.234", .dotDecimal) == "123 rounded" && Self.read("1.234", .commaDecimal) == "123400")
        #expect(Self.read("1,234", .dotDecimal) == "123400" && Self.read("1,234", .commaDecimal) == "123 rounded")
        #expect(Self.read("1.234", refusesDoubt: true) == "amount-ambiguous")
        #expect(Self.read("1.234", decimals: 3) == "amount-ambiguous")
        #expect(Self.read("1.234,5", refusesDoubt: true) == "123450")
        #expect(Self.read("1234", refusesDoubt: true) == "123400")
    }

    @Test("separators that fit no notation, or not that of the column, are refused")
    func notNumbers() {
        for text in [
            "", " ", "abc", "1.2.3", "1,2,3", "12.34.567", "1.234.56", "1,234.567,8", "1.234,567.8", "0.123.456",
            "1234.567.890", "..", ",",
            "1 2", "12 34", "1 23 456", "1.234 567", "1 234.567.890", "1-2", "0x10", "1_000", "½", "١٢", "1%", "#REF!",
            "TRUE", "12:30",
            "1.0000.000",
        ] {
            #expect(Self.read(text) == "not-an-amount", "\(text)")
        }
        #expect(Self.read("1.23", .commaDecimal) == "not-an-amount")
        #expect(Self.read("1,23", .dotDecimal) == "not-an-amount")
    }

    @Test("the decimals of the currency, and half-even rounding to them")
    func rounding() {
        let table: [(String, Int, String)] = [
            ("1.5", 0, "2 rounded"), ("2.5", 0, "2 rounded"), ("2.51", 0, "3 rounded"), ("0.5", 0, "0 rounded"),
            ("0.05", 0, "0 rounded"),
            ("-1.5", 0, "-2 rounded"), ("-2.5", 0, "-2 rounded"), ("1.005", 2, "100 rounded"),
            ("1.015", 2, "102 rounded"),
            ("1.0150001", 2, "102 rounded"), ("1.0049999", 2, "100 rounded"), ("0.004", 2, "0 rounded"),
            ("0.0050", 2, "0 rounded"),
            ("0.0051", 2, "1 rounded"), ("1.2300", 2, "123"), ("1.5", 3, "1500"), ("7", 4, "70000"),
            ("9.9999", 2, "1000 rounded"),
        ]
        for (text, decimals, wanted) in table {
            #expect(Self.read(text, decimals: decimals, .dotDecimal) == wanted, "\(text) \(decimals)")
        }
    }

    @Test("the largest amount, and what is beyond it")
    func largest() {
        #expect(Self.read("10000000000000") == "1000000000000000")
        #expect(Self.read("10000000000000.00") == "1000000000000000")
        #expect(Self.read("10,000,000,000,000.00") == "1000000000000000")
        for text in [
            "10000000000000.01", "10000000000001", "999999999999999999999999", "92233720368547758.08",
            "1" + String(repeating: "0", count: 59)
        ] {
            #expect(Self.read(text) == "amount-too-large", "\(text)")
        }
        #expect(Self.read("1" + String(repeating: "0", count: 60)) == "not-an-amount")
        #expect(Self.read("999999999999", decimals: 4) == "amount-too-large")
        #expect(Self.read("10000000000000.001", .dotDecimal) == "1000000000000000 rounded")
    }

    @Test("what is printed in either notation is read back, with or without groups and signs", arguments: 0..<2)
    func roundTrip(block: Int) {
        for seed in block * 1500..<(block + 1) * Effort.cases(1500, long: 100_000) {
            var random = Seeded(UInt64(seed))
            let notation = random.pick([AmountNotation.dotDecimal, .commaDecimal])
            let decimals = random.int(0...4)
            let minor = Int64(random.next() % UInt64(largestAmountMinor)) >> Int64(random.int(0...49))
            let text = Self.printed(minor, decimals, notation, grouped: random.chance(60))
            let isNegative = random.chance(50)
            let signed = isNegative ? random.pick(["-\(text)", "(\(text))", "\(text)-", "Rp -\(text)"])
                : random.pick([text, "+\(text)", "Rp\(text)"])
            let wanted = Int64(isNegative ? -minor : minor)
            let read = Self.read(signed, decimals: decimals, notation).split(separator: " ").first.flatMap { Int64($0) }
            #expect(read == wanted, "seed \(seed): \(signed)")
        }
    }

    private static func printed(_ minor: Int64, _ decimals: Int, _ notation: AmountNotation, grouped: Bool) -> String {
        let parts = Money.decimalText(minor, decimals: decimals).split(separator: ".").map(String.init)
        var whole = parts[0]
        if grouped {
            var groups: [String] = []
            while whole.count > 3 {
                groups.insert(String(whole.suffix(3)), at: 0)
                whole = String(whole.dropLast(3))
            }
            whole = ([whole] + groups).joined(separator: notation == .dotDecimal ? "," : ".")
        }
        return parts.count == 2 ? whole + notation.mark + parts[1] : whole
    }

    @Test("no text of digits, marks and letters crashes the reader or gives an amount beyond the limit")
    func soup() {
        let pieces = [
            "0", "1", "9", "12", "345", ".", ",", "-", "+", "(", ")", " ", "'", "Rp", "E", "e5", "juta", "rb", "IDR",
            "\u{A0}", "\u{2212}", "$"
        ]
        for seed in 0..<Effort.cases(20_000, long: 2_000_000) {
            var random = Seeded(UInt64(seed) &+ 50)
            let text = (0..<random.int(0...9)).map { _ in random.pick(pieces) }.joined()
            for notation in [nil, AmountNotation.dotDecimal, .commaDecimal] {
                let amount =
                    withBytes(text) { try? AmountReader(notation: notation, refusesDoubt: false).read($0, decimals: 2) }
                if let amount { #expect(abs(amount.minor) <= largestAmountMinor, "\(text)") }
            }
        }
    }
}

@Suite struct AmountEvidenceTests {
    private static func evidence(_ values: [String]) -> AmountEvidence {
        var evidence = AmountEvidence()
        for value in values { withBytes(value) { evidence.add($0) } }
        return evidence
    }

    @Test("one value can decide for the whole column")
    func decides() {
        #expect(Self.evidence(["1.234", "500", "2.500", "x"]).notation == nil)
        #expect(Self.evidence(["1.234", "500", "1.234,50"]).notation == .commaDecimal)
        #expect(Self.evidence(["1.234", "0.75"]).notation == .dotDecimal)
        #expect(Self.evidence(["1.234.567"]).notation == .commaDecimal)
        #expect(Self.evidence(["1,234,567"]).notation == .dotDecimal)
        #expect(Self.evidence(["1,234.5"]).notation == .dotDecimal)
        #expect(Self.evidence([]).notation == nil)
    }

    @Test("words and exponents of a few cells do not decide against the column")
    func scaled() {
        #expect(Self.evidence(["1,5 juta"]).notation == nil)
        #expect(Self.evidence(["1.234.567", "1.5 juta"]).notation == .commaDecimal)
    }

    @Test("both notations in one column are told")
    func mixed() {
        let mixed = Self.evidence(["1.234,50", "1,234.50", "1.234"])
        #expect(mixed.isMixed && mixed.notation == nil)
        #expect(!Self.evidence(["1.234,50", "1.234"]).isMixed)
    }
}
