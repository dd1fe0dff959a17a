import Crypto
import Receivables

/// Codes of an authenticator app: RFC 6238 with SHA-1, six digits and thirty seconds, which is what all apps can do.
package enum OneTimeCode {
    private static let seconds: Int64 = 30
    private static let digits = 6
    /// SHA-1's own length, as RFC 4226 wants.
    static let secretBytes = 20

    static func step(at now: Instant) -> Int64 { now.microseconds / 1_000_000 / seconds }

    /// The code of a step (RFC 4226).
    static func code(_ secret: [UInt8], step: Int64, digits: Int = digits) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian, Array.init)
        let hash = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let at = Int(hash[hash.count - 1] & 15)
        let number = hash[at..<at + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let text = String(number)
        let wanted = String(text.suffix(digits))
        return String(repeating: "0", count: digits - wanted.count) + wanted
    }

    /// The code that an app shows at a moment.
    package static func code(_ secret: [UInt8], at now: Instant) -> String { code(secret, step: step(at: now)) }

    /// The step of a code that is right now, a step early or a step late, and later than the last one used: a code that
    /// was seen over a shoulder is of no use. Nil where it is wrong.
    static func accepted(_ code: String, _ secret: [UInt8], at now: Instant, after used: Int64) -> Int64? {
        let said = code.filter { $0 != " " }
        let current = step(at: now)
        var found: Int64?
        // All are compared, and each wholly: time says nothing.
        for step in current - 1...current + 1 where isSame(said, self.code(secret, step: step)) && step > used {
            found = found ?? step
        }
        return found
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// What apps take from a picture or a link.
    static func address(_ secret: [UInt8], login: String) -> String {
        // A login has only letters that stand for themselves in addresses, but for the at sign.
        let label = login.replacing("@", with: "%40")
        let values = "secret=\(Base32.text(secret))&issuer=Lunas&algorithm=SHA1&digits=\(digits)&period=\(seconds)"
        return "otpauth://totp/Lunas:\(label)?\(values)"
    }
}
