/// What words mean. A file has few words and many rows, so each spelling is looked up once.
struct Spellings<Meaning> {
    private var known: [String: Meaning?] = [:]
    /// Files with free text in such a column do not fill the memory.
    private static var most: Int { 1000 }

    mutating func meaning(of written: String, _ look: (String) -> Meaning?) -> Meaning? {
        if let found = known[written] { return found }
        let found = look(written)
        if known.count < Self.most { known[written] = .some(found) }
        return found
    }
}
