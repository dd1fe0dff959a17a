import Receivables

/// Order of day and month in dates of digits only.
package enum DateOrder: String, Sendable {
    case dayFirst = "dd-MM-yyyy"
    case monthFirst = "MM-dd-yyyy"
}

/// How a date is written, before anyone decides which number is the day.
package enum DateShape: Equatable {
    /// Year first, or with the month's name: one reading only. nil: no such day in the calendar.
    case certain(Day?)
    /// Two numbers and a year at the end: `05/06/2026`.
    case numbers(first: Int, second: Int, year: Int)

    /// The day in the given order, or nil when the calendar has no such day.
    package func day(_ order: DateOrder) -> Day? {
        switch self {
        case .certain(let day): day
        case .numbers(let first, let second, let year):
            order == .dayFirst ? Day(year: year, month: second, day: first) : Day(year: year, month: first, day: second)
        }
    }
}

/// A date with the time that was written behind it.
package struct WrittenDate: Equatable {
    package let shape: DateShape
    /// Microseconds since midnight, when a time was written.
    package let timeOfDay: Int64?
    /// Seconds east of UTC, when an offset was written.
    package let offsetSeconds: Int?
}

extension WrittenDate {
    /// Reads any of the usual ways to write a date: `2026-11-23`, `23/11/2026`, `23.11.26`, `23 Nov 2026`,
    /// `20261123`, each with an optional time. nil: no date.
    package init?(_ text: Bytes) {
        var rest = text.trimmed
        guard let shape = DateParts.read(&rest) else { return nil }
        rest = rest.trimmed
        if rest.isEmpty {
            self.init(shape: shape, timeOfDay: nil, offsetSeconds: nil)
            return
        }
        guard let (time, offset) = TimeText.read(rest) else { return nil }
        self.init(shape: shape, timeOfDay: time, offsetSeconds: offset)
    }

