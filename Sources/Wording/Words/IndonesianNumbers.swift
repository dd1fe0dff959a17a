/// Indonesian number words (terbilang), as the Kamus Besar Bahasa Indonesia spells them.
enum IndonesianNumbers: NumberSpelling {
    static let minus = "min"
    static let point = "koma"
    static let digits = [
        "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    ]

    /// Powers of a thousand from the second on; `Int64` ends in the last of them.
    private static let scales = ["", "ribu", "juta", "miliar", "triliun", "kuadriliun", "kuintiliun"]

    static func cardinal(_ value: UInt64) -> String {
        guard value > 0 else { return digits[0] }
        var words: [String] = []
        for (scale, group) in NumberWords.groups(value) {
            // One thousand has a word of its own, alone and behind larger numbers.
            if group == 1, scale == 1 {
                words.append("seribu")
            } else {
                words += belowThousand(group)
                if scale > 0 { words.append(scales[scale]) }
            }
        }
        return words.joined(separator: " ")
    }

    static func ordinal(_ value: UInt64) -> String { value == 1 ? "pertama" : "ke" + cardinal(value) }

    private static func belowThousand(_ value: Int) -> [String] {
        let rest = value % 100
        var words: [String] = []
        switch value / 100 {
        case 0: break
        case 1: words.append("seratus")
        default: words += [digits[value / 100], "ratus"]
        }
        switch rest {
        case 0: break
        case 1...9: words.append(digits[rest])
        case 10: words.append("sepuluh")
        case 11: words.append("sebelas")
        case 12...19: words += [digits[rest - 10], "belas"]
        default:
            words += [digits[rest / 10], "puluh"]
            if rest % 10 > 0 { words.append(digits[rest % 10]) }
        }
        return words
    }
}
