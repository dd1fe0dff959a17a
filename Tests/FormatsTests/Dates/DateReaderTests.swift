import Formats
import Receivables
import Support
import Testing

@Suite struct DateReaderTests {
    /// The day and time in a given order, or "none".
    private static func read(_ text: String, _ order: DateOrder = .dayFirst) -> String {
        withBytes(text) { bytes in
            guard let read = DateReader.order(order).written(bytes) else { return "none" }
            var out = read.day.description
            if let time = read.timeOfDay { out += " \(Self.clock(time))" }
            if let offset = read.offsetSeconds { out += " \(offset)" }
            return out
        }
    }

    private static func clock(_ micros: Int64) -> String {
        let seconds = Int(micros / 1_000_000)
        let fraction = micros % 1_000_000
        return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Digits.padded($0, 2) }.joined(separator: ":")
            + (fraction == 0 ? "" : ".\(Digits.padded(Int(fraction), 6))")
    }

    @Test("every accepted way to write a day")
    func shapes() {
        let same = [
            "2026-11-23", "2026/11/23", "2026.11.23", "20261123", "23-11-2026", "23/11/2026", "23.11.2026", "23112026",
            "23-11-26", "23/11/26",
            "23 Nov 2026", "23-Nov-2026", "23Nov2026", "23 November 2026", "23-nop-26", "Nov 23, 2026",
            "November 23 2026", "23. Nov. 2026",
            " 23/11/2026 ", "23 11 2026", "23 NOVEMBER 2026", "2026 11 23",
        ]
        for text in same { #expect(Self.read(text) == "2026-11-23", "\(text)") }
        #expect(Self.read("2026-1-5") == "2026-01-05" && Self.read("5/1/2026") == "2026-01-05")
    }

    @Test("months in Indonesian and English, whole and short")
    func months() {
        let names: [[String]] = [
            ["jan", "januari", "january"], ["feb", "peb", "februari", "pebruari", "february"],
            ["mar", "maret", "march", "mrt"], ["apr", "april"],
            ["mei", "may"], ["jun", "juni", "june"], ["jul", "juli", "july"],
            ["agu", "agt", "ags", "agust", "agustus", "aug", "august"],
            ["sep", "sept", "september"], ["okt", "oktober", "oct", "october"], ["nov", "nop", "november", "nopember"],
            ["des", "desember", "dec", "december"],
        ]
        for (index, list) in names.enumerated() {
            for name in list {
                #expect(Self.read("7 \(name.uppercased()) 2026") == "2026-\(Digits.padded(index + 1, 2))-07", "\(name)")
            }
        }
        #expect(Self.read("7 foo 2026") == "none" && Self.read("7 janu 2026") == "none")
    }

    @Test("order of day and month, and years of two digits")
    func order() {
        #expect(Self.read("05/06/2026") == "2026-06-05" && Self.read("05/06/2026", .monthFirst) == "2026-05-06")
        #expect(Self.read("05062026") == "2026-06-05" && Self.read("05062026", .monthFirst) == "2026-05-06")
        #expect(Self.read("13/06/2026", .monthFirst) == "none" && Self.read("06/13/2026") == "none")
        #expect(
            Self.read("1/2/69") == "2069-02-01" && Self.read("1/2/70") == "1970-02-01"
                && Self.read("1/2/00") == "2000-02-01"
        )
    }

    @Test("no day of the calendar, no day at all")
    func impossible() {
        for text in [
            "31/02/2026", "29/02/2026", "29/02/2100", "31/04/2026", "00/01/2026", "01/00/2026", "32/01/2026",
            "2026-13-01", "2026-00-10", "2026-02-30",
            "20260230", "99999999", "00000000", "2026", "11/2026", "23/11", "23/11/026", "23/11/20266", "1.234.567",
            "12,5", "46349", "abc", "",
            "-", "23/11/2026 x", "2026-11-23T", "2026-11-23 25:00", "2026-11-23 10:60", "2026-11-23 10", "Nov 2026",
            "123/11/2026", "0000-00-00",
        ] {
            #expect(Self.read(text) == "none", "\(text)")
        }
        #expect(Self.read("29/02/2028") == "2028-02-29" && Self.read("29/02/2000") == "2000-02-29")
    }

    @Test("times behind the day")
    func times() {
        let table: [(String, String)] = [
            ("2026-11-23T13:25:17Z", "2026-11-23 13:25:17 0"), ("2026-11-23 13:25", "2026-11-23 13:25:00"),
            ("2026-11-23 13:25:17.123456789", "2026-11-23 13:25:17.123456"),
            ("2026-11-23 13:25:17,5", "2026-11-23 13:25:17.500000"),
            ("2026-11-23T13:25:17+07:00", "2026-11-23 13:25:17 25200"),
            ("2026-11-23 13:25 -0330", "2026-11-23 13:25:00 -12600"),
            ("23/11/2026 13.25", "2026-11-23 13:25:00"), ("23/11/2026 1:25 PM", "2026-11-23 13:25:00"),
            ("23/11/2026 12:05 am", "2026-11-23 00:05:00"),
            ("23/11/2026 12:05 pm", "2026-11-23 12:05:00"), ("23/11/2026, 13:25 WIB", "2026-11-23 13:25:00 25200"),
            ("23/11/2026 13:25 WITA", "2026-11-23 13:25:00 28800"),
            ("23/11/2026 13.25 wit", "2026-11-23 13:25:00 32400"),
            ("20261123 0:00", "2026-11-23 00:00:00"), ("2026-11-23 23:59:60", "2026-11-23 23:59:59"),
            ("23/11/2026 13:25 PM", "none"), ("23/11/2026 0:25 AM", "none"), ("2026-11-23 13:25+15:00", "none"),
            ("2026-11-23 13:25 XYZ", "none"),
        ]
        for (text, wanted) in table { #expect(Self.read(text) == wanted, "\(text)") }
    }

    @Test("every day of four centuries, in every shape, is read as itself")
    func everyDay() {
        for seed in 0..<Effort.cases(3000, long: 300_000) {
            var random = Seeded(UInt64(seed))
            let day = Day(Day.daysFromCivil(year: 1900, month: 1, day: 1)).adding(days: random.int(0...100_000))
            let (year, month, date) = day.civil
            let (d, m) = (
                random.chance(50) ? String(date) : Digits.padded(date, 2),
                random.chance(50) ? String(month) : Digits.padded(month, 2)
            )
            let mark = random.pick(["-", "/", "."])
            for (text, order) in [
                ("\(year)\(mark)\(m)\(mark)\(d)", DateOrder.dayFirst), ("\(d)\(mark)\(m)\(mark)\(year)", .dayFirst),
                ("\(m)\(mark)\(d)\(mark)\(year)", .monthFirst), (day.description.replacing("-", with: ""), .monthFirst),
            ] {
                #expect(Self.read(text, order) == day.description, "seed \(seed): \(text)")
            }
        }
    }
}

