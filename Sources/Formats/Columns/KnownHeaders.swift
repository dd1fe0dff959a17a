/// What a header may mean.
struct HeaderMatch: Sendable {
    /// Higher is surer: by the tier of the name and its place there; below 500 where the header only contains a name.
    let score: Int
    /// The tier of a name that the whole header is; nil where the header only contains one.
    let tier: Int?
}

/// The vocabulary of one kind of file, laid out so that a file of ten thousand columns is looked through in a moment.
struct KnownHeaders: Sendable {
    /// Matches of each key by whole header.
    private var whole: [String: [ColumnKey: HeaderMatch]] = [:]
    /// Headers of two words and more, by their first word.
    private var partial: [Substring: [(key: ColumnKey, words: [Substring])]] = [:]

    /// Laid out once: every row on top of a file is asked whether it is the header.
    private static let all = Dictionary(
        uniqueKeysWithValues: ImportKind.allCases.map { ($0, KnownHeaders(laidOut: $0)) })

    init(_ kind: ImportKind) { self = KnownHeaders.all[kind] ?? KnownHeaders(laidOut: kind) }

    private static let tierScores = [1000, 850, 700]
    private static let placesMax = 140

    private init(laidOut kind: ImportKind) {
        for key in kind.keys {
            for (place, name) in Vocabulary.headers(key, kind).enumerated() {
                if whole[name.text]?[key] == nil {
                    let score = KnownHeaders.tierScores[name.tier] - min(place, KnownHeaders.placesMax)
                    whole[name.text, default: [:]][key] = HeaderMatch(score: score, tier: name.tier)
                }
                let words = name.text.split(separator: " ")
                if words.count >= 2 { partial[words[0], default: []].append((key, words)) }
            }
        }
    }

    /// What a header of the file may mean.
    func matches(_ header: String) -> [ColumnKey: HeaderMatch] {
        let folded = HeaderText.folded(header)
        let name = whole[folded] == nil ? HeaderText.withoutUnits(folded) : folded
        var matches = whole[name] ?? [:]
        let words = Set(name.split(separator: " "))
        for word in words {
            for (key, wanted) in partial[word] ?? [] {
                guard whole[name]?[key] == nil, wanted.allSatisfy(words.contains) else { continue }
                let score = 400 + wanted.count * 20 - (words.count - wanted.count) * 30
                if score > matches[key]?.score ?? 0 { matches[key] = HeaderMatch(score: score, tier: nil) }
            }
        }
        return matches
    }
}
