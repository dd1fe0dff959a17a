import Receivables

/// What a password must be. Long beats strange (NIST SP 800-63B): no rules about signs, and none ages.
enum PasswordRules {
    /// Error: `password-weak`.
    static func check(_ password: String, login: String) throws(Problem) {
        let letters = password.lowercased().unicodeScalars.map(\.value)
        guard letters.count >= DeskLimits.passwordLengthMin else {
            throw weak(.passwordTooShort, [Fact("count", DeskLimits.passwordLengthMin)])
        }
        guard password.utf8.count <= DeskLimits.passwordBytesMax else {
            throw weak(.passwordTooLong, [Fact("limit", DeskLimits.passwordBytesMax)])
        }
        guard Set(letters).count >= 5, !isRow(letters) else { throw weak(.passwordTooSimple) }
        let plain = password.lowercased()
        guard !common.contains(where: plain.contains) || letters.count >= 20 else { throw weak(.passwordCommon) }
        guard login.count < 4 || !plain.contains(login) else { throw weak(.passwordLikeLogin) }
    }

    private static func weak(_ reason: PhraseCode, _ facts: [Fact] = []) -> Problem {
        Problem(.passwordWeak, [Fact("reason", Phrase(reason, facts))])
    }

    /// Signs that follow one another, or the same ones again: 123456789012, abcdabcdabcd.
    private static func isRow(_ letters: [UInt32]) -> Bool {
        let steps = zip(letters, letters.dropFirst()).map { Int64($1) - Int64($0) }
        if steps.count(where: { abs($0) <= 1 }) * 4 > steps.count * 3 { return true }
        return (1...6).contains { length in letters.indices.allSatisfy { letters[$0] == letters[$0 % length] } }
    }

    /// What is tried first here, at the heart of a password that is no sentence.
    private static let common = [
        "password", "katasandi", "rahasia", "passw0rd", "qwerty", "asdfgh", "zxcvbn", "123456", "654321", "admin123",
        "indonesia", "bismillah", "merdeka", "sayang", "iloveyou", "lunas", "welcome", "letmein",
    ]
}
