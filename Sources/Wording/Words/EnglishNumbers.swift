/// English number words, British style: "one hundred and one".
enum EnglishNumbers: NumberSpelling {
    static let minus = "minus"
    static let point = "point"
    static let digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    private static let teens = [
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let scales = [
        "", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion",
    ]
    private static let irregularOrdinals = [
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth",
    ]

    static func cardinal(_ value: UInt64) -> String {
        guard value > 0 else { return digits[0] }
        var words: [String] = []
        for (scale, group) in NumberWords.groups(value) {
            if scale == 0, group < 100, !words.isEmpty { words.append("and") }
            words += belowThousand(group)
            if scale > 0 { words.append(scales[scale]) }
        }
        return words.joined(separator: " ")
    }

    /// Only the last word of a number changes: "twenty-first", "one hundredth", "fortieth".
    static func ordinal(_ value: UInt64) -> String {
        let words = cardinal(value)
        let start = words.lastIndex { $0 == " " || $0 == "-" }.map { words.index(after: $0) } ?? words.startIndex
        let last = String(words[start...])
        let changed = irregularOrdinals[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th")
        return words[..<start] + changed
    }

    private static func belowThousand(_ value: Int) -> [String] {
        let rest = value % 100
        var words: [String] = []
        if value >= 100 {
            words += [digits[value / 100], "hundred"]
            if rest > 0 { words.append("and") }
        }
        switch rest {
        case 0: break
        case 1...9: words.append(digits[rest])
        case 10...19: words.append(teens[rest - 10])
        default: words.append(tens[rest / 10] + (rest % 10 > 0 ? "-" + digits[rest % 10] : ""))
        }
        return words
    }
}