@Suite struct DateEvidenceTests {
    private static func order(_ values: [String]) throws -> DateOrder {
        var evidence = DateEvidence()
        for value in values { withBytes(value) { evidence.add($0) } }
        return try evidence.order(column: "Jatuh Tempo")
    }

    @Test("one value among many decides the order")
    func decides() throws {
        let either = (0..<1000).map { "0\($0 % 9 + 1)/0\(($0 + 3) % 9 + 1)/2026" }
        #expect(try Self.order(either + ["13/02/2026"]) == .dayFirst)
        #expect(try Self.order(either + ["02/13/2026"]) == .monthFirst)
        #expect(try Self.order(["2026-05-06", "5 Mei 2026", "", "x", "07/07/2026", "31/31/2026"]) == .dayFirst)
    }

    @Test("a column that can be read in two ways is refused with both readings")
    func ambiguous() throws {
        let found = try #require(
            problem { _ = try Self.order(["2026-01-02", "07/07/2026", "05/06/2026", "01/02/2026"]) }
        )
        #expect(found.code == .dateAmbiguous)
        #expect(
            found.fact("column") == "Jatuh Tempo" && found.fact("value") == "05/06/2026" && found.fact("count") == "2"
        )
        #expect(found.fact("dayFirst") == "2026-06-05" && found.fact("monthFirst") == "2026-05-06")
    }

    @Test("a column that mixes both orders is refused, unless one kind can only be a slip")
    func mixed() throws {
        let days = (0..<39).map { "2\($0 % 9)/01/2026" }
        let found = try #require(problem { _ = try Self.order(days + ["01/23/2026", "01/24/2026"]) })
        #expect(found.code == .dateMixed)
        #expect(found.fact("dayFirstCount") == "39" && found.fact("monthFirstCount") == "2")
        #expect(found.fact("dayFirst") == "20/01/2026" && found.fact("monthFirst") == "01/23/2026")
        #expect(try Self.order(days + ["01/23/2026"]) == .dayFirst)
        #expect(try Self.order(["13/01/2026"] + (0..<20).map { "01/2\($0 % 9)/2026" }) == .monthFirst)
    }
}

