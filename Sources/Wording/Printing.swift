import Receivables

/// Amounts, days and counts as people read them.
package struct Printing: Sendable {
    package let language: Language

    package init(_ language: Language) { self.language = language }

    /// `Rp1.250.000` in Indonesian, `Rp1,250,000` in English; decimals only where they are not zero, for rupiah prices
    /// carry none. Other currencies by their code: `USD 3,400.50`.
    package func money(_ minor: Int64, _ currency: Currency) -> String {
        let (group, mark) = language == .indonesian ? (UInt8(ascii: "."), ",") : (UInt8(ascii: ","), ".")
        let per = UInt64(currency.minorPerMajor)
        let whole = Printing.grouped(minor.magnitude / per, by: group)
        let rest = minor.magnitude % per
        var text = whole
        if currency.decimals > 0, rest != 0 || currency != .rupiah {
            text += mark + Digits.padded(Int(rest), currency.decimals)
        }
        let sign = minor < 0 ? "-" : ""
        return currency == .rupiah ? sign + "Rp" + text : "\(currency) \(sign)\(text)"
    }

    /// Short form for narrow places: `Rp1,25 jt`, `Rp12,3 M`; three significant digits.
    package func shortMoney(_ minor: Int64, _ currency: Currency) -> String {
        let major = minor.magnitude / UInt64(currency.minorPerMajor)
        let units: [(UInt64, String)] =
            language == .indonesian
            ? [(1_000_000_000_000, " T"), (1_000_000_000, " M"), (1_000_000, " jt"), (1000, " rb")]
            : [(1_000_000_000_000, "t"), (1_000_000_000, "bn"), (1_000_000, "m"), (1000, "k")]
        let sign = minor < 0 ? "-" : ""
        let symbol = currency == .rupiah ? "Rp" : "\(currency) "
        guard let (size, name) = units.first(where: { major >= $0.0 }) else { return sign + symbol + String(major) }
        let hundredths = major / (size / 100)
        let whole = hundredths / 100
        let decimals = whole >= 100 ? 0 : whole >= 10 ? 1 : 2
        var text = String(whole)
        if decimals > 0 {
            let part = decimals == 2 ? hundredths % 100 : hundredths % 100 / 10
            text += (language == .indonesian ? "," : ".") + Digits.padded(Int(part), decimals)
        }
        return sign + symbol + text + name
    }

    /// `1.234.567` or `1,234,567`.
    package func number(_ value: Int64) -> String {
        (value < 0 ? "-" : "") + Printing.grouped(
            value.magnitude, by: language == .indonesian ? UInt8(ascii: ".") : UInt8(ascii: ","))
    }

    /// `23 Nov 2026`.
    package func day(_ day: Day) -> String {
        let (year, month, number) = day.civil
        return "\(number) \(months[month - 1]) \(year)"
    }

    /// `23 November 2026`, for titles and letters.
    package func longDay(_ day: Day) -> String {
        let (year, month, number) = day.civil
        return "\(number) \(longMonths[month - 1]) \(year)"
    }

    /// `23 Nov 2026 14.05` in Indonesian, `23 Nov 2026 14:05` in English.
    package func moment(_ instant: Instant, offsetSeconds: Int) -> String {
        day(instant.day(offsetSeconds: offsetSeconds)) + " " + time(instant, offsetSeconds: offsetSeconds)
    }

    /// `14.05` in Indonesian, `14:05` in English.
    package func time(_ instant: Instant, offsetSeconds: Int) -> String {
        let minute = instant.secondsOfDay(offsetSeconds: offsetSeconds) / 60
        return Digits.padded(minute / 60, 2) + (language == .indonesian ? "." : ":") + Digits.padded(minute % 60, 2)
    }

    /// The word for a code, or the code itself where it is not one of the product's.
    package func term(_ kind: TermKind, _ code: String) -> String {
        Sentences.terms.find(kind.rawValue + "/" + code, language.rawValue) ?? code
    }

    /// The code that a word means in either language; a code is its own word. Nil for an unknown word.
    package static func code(_ kind: TermKind, of word: String) -> String? {
        let wanted = word.lowercased()
        let prefix = kind.rawValue + "/"
        return Sentences.terms.codes.filter { $0.hasPrefix(prefix) }.sorted().first { key in
            key.dropFirst(prefix.count) == wanted
                || Language.allCases.contains { Sentences.terms.text(key, $0.rawValue).lowercased() == wanted }
        }.map { String($0.dropFirst(prefix.count)) }
    }

    private var months: [String] {
        language == .indonesian
            ? ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
            : ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    }

    private var longMonths: [String] {
        language == .indonesian
            ? [
                "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
                "November", "Desember",
            ]
            : [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
    }

    /// A fact as it stands in a sentence.
    package func value(_ value: FactValue) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): self.number(number)
        case .day(let day): self.day(day)
        case .money(let minor, let currency): money(minor, currency)
        case .phrase(let phrase):
            Sentences.phrases.template(phrase.code.rawValue, language.rawValue).filled(phrase.facts, self)
        case .term(let kind, let code): term(kind, code)
        }
    }

    private static func grouped(_ value: UInt64, by separator: UInt8) -> String {
        // Twenty digits and six separators, from the end.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 26) { bytes in
            var (rest, place, digits) = (value, 26, 0)
            repeat {
                if digits > 0, digits % 3 == 0 {
                    place -= 1
                    bytes[place] = separator
                }
                place -= 1
                bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                (rest, digits) = (rest / 10, digits + 1)
            } while rest > 0
            return String(decoding: bytes[place...], as: UTF8.self)
        }
    }
}
