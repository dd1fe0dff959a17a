import Receivables
import Synchronization
import Testing

@testable import Desk

/// What proves who somebody is: hashes of passwords, codes, tokens.
@Suite struct SecretTests {
    /// From the tests of the reference implementation (P-H-C/phc-winner-argon2, test.c).
    @Test func hashesAreThoseOfTheReference() throws {
        let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        #expect(try PasswordHash.isRight("password", hash, .light))
        #expect(try !PasswordHash.isRight("Password", hash, .light))
        #expect(throws: Problem.self) { try PasswordHash.isRight("password", "$argon2id$v=19$nonsense", .light) }
    }

    @Test func aHashCarriesItsCostAndASaltOfItsOwn() throws {
        let random = RandomSource.seeded(3)
        let (one, two) = (
            try PasswordHash.make("kata", .light, random), try PasswordHash.make("kata", .light, random)
        )
        #expect(one != two && one.hasPrefix(PasswordCost.light.mark) && !one.hasPrefix(PasswordCost.standard.mark))
        #expect(try PasswordHash.isRight("kata", one, .standard) && PasswordHash.isRight("kata", two, .light))
        #expect(try !PasswordHash.isRight("kata ", one, .light) && !PasswordHash.isRight("kata", nil, .light))
        #expect(PasswordCost.standard.memoryKiB >= 19_456, "no less than OWASP's least")
    }

    @Test func fewHashAtATimeAndFewWait() throws {
        let gate = HashGate(running: 1, waiting: 0)
        let another = { try Problem.code { _ = try gate.pass { 1 } } }
        #expect(try gate.pass { try another() } == .signInBusy)
        let failing = { _ = try gate.pass { () throws -> Int in throw Problem(.usage) } }
        #expect(try Problem.code(failing) == .usage)
        #expect(try another() == nil, "a failure leaves the gate open")
    }

    /// RFC 6238, appendix B, for SHA-1 with eight digits; RFC 4226, appendix D, for six.
    @Test func codesAreThoseOfTheStandards() {
        let secret = Array("12345678901234567890".utf8)
        let times: [(Int64, String)] = [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ]
        for (seconds, code) in times {
            let now = Instant(microseconds: seconds * 1_000_000)
            #expect(OneTimeCode.code(secret, step: OneTimeCode.step(at: now), digits: 8) == code)
            #expect(OneTimeCode.code(secret, at: now) == code.suffix(6))
        }
        let counters = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871"]
        for (step, code) in counters.enumerated() { #expect(OneTimeCode.code(secret, step: Int64(step)) == code) }
    }

    @Test func aCodeIsTakenAStepEarlyOrLateAndNeverTwice() {
        let secret = Array("12345678901234567890".utf8)
        let now = Instant(microseconds: 1_234_567_890_000_000)
        let step = OneTimeCode.step(at: now)
        for other in -3...3 {
            let code = OneTimeCode.code(secret, step: step + Int64(other))
            let taken = OneTimeCode.accepted(code, secret, at: now, after: 0)
            #expect(taken == (abs(other) <= 1 ? step + Int64(other) : nil), "\(other)")
        }
        let code = OneTimeCode.code(secret, at: now)
        #expect(OneTimeCode.accepted(code, secret, at: now, after: step) == nil, "it was used")
        #expect(OneTimeCode.accepted(code, secret, at: now, after: step - 1) == step)
        let spaced = code.prefix(3) + " " + code.suffix(3)
        #expect(OneTimeCode.accepted(String(spaced), secret, at: now, after: 0) == step, "as apps show it")
        for wrong in ["", "0", code + "0", String(code.dropLast()), "abcdef", "１２３４５６"] {
            #expect(OneTimeCode.accepted(wrong, secret, at: now, after: 0) == nil)
        }
    }

    /// RFC 4648, section 10.
    @Test func lettersAreThoseOfTheStandard() {
        let vectors = [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ]
        for (plain, coded) in vectors {
            #expect(Base32.text(Array(plain.utf8)) == coded)
            #expect(Base32.bytes(coded) == Array(plain.utf8) && Base32.bytes(coded.lowercased()) == Array(plain.utf8))
        }
        #expect(Base32.bytes("MZXW6YTBOI======") == Array("foobar".utf8) && Base32.bytes("MZ1") == nil)
        let base64 = [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        for (plain, coded) in base64 { #expect(Base64URL.text(Array(plain.utf8)) == coded) }
        #expect(Base64URL.text([0xFB, 0xFF, 0xBF]) == "-_-_")
    }

    @Test func theAddressOfASecretIsWhatAppsTake() {
        let address = OneTimeCode.address(Array("12345678901234567890".utf8), login: "sari@contoh.id")
        #expect(
            address == "otpauth://totp/Lunas:sari%40contoh.id?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Lunas"
                + "&algorithm=SHA1&digits=6&period=30")
    }

    @Test func secretsHaveTheLengthTheyShould() throws {
        let random = RandomSource.seeded(1)
        let tokens = try (0..<50).map { _ in try random.token() }
        #expect(Set(tokens).count == 50 && tokens.allSatisfy { $0.utf8.count == 43 })
        let passwords = try (0..<50).map { _ in try random.oneTimePassword() }
        #expect(Set(passwords).count == 50 && passwords.allSatisfy { $0.utf8.count == 23 })
        #expect(passwords.allSatisfy { $0.allSatisfy { !"0ilo".contains($0) } })
        for password in passwords { try PasswordRules.check(password, login: "sari") }
        #expect(throws: Problem.self) { try RandomSource.none.bytes(1) }
    }

    @Test func weakPasswordsAreRefusedWithTheirReason() {
        let cases: [(String, PhraseCode?)] = [
            ("tiga ekor kambing hitam", nil), ("kuda-laut-biru", nil), ("sebelas kata", nil),
            ("pendek", .passwordTooShort), ("", .passwordTooShort), ("aaaaaaaaaaaa", .passwordTooSimple),
            ("123456789012", .passwordTooSimple), ("abcdefghijklm", .passwordTooSimple),
            ("xkcdqxkcdqxkcdq", .passwordTooSimple), ("password1984", .passwordCommon),
            ("Rahasia-2026!", .passwordCommon), ("lunas-lunas-99", .passwordCommon),
            ("rahasia besar di bukit utara", nil), ("wulandari-88-x", .passwordLikeLogin),
            (String(repeating: "sungai ", count: 60), .passwordTooLong),
        ]
        for (password, reason) in cases {
            let expected = reason.map { $0.rawValue } ?? "good"
            do throws(Problem) {
                try PasswordRules.check(password, login: "wulandari")
                #expect(expected == "good", "\(password)")
            } catch {
                guard case .phrase(let phrase) = error.facts.first?.value else {
                    Issue.record("\(password): no reason")
                    continue
                }
                #expect(error.code == .passwordWeak && phrase.code.rawValue == expected, "\(password)")
            }
        }
    }
}
