import Formats
import Receivables
import Store

/// How things are written in the index of the search, and how what people type is read: without case, marks above
/// letters, and punctuation.
enum SearchForms {
    /// Words of a name beyond these are not turned to the front; nobody looks for them first.
    static let wordsMax = 8
    /// Digits from the end of a number by which it can be found.
    static let phoneDigitsMin = 4
    /// Letters and digits that make a reference of a due one to look for: `12` is an instalment of everybody.
    static let dueCharactersMin = 4

    /// The words of a text: letters and digits, small and without marks. An apostrophe joins, all else parts.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            switch Folding.fold(scalar) {
            case .letters(let letters): word += letters
            case .nothing: continue
            case .gap:
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// A folded name, once for each of its words: it stands first, the words before it behind the last.
    static func turns(_ name: String) -> [String] {
        let words = words(name)
        return words.indices.prefix(wordsMax).map { (words[$0...] + words[..<$0]).joined(separator: " ") }
    }

    /// The text above all that begin with another: bytes compare as the highest character there is.
    static func end(of prefix: String) -> String { prefix + "\u{10FFFF}" }

    // MARK: Telephone numbers

    /// Places of a number in the index: more digits than any number of the world has.
    private static let places = 18

    static func digits(_ text: String) -> [UInt8] {
        text.utf8.compactMap { (0x30...0x39).contains($0) ? $0 - 0x30 : nil }
    }

    /// A number as the index has it: its digits from behind, filled up with zeros.
    static func phone(_ value: String) -> Int64? {
        let digits = digits(value)
        guard digits.count >= phoneDigitsMin else { return nil }
        return range(endingWith: digits).lowerBound
    }

    /// All numbers in the index that end with these digits.
    static func range(endingWith digits: [UInt8]) -> ClosedRange<Int64> {
        var low: Int64 = 0
        var width: Int64 = 1
        let given = digits.reversed().prefix(places)
        for digit in given { low = low * 10 + Int64(digit) }
        for _ in given.count..<places {
            low *= 10
            width *= 10
        }
        return low...(low + width - 1)
    }

    // MARK: References of dues

    /// A reference without what people leave out or write otherwise.
    static func reference(_ text: String) -> String { words(text).joined() }

    /// What a reference of a due is looked for by; nil where it says nothing: numbers of instalments, months and days,
    /// and what begins with the reference of the account, by which it is found.
    static func due(_ reference: String, account: String) -> Int64? {
        guard reference.shownReference != nil, !reference.hasPrefix(account) else { return nil }
        return due(asked: reference)
    }

    /// The same for a reference that somebody asks for.
    static func due(asked reference: String) -> Int64? {
        let folded = self.reference(reference)
        guard folded.utf8.count >= dueCharactersMin, folded.utf8.contains(where: { (0x30...0x39).contains($0) }),
            !isPeriod(folded)
        else { return nil }
        return hash(folded)
    }

    /// A month or a day written as a number.
    private static func isPeriod(_ folded: String) -> Bool {
        let bytes = Array(folded.utf8)
        guard bytes.count == 6 || bytes.count == 8, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        let number = bytes.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        let (year, rest) = bytes.count == 6 ? (number / 100, number % 100) : (number / 10_000, number / 100 % 100)
        return (1990...2099).contains(year) && (1...12).contains(rest)
    }

    /// FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): the same on every machine, and what it confuses
    /// the facts tell apart.
    static func hash(_ text: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}

/// Letters as the search sees them.
enum Folding {
    enum Folded {
        case letters(String)
        /// It neither is a letter nor parts words.
        case nothing
        case gap
    }

    static func fold(_ scalar: Unicode.Scalar) -> Folded {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: return .letters(String(scalar))
        case 0x41...0x5A: return .letters(String(Unicode.Scalar(UInt8(scalar.value) + 0x20)))
        // Apostrophes of all kinds, and marks that stand on their own behind a letter.
        case 0x27, 0x60, 0xB4, 0x2B9...0x2BC, 0x2018, 0x2019, 0x300...0x36F, 0x200B...0x200F, 0x2060, 0xFEFF:
            return .nothing
        // Full-width letters and digits of Asian keyboards.
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).map(fold) ?? .gap
        case 0..<0xC0: return .gap
        default: break
        }
        if let plain = plain[scalar] { return .letters(plain) }
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType == .decimal else { return .gap }
        return .letters(properties.lowercaseMapping)
    }

    /// Latin letters with marks, by the letter that people type for them.
    private static let plain: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"), ("ae", "æǽ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
            ("g", "ĝğġģǧ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįıǐỉị"), ("j", "ĵ"), ("k", "ķĸ"), ("l", "ĺļľŀł"),
            ("n", "ñńņňŉŋ"), ("o", "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ"), ("oe", "œ"), ("r", "ŕŗř"), ("s", "śŝşšșſ"), ("ss", "ß"),
            ("t", "ţťŧț"), ("th", "þ"), ("u", "ùúûüũūŭůűųưǔụủứừửữự"), ("w", "ŵ"), ("y", "ýÿŷỳỵỷỹ"), ("z", "źżž"),
        ]
        var plain: [Unicode.Scalar: String] = [:]
        for (letter, marked) in rows {
            for scalar in marked.unicodeScalars {
                plain[scalar] = letter
                for capital in scalar.properties.uppercaseMapping.unicodeScalars.prefix(1) where capital.value > 0x7F {
                    plain[capital] = letter
                }
            }
        }
        // Capitals whose own small form is written with two characters.
        plain["İ"] = "i"
        plain["ẞ"] = "ss"
        return plain
    }()
}
