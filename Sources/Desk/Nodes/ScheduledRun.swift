import Receivables
import Store

/// The time of day from which the workers run the day.
package struct RunTime: Sendable, Equatable {
    /// What the setting says while people run the day themselves.
    package static let off = "off"

    package let minutes: Int

    /// `06:00`; nil for everything else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours < 24, minutes < 60 else { return nil }
        self.minutes = hours * 60 + minutes
    }

    /// The day whose run is due at a moment, or nil: its time has not come, or it was done on `last`.
    package func dueDay(at now: Instant, offsetSeconds: Int, last: Day?) -> Day? {
        let day = now.day(offsetSeconds: offsetSeconds)
        let start = Instant(day: day, secondsOfDay: minutes * 60, offsetSeconds: offsetSeconds)
        guard now >= start, last.map({ $0 < day }) ?? true else { return nil }
        return day
    }
}

extension Reading {
    /// The day whose run the schedule wants now. By the clock of the database: a node whose own clock is wrong must not
    /// run the day of tomorrow.
    func scheduledDay() throws -> Day? {
        guard let time = RunTime(try setting(.runTime)) else { return nil }
        let now = try databaseClock()
        let offset = try Desk.offsetSeconds(ofZone: try setting(.timeZone), at: now)
        guard let day = time.dueDay(at: now, offsetSeconds: offset, last: try lastDay(of: .run)) else { return nil }
        return try lastRun().map { $0.day > day } ?? false ? nil : day
    }
}