@Suite struct DatePatternTests {
    private static func read(_ pattern: String, _ text: String) throws -> String {
        let pattern = try DatePattern(pattern)
        return withBytes(text) { bytes in
            guard let read = DateReader.pattern(pattern).written(bytes) else { return "none" }
            return read.day.description + (read.timeOfDay.map { " \($0 / 1_000_000)" } ?? "")
        }
    }

    @Test("patterns read what they say and nothing else")
    func reads() throws {
        let table: [(String, String, String)] = [
            ("dd-MM-yyyy", "05-06-2026", "2026-06-05"), ("MM-dd-yyyy", "05-06-2026", "2026-05-06"),
            ("d/M/yy", "5/6/26", "2026-06-05"),
            ("dd/MM/yyyy", "5/6/2026", "2026-06-05"), ("dd/MM/yyyy", "05-06-2026", "none"),
            ("yyyyMMdd", "20260605", "2026-06-05"),
            ("ddMMyyyy", "05062026", "2026-06-05"), ("ddMMyy", "050626", "2026-06-05"),
            ("d MMM yyyy", "5 Mei 2026", "2026-05-05"),
            ("dd-MMM-yy", "05-AGT-26", "2026-08-05"), ("MMMM d, yyyy", "August 5, 2026", "2026-08-05"),
            ("yyyy-MM-dd'T'HH:mm", "2026-06-05T10:30", "2026-06-05 37800"),
            ("dd/MM/yyyy HH:mm", "05/06/2026", "2026-06-05"),
            ("dd/MM/yyyy", "05/06/2026 10:30:15.5", "2026-06-05 37815"),
            ("dd/MM/yyyy", "2026-06-05", "none"), ("dd/MM/yyyy", "31/02/2026", "none"),
            // Two digits of the year, as POSIX reads them: 1970 to 2069.
            ("dd/MM/yyyy", "05/06/26", "2026-06-05"), ("dd/MM/yyyy", "05/06/70", "1970-06-05"),
            ("dd/MM/yyyy", "05/06/69", "2069-06-05"), ("d MMM yyyy", "5 Mei 26 10:30", "2026-05-05 37800"),
            ("dd/MM/yyyy", "05/06/026", "none"), ("ddMMyyyy", "050626", "none"), ("dd/MM/yyyy", "05/06/2", "none"),
            ("dd/MM/yyyy", "05/06/2026x", "none"), ("dd/MM/yyyy", "", "none"), ("yyyy-MM-dd", "26-06-05", "none"),
            ("dd.MM.yyyy", " 05.06.2026 ", "2026-06-05"),
            ("'tgl' dd/MM/yyyy", "tgl 05/06/2026", "2026-06-05"), ("dd/MM/yy", "05/06/2026", "none"),
        ]
        for (pattern, text, wanted) in table { #expect(try Self.read(pattern, text) == wanted, "\(pattern) \(text)") }
    }

    @Test("patterns that name no day are refused")
    func refused() {
        for pattern in [
            "", "dd-MM", "yyyy", "dd-MM-yyyy yyyy", "QQ dd MM yyyy", "tanggal", "dd-dd-yyyy", "DD-MM-YYYY", "HH:mm",
            "%d/%m/%Y"
        ] {
            let found = problem { _ = try DatePattern(pattern) }
            #expect(found?.code == .datePattern, "\(pattern)")
            #expect(found?.fact("pattern") == pattern)
        }
    }

    @Test("a pattern is not bent for dates that look otherwise")
    func strict() throws {
        let reader = DateReader.pattern(try DatePattern("MM-dd-yyyy"))
        #expect(withBytes("2026-05-06") { reader.day($0) } == nil)
        #expect(withBytes("13-05-2026") { reader.day($0) } == nil)
        #expect(withBytes("05-13-2026") { reader.day($0) } == Day(year: 2026, month: 5, day: 13))
    }
}