    /// `YYYY-MM-DD` and nothing else, the most frequent case.
    package static func isoDay(_ text: Bytes) -> Day? {
        guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return nil }
        guard let year = digits(text, 0, 4), let month = digits(text, 5, 7), let day = digits(text, 8, 10) else {
            return nil
        }
        return Day(year: year, month: month, day: day)
    }

    @inline(__always)
    static func digits(_ text: Bytes, _ from: Int, _ to: Int) -> Int? {
        var value = 0
        for index in from..<to {
            let byte = text[index]
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}

/// The calendar part of a written date.
private enum DateParts {
    /// Takes the date from the front of `text`.
    static func read(_ text: inout Bytes) -> DateShape? {
        guard let first = takeToken(&text) else { return nil }
        if case .number(let value, let width) = first, width == 8, !startsWithSeparator(text) { return compact(value) }
        skipSeparator(&text)
        guard let second = takeToken(&text) else { return nil }
        skipSeparator(&text)
        guard let third = takeToken(&text) else { return nil }
        return shape(first, second, third)
    }

    private enum Token {
        case number(Int, width: Int)
        case month(Int)
    }

    private static func shape(_ first: Token, _ second: Token, _ third: Token) -> DateShape? {
        switch (first, second, third) {
        case (.number(let year, 4), .number(let month, let width), .number(let day, let dayWidth))
        where width <= 2 && dayWidth <= 2:
            return .certain(Day(year: year, month: month, day: day))
        case (.number(let day, let width), .month(let month), .number(let year, let yearWidth)) where width <= 2:
            guard let year = fullYear(year, width: yearWidth) else { return nil }
            return .certain(Day(year: year, month: month, day: day))
        case (.month(let month), .number(let day, let width), .number(let year, let yearWidth)) where width <= 2:
            guard let year = fullYear(year, width: yearWidth) else { return nil }
            return .certain(Day(year: year, month: month, day: day))
        case (.number(let first, let width), .number(let second, let secondWidth), .number(let year, let yearWidth))
        where width <= 2 && secondWidth <= 2:
            guard let year = fullYear(year, width: yearWidth) else { return nil }
            return .numbers(first: first, second: second, year: year)
        default: return nil
        }
    }

    /// `20261123`, or `23112026` where that cannot be meant.
    private static func compact(_ value: Int) -> DateShape? {
        if let day = Day(year: value / 10_000, month: value / 100 % 100, day: value % 100), value / 10_000 >= 1900 {
            return .certain(day)
        }
        let year = value % 10_000
        guard (1900...2199).contains(year) else { return nil }
        return .numbers(first: value / 1_000_000, second: value / 10_000 % 100, year: year)
    }

    /// Two digits mean 1970 to 2069, as POSIX does.
    private static func fullYear(_ year: Int, width: Int) -> Int? {
        switch width {
        case 4: year
        case 2: year < 70 ? 2000 + year : 1900 + year
        default: nil
        }
    }

    private static func takeToken(_ text: inout Bytes) -> Token? {
        var at = 0
        while at < text.count, text[at] >= 0x30, text[at] <= 0x39 { at += 1 }
        if at > 0 {
            guard at <= 8, let value = WrittenDate.digits(text, 0, at) else { return nil }
            text = text.slice(at, text.count)
            return .number(value, width: at)
        }
        while at < text.count, (0x61...0x7A).contains(text[at] | 0x20) { at += 1 }
        guard at >= 3, let month = MonthNames.number(text.slice(0, at)) else { return nil }
        text = text.slice(at, text.count)
        return .month(month)
    }

    private static func startsWithSeparator(_ text: Bytes) -> Bool {
        guard let first = text.first else { return false }
        return first == 0x2D || first == 0x2F || first == 0x2E
    }

    private static func skipSeparator(_ text: inout Bytes) {
        text = text.trimmed
        if let first = text.first, first == 0x2D || first == 0x2F || first == 0x2E || first == 0x2C {
            text = text.slice(1, text.count).trimmed
        }
    }
}

/// Names of months, Indonesian and English, whole or shortened.
enum MonthNames {
    static func number(_ text: Bytes) -> Int? {
        let word = text.text.lowercased()
        for (index, names) in table.enumerated() where names.contains(where: { $0 == word }) { return index + 1 }
        return nil
    }

    private static let table: [[String]] = [
        ["jan", "januari", "january"], ["feb", "februari", "february", "peb", "pebruari"],
        ["mar", "maret", "march", "mrt"], ["apr", "april"], ["mei", "may"], ["jun", "juni", "june"],
        ["jul", "juli", "july"], ["agu", "agt", "ags", "agust", "agustus", "aug", "august"],
        ["sep", "sept", "september"], ["okt", "oktober", "oct", "october"],
        ["nov", "nop", "november", "nopember"], ["des", "desember", "dec", "december"],
    ]
}

/// A time of day as written behind a date.
enum TimeText {
    /// Microseconds since midnight and the offset, if one is written: `13:25:17.000000`, `T13:25Z`, `13.25`,
    /// `1:25 PM`, `13:25 WIB`.
    static func read(_ text: Bytes) -> (Int64, Int?)? {
        var rest = text
        if rest.first == 0x54 || rest.first == 0x74 || rest.first == 0x2C { rest = rest.slice(1, rest.count).trimmed }
        guard let hour = take(&rest), let mark = rest.first, mark == 0x3A || mark == 0x2E else { return nil }
        rest = rest.slice(1, rest.count)
        guard let minute = take(&rest) else { return nil }
        var second = 0
        if rest.first == mark {
            rest = rest.slice(1, rest.count)
            guard let value = take(&rest) else { return nil }
            second = value
        }
        guard let micros = fraction(&rest), minute < 60, second < 61 else { return nil }
        rest = rest.trimmed
        guard let hour = twelveHours(hour, &rest), hour < 24 else { return nil }
        let time = Int64(hour * 3600 + minute * 60 + min(second, 59)) * 1_000_000 + Int64(micros)
        if rest.isEmpty { return (time, nil) }
        guard let offset = offset(rest) else { return nil }
        return (time, offset)
    }

    private static func take(_ text: inout Bytes) -> Int? {
        var width = 0
        while width < min(2, text.count), text[width] >= 0x30, text[width] <= 0x39 { width += 1 }
        guard width > 0, let value = WrittenDate.digits(text, 0, width) else { return nil }
        text = text.slice(width, text.count)
        return value
    }

    private static func fraction(_ text: inout Bytes) -> Int? {
        guard let mark = text.first, mark == 0x2E || mark == 0x2C else { return 0 }
        var at = 1
        var micros = 0
        while at < text.count, text[at] >= 0x30, text[at] <= 0x39 {
            if at <= 6 { micros = micros * 10 + Int(text[at] - 0x30) }
            at += 1
        }
        guard at > 1 else { return nil }
        for _ in min(at - 1, 6)..<6 { micros *= 10 }
        text = text.slice(at, text.count)
        return micros
    }

    /// Applies `AM` or `PM`, where written.
    private static func twelveHours(_ hour: Int, _ text: inout Bytes) -> Int? {
        guard text.count >= 2, text[1] | 0x20 == 0x6D, text[0] | 0x20 == 0x61 || text[0] | 0x20 == 0x70 else {
            return hour
        }
        guard (1...12).contains(hour) else { return nil }
        let isAfternoon = text[0] | 0x20 == 0x70
        text = text.slice(2, text.count).trimmed
        return hour % 12 + (isAfternoon ? 12 : 0)
    }

    private static func offset(_ text: Bytes) -> Int? {
        if text.equalsIgnoringCase("z") || text.equalsIgnoringCase("utc") { return 0 }
        if text.equalsIgnoringCase("wib") { return 7 * 3600 }
        if text.equalsIgnoringCase("wita") { return 8 * 3600 }
        if text.equalsIgnoringCase("wit") { return 9 * 3600 }
        guard let sign = text.first, sign == 0x2B || sign == 0x2D else { return nil }
        let digits = text.slice(1, text.count).filter { $0 != 0x3A }
        guard digits.count == 2 || digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let values = digits.map { Int($0 - 0x30) }
        let hours = values[0] * 10 + values[1]
        let minutes = digits.count == 4 ? values[2] * 10 + values[3] : 0
        guard hours < 15, minutes < 60 else { return nil }
        return (sign == 0x2D ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
