import Receivables

/// A telephone number as typed in Indonesia, normalised to E.164. The readings agree with Google's libphonenumber for
/// region ID, but for two typing habits that it does not know: `00` for `+`, and `+62 0812…`.
package struct PhoneNumber: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case mobile, fixedLine, tollFree, premiumRate, sharedCost, universalAccess
        /// A number of another country, of which only the form was checked.
        case foreign
    }

    /// `+` and digits.
    package let e164: String
    /// nil: no number that the numbering plan allows; it is kept as written and not dialled.
    package let kind: Kind?

    package var isValid: Bool { kind != nil }

    /// Reads a number; nil when there are not even two digits.
    package init?(_ text: String) {
        var text = text
        guard let found = text.withUTF8({ PhoneNumber.read($0) }) else { return nil }
        self = found
    }

    /// The same from bytes.
    package init?(_ text: Bytes) {
        guard let found = PhoneNumber.read(text) else { return nil }
        self = found
    }

    private init(country: [UInt8], national: [UInt8], kind: Kind?) {
        var bytes: [UInt8] = [0x2B]
        bytes.reserveCapacity(1 + country.count + national.count)
        for digit in country { bytes.append(digit + 0x30) }
        for digit in national { bytes.append(digit + 0x30) }
        e164 = String(decoding: bytes, as: UTF8.self)
        self.kind = kind
    }

    private static func read(_ text: Bytes) -> PhoneNumber? {
        guard var (digits, isInternational) = digits(of: text), digits.count >= 2 else { return nil }
        // No country code starts with 0, and a few toll-free numbers start with 00.
        if !isInternational, digits.starts(with: [0, 0]), digits.count > 2, digits[2] != 0,
            IndonesianPlan.type(digits) == nil
        {
            digits.removeFirst(2)
            isInternational = true
        }
        if isInternational {
            guard digits.starts(with: [6, 2]) else { return foreign(digits) }
            return national(Array(digits.dropFirst(2)))
        }
        if digits.starts(with: [6, 2]) {
            let rest = Array(digits.dropFirst(2))
            let restIsGeneral = IndonesianPlan.isGeneral(withoutPrefix(rest))
            if !IndonesianPlan.isGeneral(digits) && restIsGeneral || digits.count > 17 { return national(rest) }
        }
        return national(digits)
    }

    /// A number of Indonesia, without the national prefix.
    private static func national(_ digits: [UInt8]) -> PhoneNumber {
        let national = withoutPrefix(digits)
        return PhoneNumber(country: [6, 2], national: national, kind: IndonesianPlan.type(national))
    }

    /// The prefix 0 goes, unless only the number with it has the form of a number.
    private static func withoutPrefix(_ digits: [UInt8]) -> [UInt8] {
        guard digits.first == 0, digits.count > 1 else { return digits }
        let rest = Array(digits.dropFirst())
        if IndonesianPlan.isGeneral(digits), !IndonesianPlan.isGeneral(rest) { return digits }
        // Too short to be dialled from elsewhere: as written, like libphonenumber.
        return rest.count < 7 ? digits : rest
    }

    /// E.164: a country code that does not start with 0, at most fifteen digits.
    private static func foreign(_ digits: [UInt8]) -> PhoneNumber? {
        guard let first = digits.first, first != 0 else {
            return PhoneNumber(country: [], national: digits, kind: nil)
        }
        let isPlausible = (8...15).contains(digits.count)
        return PhoneNumber(country: [], national: digits, kind: isPlausible ? .foreign : nil)
    }

    /// The digits, full-width ones included, and whether a plus stood in front. Letters end the number (an extension).
    private static func digits(of text: Bytes) -> ([UInt8], isInternational: Bool)? {
        var digits: [UInt8] = []
        digits.reserveCapacity(text.count)
        var isInternational = false
        var at = 0
        while at < text.count {
            let byte = text[at]
            if byte >= 0x30, byte <= 0x39 {
                digits.append(byte - 0x30)
            } else if byte == 0x2B {
                guard digits.isEmpty else { break }
                isInternational = true
            } else if byte == 0xEF, at + 2 < text.count, text[at + 1] == 0xBC {
                let last = text[at + 2]
                if last >= 0x90, last <= 0x99 { digits.append(last - 0x90) }
                if last == 0x8B, digits.isEmpty { isInternational = true }
                at += 2
            } else if (0x61...0x7A).contains(byte | 0x20), !digits.isEmpty {
                break
            } else if byte == 0x23 || byte == 0x3B {
                break
            }
            at += 1
        }
        return digits.isEmpty ? nil : (digits, isInternational)
    }
}

/// One number of a field that may hold several, with what stands in brackets beside it.
package struct WrittenPhone: Equatable, Sendable {
    package let written: String
    package let number: PhoneNumber?
    /// `istri`, `kantor` …: somebody else's number, perhaps.
    package let remark: String?
}

extension WrittenPhone {
    /// Splits a field at `/`, `,`, `;` and the word `atau`.
    package static func list(_ field: String) -> [WrittenPhone] {
        // Nearly every field is one plain number, and books have millions of them.
        if !field.isEmpty, field.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D }) {
            return [WrittenPhone(written: field, number: PhoneNumber(field), remark: nil)]
        }
        let parts = field.replacing(" atau ", with: "/").split { $0 == "/" || $0 == "," || $0 == ";" }
        return parts.compactMap { part in
            let written = String(part).trimmingSpaces
            guard !written.isEmpty else { return nil }
            guard let open = written.firstIndex(of: "("), let close = written.lastIndex(of: ")"), open < close else {
                return WrittenPhone(written: written, number: PhoneNumber(written), remark: nil)
            }
            let inside = written[written.index(after: open)..<close]
            guard !inside.contains(where: \.isNumber) else {
                return WrittenPhone(written: written, number: PhoneNumber(written), remark: nil)
            }
            let outside = String(written[..<open] + written[written.index(after: close)...])
            return WrittenPhone(written: written, number: PhoneNumber(outside), remark: String(inside).trimmingSpaces)
        }
    }
}

extension String {
    /// Without spaces at both ends.
    var trimmingSpaces: String {
        if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        var view = self[...]
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
