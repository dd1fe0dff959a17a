/// A moment: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
package struct Instant: Hashable, Sendable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// The calendar day at `offsetSeconds` east of UTC.
    package func day(offsetSeconds: Int) -> Day {
        Day(Int32(Instant.floorDivide(microseconds + Int64(offsetSeconds) * 1_000_000, 86_400_000_000)))
    }

    /// Whole seconds since midnight at `offsetSeconds` east of UTC.
    package func secondsOfDay(offsetSeconds: Int) -> Int {
        let local = microseconds + Int64(offsetSeconds) * 1_000_000
        return Int((local - Instant.floorDivide(local, 86_400_000_000) * 86_400_000_000) / 1_000_000)
    }

    /// Midnight UTC at the start of `day`, plus `secondsOfDay`, seen from a zone `offsetSeconds` east of UTC.
    package init(day: Day, secondsOfDay: Int, offsetSeconds: Int) {
        let seconds = Int64(day.number) * 86_400 + Int64(secondsOfDay) - Int64(offsetSeconds)
        self.init(microseconds: seconds * 1_000_000)
    }

    /// RFC 3339 text with the given offset: `2026-11-23T08:15:00+07:00`; microseconds only where they are not zero.
    package func text(offsetSeconds: Int) -> String {
        let local = microseconds + Int64(offsetSeconds) * 1_000_000
        let dayNumber = Instant.floorDivide(local, 86_400_000_000)
        let inDay = Int(local - dayNumber * 86_400_000_000)
        let seconds = inDay / 1_000_000
        var text = "\(Day(Int32(dayNumber)))T"
        text += Digits.padded(seconds / 3600, 2) + ":" + Digits.padded(seconds / 60 % 60, 2)
        text += ":" + Digits.padded(seconds % 60, 2)
        if inDay % 1_000_000 != 0 { text += "." + Digits.padded(inDay % 1_000_000, 6) }
        if offsetSeconds == 0 { return text + "Z" }
        let minutes = abs(offsetSeconds) / 60
        let sign = offsetSeconds < 0 ? "-" : "+"
        return text + sign + Digits.padded(minutes / 60, 2) + ":" + Digits.padded(minutes % 60, 2)
    }

    /// The instant of an RFC 3339 text (`2026-11-23T08:15:00+07:00`, fraction and `Z` allowed), or nil.
    package init?(rfc3339 text: some StringProtocol) {
        var bytes = Array(text.utf8)[...]
        guard bytes.count >= 20, let day = Day(String(decoding: bytes.prefix(10), as: UTF8.self)) else { return nil }
        bytes = bytes.dropFirst(10)
        guard let separator = bytes.popFirst(), separator == 0x54 || separator == 0x74 || separator == 0x20,
            let hour = Instant.two(&bytes), bytes.popFirst() == 0x3A, let minute = Instant.two(&bytes),
            bytes.popFirst() == 0x3A, let second = Instant.two(&bytes), hour < 24, minute < 60, second < 61,
            let micros = Instant.fraction(&bytes), let offset = Instant.offset(bytes)
        else { return nil }
        let start = Instant(day: day, secondsOfDay: hour * 3600 + minute * 60 + second, offsetSeconds: offset)
        self.init(microseconds: start.microseconds + Int64(micros))
    }

    private static func two(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard let tens = bytes.popFirst(), let ones = bytes.popFirst() else { return nil }
        guard (0x30...0x39).contains(tens), (0x30...0x39).contains(ones) else { return nil }
        return Int(tens - 0x30) * 10 + Int(ones - 0x30)
    }

    private static func fraction(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard bytes.first == 0x2E else { return 0 }
        bytes.removeFirst()
        var micros = 0
        var digits = 0
        while let byte = bytes.first, (0x30...0x39).contains(byte) {
            if digits < 6 { micros = micros * 10 + Int(byte - 0x30) }
            digits += 1
            bytes.removeFirst()
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 6)..<6 { micros *= 10 }
        return micros
    }

    private static func offset(_ rest: ArraySlice<UInt8>) -> Int? {
        if rest.elementsEqual([0x5A]) || rest.elementsEqual([0x7A]) { return 0 }
        var bytes = rest
        guard bytes.count == 6, let sign = bytes.popFirst(), sign == 0x2B || sign == 0x2D,
            let hours = two(&bytes), bytes.popFirst() == 0x3A, let minutes = two(&bytes), hours < 24, minutes < 60
        else { return nil }
        return (sign == 0x2D ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
        let quotient = value / by
        return value % by < 0 ? quotient - 1 : quotient
    }
}
