import Formats

/// What an import did, in numbers; the sums of all its chunks.
struct ImportCounters: Sendable, Equatable {
    var accepted = 0
    var unchanged = 0
    var rejected = 0
    var warnings = 0
    var rounded = 0
    var debtors = 0
    var accounts = 0
    var dues = 0
    var payments = 0
    var promises = 0
    var contacts = 0
    /// Dues that a snapshot no longer names.
    var vanished = 0
    /// Accounts that could not be computed and were set aside.
    var parked = 0
    /// Payments of the file for which there is no account yet.
    var waiting = 0
    /// Returns of the file that meet no payment that the book knows.
    var unmatchedReturns = 0
    /// Rejected rows of a snapshot that name what an earlier row named: they hide nothing that could have vanished.
    /// Kept for a resumption; the result does not tell it.
    var repeated = 0

    /// Whether every row said what it is about.
    var isCertain: Bool { rejected == repeated }

    private static let fields: [(String, any WritableKeyPath<ImportCounters, Int> & Sendable)] = [
        ("accepted", \.accepted), ("unchanged", \.unchanged), ("rejected", \.rejected), ("warnings", \.warnings),
        ("rounded", \.rounded), ("debtors", \.debtors), ("accounts", \.accounts), ("dues", \.dues),
        ("payments", \.payments), ("promises", \.promises), ("contacts", \.contacts), ("vanished", \.vanished),
        ("parked", \.parked), ("waiting", \.waiting), ("unmatchedReturns", \.unmatchedReturns),
        ("repeated", \.repeated),
    ]

    mutating func add(_ other: ImportCounters) {
        for (_, field) in ImportCounters.fields { self[keyPath: field] += other[keyPath: field] }
    }

    /// As members of a JSON object, in a fixed order.
    var members: [JSONValue.Member] {
        ImportCounters.fields.map { JSONValue.Member($0.0, JSONValue(self[keyPath: $0.1])) }
    }

    init() {}

    init(_ json: JSONValue) {
        for (name, field) in ImportCounters.fields { self[keyPath: field] = Int(json[name]?.integer ?? 0) }
    }
}

/// How far an import has come; stored with every chunk.
struct ImportProgress: Sendable {
    /// Entries of the row index that are done.
    var runs = 0
    /// The stage at hand.
    var stage = ImportStage.rows
    /// How far a stage after the rows has come: the last debtor that is done.
    var place: Int64 = 0
    var counters = ImportCounters()
    /// What was fixed when the import began.
    var fixed: [JSONValue.Member] = []

    var json: JSONValue {
        .object(
            [
                JSONValue.Member("runs", JSONValue(runs)), JSONValue.Member("stage", .string(stage.rawValue)),
                JSONValue.Member("place", JSONValue(place)), JSONValue.Member("counters", .object(counters.members)),
            ] + fixed)
    }

    init() {}

    init(_ json: JSONValue) {
        runs = Int(json["runs"]?.integer ?? 0)
        stage = json["stage"]?.string.flatMap(ImportStage.init) ?? .rows
        place = json["place"]?.integer ?? 0
        if let stored = json["counters"] { counters = ImportCounters(stored) }
    }
}

/// The stages of an import, in order.
enum ImportStage: String, Sendable, CaseIterable {
    case rows
    /// Dues of accounts that a snapshot does not name at all.
    case vanished
    /// References of new debtors, accounts and payments.
    case references
    /// Payments that waited for an account which is known now.
    case claims
    /// Positions of accounts that lost or got a payment outside their own rows.
    case positions
    case done
}
