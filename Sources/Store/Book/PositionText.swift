import Receivables

/// The open dues of a position as they are stored: a JSON array of runs `[line, [day, …], principal, interest, fee,
/// penalty]`, zeros at the end left out. A run is of dues with rising lines and equal open amounts, as instalments are:
/// its first day is a day number, the others are counted from it. Text, so that a person with an SQL shell can read it
/// (`report_open_dues` unfolds it); in runs, because it is most of what is written about an account.
package enum PositionText {
    private static let open: UInt8 = 0x5B
    private static let close: UInt8 = 0x5D
    private static let comma: UInt8 = 0x2C

    /// Appends the text of `dues` to `bytes`.
    package static func write(_ dues: [OpenDue], to bytes: inout [UInt8]) {
        bytes.append(open)
        var at = 0
        while at < dues.count {
            var end = at + 1
            while end < dues.count, continues(dues[end], dues[end - 1]) { end += 1 }
            if at > 0 { bytes.append(comma) }
            write(run: dues[at..<end], to: &bytes)
            at = end
        }
        bytes.append(close)
    }

    private static func continues(_ due: OpenDue, _ before: OpenDue) -> Bool {
        due.line == before.line &+ 1 && due.open == before.open
    }

    private static func write(run: ArraySlice<OpenDue>, to bytes: inout [UInt8]) {
        let first = run[run.startIndex]
        bytes.append(open)
        number(Int64(first.line), to: &bytes)
        bytes.append(comma)
        bytes.append(open)
        number(Int64(first.day.number), to: &bytes)
        for due in run.dropFirst() { part(Int64(due.day.number) - Int64(first.day.number), to: &bytes) }
        bytes.append(close)
        let parts = (first.open.principal, first.open.interest, first.open.fee, first.open.penalty)
        let last = parts.3 != 0 ? 4 : parts.2 != 0 ? 3 : parts.1 != 0 ? 2 : parts.0 != 0 ? 1 : 0
        if last >= 1 { part(parts.0, to: &bytes) }
        if last >= 2 { part(parts.1, to: &bytes) }
        if last >= 3 { part(parts.2, to: &bytes) }
        if last >= 4 { part(parts.3, to: &bytes) }
        bytes.append(close)
    }

    private static func part(_ value: Int64, to bytes: inout [UInt8]) {
        bytes.append(comma)
        number(value, to: &bytes)
    }

    private static func number(_ value: Int64, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(0x2D) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
            rest /= 10
        } while rest > 0
        var (low, high) = (start, bytes.count - 1)
        while low < high {
            bytes.swapAt(low, high)
            (low, high) = (low + 1, high - 1)
        }
    }

    /// Reads a stored text into `dues`, replacing what is there. Error: `state-unreadable`.
    package static func read(_ bytes: UnsafeBufferPointer<UInt8>, into dues: inout [OpenDue]) throws(Problem) {
        dues.removeAll(keepingCapacity: true)
        var reader = Reader(bytes: bytes)
        try reader.take(open)
        if reader.skips(close) { return }
        repeat { try reader.run(into: &dues) } while reader.skips(comma)
        try reader.take(close)
    }

    /// A place in a stored text. Every step that finds something else than is written here refuses the text.
    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var at = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        mutating func skips(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        mutating func take(_ byte: UInt8) throws(Problem) {
            guard skips(byte) else { throw Problem(.stateUnreadable) }
        }

        mutating func run(into dues: inout [OpenDue]) throws(Problem) {
            try take(open)
            let line = try small()
            try take(comma)
            try take(open)
            let (first, from) = (try small(), dues.count)
            dues.append(OpenDue(line: line, day: Day(first), open: .zero))
            while skips(comma) {
                let (next, isTooHigh) = line.addingReportingOverflow(Int32(dues.count - from))
                let (day, isTooFar) = first.addingReportingOverflow(try small())
                guard !isTooHigh, !isTooFar else { throw Problem(.stateUnreadable) }
                dues.append(OpenDue(line: next, day: Day(day), open: .zero))
            }
            try take(close)
            let parts = try parts()
            for index in from..<dues.count { dues[index].open = parts }
        }

        private mutating func parts() throws(Problem) -> Components {
            var parts = Components.zero
            if skips(comma) { parts.principal = try number() }
            if skips(comma) { parts.interest = try number() }
            if skips(comma) { parts.fee = try number() }
            if skips(comma) { parts.penalty = try number() }
            try take(close)
            return parts
        }

        private mutating func small() throws(Problem) -> Int32 {
            guard let value = Int32(exactly: try number()) else { throw Problem(.stateUnreadable) }
            return value
        }

        private mutating func number() throws(Problem) -> Int64 {
            let isNegative = skips(0x2D)
            var value: Int64 = 0
            let start = at
            while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 {
                guard at - start < 18 else { throw Problem(.stateUnreadable) }
                value = value * 10 + Int64(bytes[at] - 0x30)
                at += 1
            }
            guard at > start else { throw Problem(.stateUnreadable) }
            return isNegative ? -value : value
        }
    }
}
