/// Reads number words back, by rules of their own: words are looked up and folded from the left, nothing is taken from
/// the code under test.
struct WordReader {
    let minus: String
    let point: String
    /// What a word adds to the group that is being read.
    let adds: [String: UInt64]
    /// What a word multiplies the last added number by, within the group.
    let within: [String: UInt64]
    /// What a word multiplies the whole group by.
    let scales: [String: UInt64]
    let ignored: Set<String>

    /// The number, with its decimals as written behind a point; nil when a word is not known or out of order.
    func read(_ text: String) -> String? {
        var words = text.split(whereSeparator: { $0 == " " || $0 == "-" }).map(String.init)
        var sign = ""
        if words.first == minus {
            sign = "-"
            words.removeFirst()
        }
        let parts = words.split(separator: point, maxSplits: 1).map(Array.init)
        guard let first = parts.first, let whole = whole(first) else { return nil }
        guard parts.count == 2 else { return sign + String(whole) }
        let digits = parts[1].compactMap { adds[$0] }.filter { $0 < 10 }
        guard digits.count == parts[1].count else { return nil }
        return sign + String(whole) + "." + digits.map(String.init).joined()
    }

    private func whole(_ words: [String]) -> UInt64? {
        var total: UInt64 = 0
        var group: UInt64 = 0
        var last: UInt64 = 0
        var smallestScale = UInt64.max
        for word in words where !ignored.contains(word) {
            if let number = adds[word] {
                group += number
                last = number
            } else if let factor = within[word] {
                group += last * factor - last
                last = 0
            } else if let offset = WordReader.added[word] {
                group += offset
            } else if let scale = scales[word] {
                guard scale < smallestScale else { return nil }
                smallestScale = scale
                total += max(group, word.hasPrefix("se") ? 1 : 0) * scale
                group = 0
            } else {
                return nil
            }
        }
        return total + group
    }

    /// `belas` adds ten to the digit before it.
    private static let added: [String: UInt64] = ["belas": 10]

    static let indonesian = WordReader(
        minus: "min", point: "koma",
        adds: [
            "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
            "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100,
        ],
        within: ["puluh": 10, "ratus": 100],
        scales: [
            "seribu": 1000, "ribu": 1000, "juta": 1_000_000, "miliar": 1_000_000_000, "triliun": 1_000_000_000_000,
            "kuadriliun": 1_000_000_000_000_000, "kuintiliun": 1_000_000_000_000_000_000,
        ],
        ignored: [])

    static let english = WordReader(
        minus: "minus", point: "point",
        adds: [
            "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9,
            "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
            "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
            "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
        ],
        within: ["hundred": 100],
        scales: [
            "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
            "quadrillion": 1_000_000_000_000_000, "quintillion": 1_000_000_000_000_000_000,
        ],
        ignored: ["and"])
}
