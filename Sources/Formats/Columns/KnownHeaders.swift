/// The vocabulary of one kind of file, laid out so that a file of ten thousand columns is looked through in a moment.
struct KnownHeaders {
    /// Score of each key by whole header.
    private var whole: [String: [ColumnKey: Int]] = [:]
    /// Headers of two words and more, by their first word.
    private var partial: [Substring: [(key: ColumnKey, words: [Substring])]] = [:]

    init(_ kind: ImportKind) {
        for key in kind.keys {
            for (place, name) in Vocabulary.headers(key, kind).enumerated() {
                if whole[name]?[key] == nil { whole[name, default: [:]][key] = max(1000 - place, 600) }
                let words = name.split(separator: " ")
                if words.count >= 2 { partial[words[0], default: []].append((key, words)) }
            }
        }
    }

    /// What a folded header may mean: 1000 and less for a header of the list (best first), up to 500 for one that
    /// contains all words of such a header.
    func scores(_ header: String) -> [ColumnKey: Int] {
        var scores = whole[header] ?? [:]
        let words = Set(header.split(separator: " "))
        for word in words {
            for (key, wanted) in partial[word] ?? [] {
                guard whole[header]?[key] == nil, wanted.allSatisfy(words.contains) else { continue }
                let score = 400 + wanted.count * 20 - (words.count - wanted.count) * 30
                if score > 0 { scores[key] = max(scores[key] ?? 0, score) }
            }
        }
        return scores
    }
}
