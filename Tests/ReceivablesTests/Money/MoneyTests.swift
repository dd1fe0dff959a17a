import Receivables
import Support
import Testing

@Suite struct MoneyTests {
    @Test func decimalsAreTheCurrencys() throws {
        let table = Table(
            """
            | currency | minor      | text         |
            | IDR      | 125000000  | 1250000.00   |
            | IDR      | 5          | 0.05         |
            | IDR      | -5         | -0.05        |
            | IDR      | 0          | 0.00         |
            | IDR      | 100        | 1.00         |
            | IDR      | -12345     | -123.45      |
            | JPY      | 0          | 0            |
            | JPY      | -500       | -500         |
            | KWD      | 1          | 0.001        |
            | KWD      | -1234567   | -1234.567    |
            | CLF      | 12345      | 1.2345       |
            | USD      | 9223372036854775807  | 92233720368547758.07  |
            | USD      | -9223372036854775808 | -92233720368547758.08 |
            """)
        for row in table.rows {
            let currency = try #require(Currency(row[0]))
            let minor = try #require(Int64(row[1]))
            #expect(Money(minor: minor, currency: currency).decimalText == row[2])
        }
    }

    @Test func currenciesOfTheList() throws {
        #expect(Currency("idr")?.code == "IDR" && Currency("IDR") == .rupiah)
        #expect(Currency("IDR")?.decimals == 2 && Currency("IDR")?.minorPerMajor == 100)
        #expect(Currency("JPY")?.minorPerMajor == 1 && Currency("BHD")?.minorPerMajor == 1000)
        #expect(Currency("UYW")?.minorPerMajor == 10_000)
        for wrong in ["", "ID", "IDRR", "RPX", "Rp ", "123", "ÏDR", "XAU", "\u{0}\u{0}\u{0}"] {
            #expect(Currency(wrong) == nil, "\(wrong)")
        }
        let sorted = ["USD", "IDR", "EUR"].compactMap { Currency($0) }.sorted()
        #expect(sorted.map(\.description) == ["EUR", "IDR", "USD"])
    }

    @Test("a sum that does not fit into 64 bits is an error, never a wrap")
    func sumsAreChecked() throws {
        for seed in 0..<1000 {
            var random = Seeded(UInt64(seed))
            let left = Int64(bitPattern: random.next()) >> Int64(random.int(0...20))
            let right = Int64(bitPattern: random.next()) >> Int64(random.int(0...20))
            // 128 bits hold every sum of two.
            let exact = Int128(left) + Int128(right)
            if let fits = Int64(exactly: exact) {
                #expect(try left.adding(right) == fits, "seed \(seed)")
            } else {
                #expect(throws: Problem(.amountOverflow), "seed \(seed)") { try left.adding(right) }
            }
        }
        #expect(try Int64.max.adding(0) == .max && Int64.min.adding(.max) == -1)
        #expect(throws: Problem(.amountOverflow)) { try Int64.max.adding(1) }
        #expect(throws: Problem(.amountOverflow)) { try Int64.min.adding(-1) }
        #expect(throws: Problem(.amountOverflow)) {
            try Components(interest: .max).adding(Components(interest: 1))
        }
    }
}
