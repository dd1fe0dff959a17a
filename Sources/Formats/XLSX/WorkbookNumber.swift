import Glibc
import Receivables

/// Numbers of a workbook as text. A workbook stores binary floating-point numbers and shows 15 digits of them; those 15
/// are what the person saw and meant.
package enum WorkbookNumber {
    static func text(_ number: Double, written: String) -> String {
        // Plain digits are exact, however many they are.
        if written.utf8.count <= 30, written.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return written }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        var buffer = [CChar](repeating: 0, count: 40)
        _ = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.15g", $0) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Day and time of a serial number, to the second, or nil when the calendar has no such day. The 1900 system counts
    /// a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1), the 1904 system counts 1904-01-01 as 0.
    static func date(_ serial: Double, uses1904: Bool) -> String? {
        guard serial >= (uses1904 ? 0 : 1), serial < 2_958_466 else { return nil }
        let seconds = Int((serial * 86_400).rounded())
        let (days, rest) = (seconds / 86_400, seconds % 86_400)
        if !uses1904, days == 60 { return nil }
        let epoch = uses1904 ? january1904 : days < 60 ? january1900 : january1900.adding(days: -1)
        let day = epoch.adding(days: days)
        guard day <= .last else { return nil }
        if rest == 0 { return day.description }
        let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { Digits.padded($0, 2) }
        return "\(day) \(clock.joined(separator: ":"))"
    }

    /// The day of a whole number in a column of dates that has no style of a date, or nil where it can hardly be one:
    /// the days from 1954 to 2119 in the 1900 system, and to 2123 in the 1904 system.
    package static func unstyledDay(_ serial: Int, uses1904: Bool) -> Day? {
        guard (20_000...80_000).contains(serial) else { return nil }
        return uses1904 ? january1904.adding(days: serial) : january1900.adding(days: serial - 1)
    }

    /// Day 0 of each system.
    private static let january1900 = Day(Day.daysFromCivil(year: 1899, month: 12, day: 31))
    private static let january1904 = Day(Day.daysFromCivil(year: 1904, month: 1, day: 1))
}
