import Receivables

/// The open dues of a position as they are stored: a JSON array of arrays `[line, day, principal, interest, fee,
/// penalty]`, zeros at the end left out. Text, so that a person with an SQL shell can read it (`report_open_dues`
/// unfolds it).
package enum PositionText {
    private static let open: UInt8 = 0x5B
    private static let close: UInt8 = 0x5D
    private static let comma: UInt8 = 0x2C

    /// Appends the text of `dues` to `bytes`.
    package static func write(_ dues: [OpenDue], to bytes: inout [UInt8]) {
        bytes.append(open)
        for (index, due) in dues.enumerated() {
            if index > 0 { bytes.append(comma) }
            bytes.append(open)
            number(Int64(due.line), to: &bytes)
            bytes.append(comma)
            number(Int64(due.day.number), to: &bytes)
            let parts = (due.open.principal, due.open.interest, due.open.fee, due.open.penalty)
            let last = parts.3 != 0 ? 4 : parts.2 != 0 ? 3 : parts.1 != 0 ? 2 : parts.0 != 0 ? 1 : 0
            if last >= 1 { part(parts.0, to: &bytes) }
            if last >= 2 { part(parts.1, to: &bytes) }
            if last >= 3 { part(parts.2, to: &bytes) }
            if last >= 4 { part(parts.3, to: &bytes) }
            bytes.append(close)
        }
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
        var at = 1
        guard bytes.count >= 2, bytes[0] == open, bytes[bytes.count - 1] == close else {
            throw Problem(.stateUnreadable)
        }
        while at < bytes.count - 1 {
            if bytes[at] == comma { at += 1 }
            guard bytes[at] == open else { throw Problem(.stateUnreadable) }
            at += 1
            var numbers: (Int64, Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0, 0)
            var count = 0
            while true {
                guard let value = number(bytes, &at), count < 6, at < bytes.count else {
                    throw Problem(.stateUnreadable)
                }
                switch count {
                case 0: numbers.0 = value
                case 1: numbers.1 = value
                case 2: numbers.2 = value
                case 3: numbers.3 = value
                case 4: numbers.4 = value
                default: numbers.5 = value
                }
                count += 1
                let byte = bytes[at]
                at += 1
                if byte == close { break }
                guard byte == comma else { throw Problem(.stateUnreadable) }
            }
            guard count >= 2, let line = Int32(exactly: numbers.0), let day = Int32(exactly: numbers.1) else {
                throw Problem(.stateUnreadable)
            }
            let open = Components(principal: numbers.2, interest: numbers.3, fee: numbers.4, penalty: numbers.5)
            dues.append(OpenDue(line: line, day: Day(day), open: open))
        }
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Int64? {
        let isNegative = bytes[at] == 0x2D
        if isNegative { at += 1 }
        var value: Int64 = 0
        let start = at
        while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 {
            guard at - start < 18 else { return nil }
            value = value * 10 + Int64(bytes[at] - 0x30)
            at += 1
        }
        guard at > start else { return nil }
        return isNegative ? -value : value
    }
}
