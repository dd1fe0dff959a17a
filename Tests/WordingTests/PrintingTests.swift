import Receivables
import Support
import Testing
import Wording

@Suite struct PrintingTests {
    private let indonesian = Printing(.indonesian)
    private let english = Printing(.english)

    @Test func money() throws {
        let table = Table(
            """
            | currency | minor                | id                        | en                        |
            | IDR      | 0                    | Rp0                       | Rp0                       |
            | IDR      | 100                  | Rp1                       | Rp1                       |
            | IDR      | 99900                | Rp999                     | Rp999                     |
            | IDR      | 100000               | Rp1.000                   | Rp1,000                   |
            | IDR      | 123456700            | Rp1.234.567               | Rp1,234,567               |
            | IDR      | 123456750            | Rp1.234.567,50            | Rp1,234,567.50            |
            | IDR      | 5                    | Rp0,05                    | Rp0.05                    |
            | IDR      | -123456700           | -Rp1.234.567              | -Rp1,234,567              |
            | USD      | 340050               | USD 3.400,50              | USD 3,400.50              |
            | USD      | 340000               | USD 3.400,00              | USD 3,400.00              |
            | USD      | -5                   | USD -0,05                 | USD -0.05                 |
            | JPY      | 1234567              | JPY 1.234.567             | JPY 1,234,567             |
            | KWD      | 1234567              | KWD 1.234,567             | KWD 1,234.567             |
            | IDR      | 9223372036854775807  | Rp92.233.720.368.547.758,07 | Rp92,233,720,368,547,758.07 |
            | IDR      | -9223372036854775808 | -Rp92.233.720.368.547.758,08 | -Rp92,233,720,368,547,758.08 |
            """)
        for row in table.rows {
            let currency = try #require(Currency(row[0]))
            let minor = try #require(Int64(row[1]))
            #expect(indonesian.money(minor, currency) == row[2])
            #expect(english.money(minor, currency) == row[3])
        }
    }

    @Test func shortMoney() throws {
        let table = Table(
            """
            | currency | minor              | id           | en           |
            | IDR      | 0                  | Rp0          | Rp0          |
            | IDR      | 99900              | Rp999        | Rp999        |
            | IDR      | 100000             | Rp1,00 rb    | Rp1.00k      |
            | IDR      | 18500000           | Rp185 rb     | Rp185k       |
            | IDR      | 99999900           | Rp999 rb     | Rp999k       |
            | IDR      | 100000000          | Rp1,00 jt    | Rp1.00m      |
            | IDR      | 125999900          | Rp1,25 jt    | Rp1.25m      |
            | IDR      | 1230000000         | Rp12,3 jt    | Rp12.3m      |
            | IDR      | 123000000000       | Rp1,23 M     | Rp1.23bn     |
            | IDR      | 500000000000000    | Rp5,00 T     | Rp5.00t      |
            | IDR      | -18500000          | -Rp185 rb    | -Rp185k      |
            | USD      | 123456             | USD 1,23 rb  | USD 1.23k    |
            """)
        for row in table.rows {
            let currency = try #require(Currency(row[0]))
            let minor = try #require(Int64(row[1]))
            #expect(indonesian.shortMoney(minor, currency) == row[2])
            #expect(english.shortMoney(minor, currency) == row[3])
        }
    }

    @Test func numbers() {
        let table: [(Int64, String, String)] = [
            (0, "0", "0"), (999, "999", "999"), (1000, "1.000", "1,000"), (-1000, "-1.000", "-1,000"),
            (1_234_567, "1.234.567", "1,234,567"), (.min, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"),
        ]
        for (number, id, en) in table {
            #expect(indonesian.number(number) == id)
            #expect(english.number(number) == en)
        }
    }

    @Test func days() throws {
        let table = Table(
            """
            | day        | id          | long id          | en          | long en          |
            | 2026-01-01 | 1 Jan 2026  | 1 Januari 2026   | 1 Jan 2026  | 1 January 2026   |
            | 2026-02-28 | 28 Feb 2026 | 28 Februari 2026 | 28 Feb 2026 | 28 February 2026 |
            | 2026-03-03 | 3 Mar 2026  | 3 Maret 2026     | 3 Mar 2026  | 3 March 2026     |
            | 2026-04-04 | 4 Apr 2026  | 4 April 2026     | 4 Apr 2026  | 4 April 2026     |
            | 2026-05-05 | 5 Mei 2026  | 5 Mei 2026       | 5 May 2026  | 5 May 2026       |
            | 2026-06-06 | 6 Jun 2026  | 6 Juni 2026      | 6 Jun 2026  | 6 June 2026      |
            | 2026-07-07 | 7 Jul 2026  | 7 Juli 2026      | 7 Jul 2026  | 7 July 2026      |
            | 2026-08-17 | 17 Agu 2026 | 17 Agustus 2026  | 17 Aug 2026 | 17 August 2026   |
            | 2026-09-09 | 9 Sep 2026  | 9 September 2026 | 9 Sep 2026  | 9 September 2026 |
            | 2026-10-28 | 28 Okt 2026 | 28 Oktober 2026  | 28 Oct 2026 | 28 October 2026  |
            | 2026-11-23 | 23 Nov 2026 | 23 November 2026 | 23 Nov 2026 | 23 November 2026 |
            | 2024-12-31 | 31 Des 2024 | 31 Desember 2024 | 31 Dec 2024 | 31 December 2024 |
            """)
        for row in table.rows {
            let day = try #require(Day(row[0]))
            #expect(indonesian.day(day) == row[1])
            #expect(indonesian.longDay(day) == row[2])
            #expect(english.day(day) == row[3])
            #expect(english.longDay(day) == row[4])
        }
    }

    /// The day is that of the place, which is not always that of Greenwich.
    @Test func moments() throws {
        let instant = try #require(Instant(rfc3339: "2026-11-23T18:05:59Z"))
        #expect(indonesian.moment(instant, offsetSeconds: 0) == "23 Nov 2026 18.05")
        #expect(indonesian.moment(instant, offsetSeconds: 7 * 3600) == "24 Nov 2026 01.05")
        #expect(english.moment(instant, offsetSeconds: 9 * 3600) == "24 Nov 2026 03:05")
        #expect(english.moment(instant, offsetSeconds: -3600) == "23 Nov 2026 17:05")
    }

    @Test func wordsForCodesAndBack() {
        #expect(indonesian.term(.contactResult, "no-answer") == "tidak diangkat")
        #expect(english.term(.contactResult, "no-answer") == "no answer")
        #expect(indonesian.term(.contactResult, "a code from elsewhere") == "a code from elsewhere")
        #expect(Printing.code(.holdReason, of: "sengketa") == "dispute")
        #expect(Printing.code(.holdReason, of: "Payment in process") == "payment-in-process")
        #expect(Printing.code(.holdReason, of: "payment-in-process") == "payment-in-process")
        #expect(Printing.code(.holdReason, of: "telepon") == nil)
        #expect(Printing.code(.holdReason, of: "") == nil)
    }
}
