import Formats
import Receivables

/// Everything that is decided about a file before its rows are taken in: which column means what, and how each is read.
struct ImportPlan: Sendable {
    let kind: ImportKind
    let table: TextTable
    let columns: ColumnPlan
    /// Where the first record behind the header starts.
    let start: Int
    /// Column of each key, or -1, by the key's raw value.
    let place: [Int]
    /// How dates and amounts are read, by the key's raw value. Filled once the whole column has been seen.
    private(set) var dates: [DateReader?]
    private(set) var amounts: [AmountReader?]
    let map: ImportMap
    /// Seconds east of UTC of times that state no offset.
    let offsetSeconds: Int
    /// What the header of a rejects file says about the file that it came from.
    private let carried: RejectsNotation

    /// Opens the file, finds the header among the first rows and decides the columns.
    init(_ options: ImportOptions, offsetSeconds: Int) throws(Problem) {
        kind = options.kind
        map = options.map
        self.offsetSeconds = offsetSeconds
        table = try ImportPlan.table(options)
        (columns, start) = try ImportPlan.header(of: table, kind: options.kind, map: options.map)
        carried = columns.headers.compactMap(RejectsNotation.init(header:)).last ?? RejectsNotation()
        var place = Array(repeating: -1, count: ColumnKey.allCases.count)
        for (key, column) in columns.index { place[key.rawValue] = column }
        self.place = place
        dates = Array(repeating: nil, count: place.count)
        amounts = Array(repeating: nil, count: place.count)
    }

    static func table(_ options: ImportOptions) throws(Problem) -> TextTable {
        guard let name = options.name else { return try TextTable(path: options.path, map: options.map) }
        return try TextTable(InputFile.open(options.path), name: name, map: options.map)
    }

    /// The first of the top rows that can be a header. When none can, the message is about the row that looks most
    /// like one: a title above it is no header.
    private static func header(
        of table: TextTable, kind: ImportKind, map: ImportMap
    ) throws(Problem) -> (ColumnPlan, Int) {
        let rows = try top(of: table)
        var best: (likeness: Int, problem: Problem)?
        for index in rows.indices.prefix(DeskLimits.headerRowsMax) {
            let sample = rows[(index + 1)...].prefix(DeskLimits.guessRows).map(\.cells)
            do throws(Problem) {
                let plan = try ColumnPlan(kind: kind, headers: rows[index].cells, sample: sample, map: map)
                return (plan, rows[index].end)
            } catch {
                let likeness = ColumnPlan.likeness(rows[index].cells, kind: kind, map: map)
                if best == nil || likeness > best?.likeness ?? 0 {
                    best = (likeness, error.adding(Fact("file", table.name)))
                }
            }
        }
        throw best?.problem ?? Problem(.fileEmpty, [Fact("file", table.name)])
    }

    /// The first rows as text, and where each ends.
    static func top(of table: TextTable) throws(Problem) -> [(cells: [String], end: Int)] {
        var rows: [(cells: [String], end: Int)] = []
        var scanner = table.scanner()
        while rows.count < DeskLimits.headerRowsMax + DeskLimits.guessRows {
            let status = scanner.next()
            if status == .end { break }
            guard scanner.fields.count <= FormatLimits.columnsMax else {
                throw Problem(.columnsTooMany, [Fact("file", table.name), Fact("limit", FormatLimits.columnsMax)])
            }
            let cells = scanner.fields.indices.map { CellText(scanner.value($0)).content.text }
            rows.append((status == .record ? cells : [], scanner.position))
        }
        return rows
    }

    /// The keys of a kind that have a column.
    func keys(where fits: (ColumnKind) -> Bool) -> [ColumnKey] {
        columns.index.keys.filter { fits($0.kind) }.sorted { $0.rawValue < $1.rawValue }
    }

    /// Decides how dates and amounts are read, from the evidence of every row of the file.
    mutating func decide(_ evidence: ColumnEvidence) throws(Problem) {
        datesName = map.dates?.text
        for key in keys(where: { $0 == .day || $0 == .moment }) {
            if let pattern = map.dates {
                dates[key.rawValue] = .pattern(pattern)
            } else {
                let found = evidence.dates[key.rawValue] ?? DateEvidence()
                do throws(Problem) {
                    let order = try order(found, key)
                    dates[key.rawValue] = .order(order)
                    datesName = datesName ?? found.pattern(order)
                } catch { throw error.adding(Fact("file", table.name)) }
            }
        }
        for key in keys(where: { $0 == .amount }) {
            let found = evidence.amounts[key.rawValue] ?? AmountEvidence()
            amounts[key.rawValue] = AmountReader(
                notation: map.decimal ?? found.notation ?? carried.decimal,
                refusesDoubt: map.decimal == nil && found.isMixed)
        }
    }

    /// The order of day and month in a column; where its values do not show it, as the original of a rejects file was
    /// read.
    private func order(_ found: DateEvidence, _ key: ColumnKey) throws(Problem) -> DateOrder {
        do throws(Problem) {
            return try found.order(column: columns.header(key))
        } catch {
            guard error.code == .dateAmbiguous, let order = carried.dates else { throw error }
            return order
        }
    }

    /// How dates and amounts are read, for the rejects file.
    var notation: RejectsNotation {
        var notation = RejectsNotation()
        let orders = dates.compactMap { reader -> DateOrder? in
            if case .order(let order) = reader { return order }
            return nil
        }
        if let first = orders.first, orders.allSatisfy({ $0 == first }) { notation.dates = first }
        let marks = amounts.compactMap { $0?.notation }
        if let first = marks.first, marks.allSatisfy({ $0 == first }) { notation.decimal = first }
        return notation
    }

    /// The headers without those that a rejects file added.
    var ownHeaders: [String] {
        let end = columns.headers.firstIndex { $0.hasPrefix("lunas ") } ?? columns.headers.count
        return Array(columns.headers[..<end])
    }

    /// Headers that serve no key, as they stand: what the file says and the book does not take in.
    var unusedHeaders: [String] {
        let used = Set(columns.index.values)
        return ownHeaders.indices.filter { !used.contains($0) && !ownHeaders[$0].isEmpty }.map { ownHeaders[$0] }
    }

    /// The pattern that was said, or the order of day and month where a column needed one; nil where every date was
    /// certain.
    private(set) var datesName: String?

    /// The decimal mark that was found or said, if any.
    var decimalMark: String? { amounts.compactMap { $0?.notation }.first?.mark }
}

/// What the columns of dates and amounts show, by the key's raw value.
struct ColumnEvidence: Sendable {
    var dates: [DateEvidence?]
    var amounts: [AmountEvidence?]

    init(_ plan: ImportPlan) {
        dates = Array(repeating: nil, count: plan.place.count)
        amounts = Array(repeating: nil, count: plan.place.count)
        if plan.map.dates == nil {
            for key in plan.keys(where: { $0 == .day || $0 == .moment }) { dates[key.rawValue] = DateEvidence() }
        }
        if plan.map.decimal == nil {
            for key in plan.keys(where: { $0 == .amount }) { amounts[key.rawValue] = AmountEvidence() }
        }
    }

    /// Takes into account what another walk saw further on in the file.
    mutating func add(_ later: ColumnEvidence) {
        for key in dates.indices { if let seen = later.dates[key] { dates[key]?.add(seen) } }
        for key in amounts.indices { if let seen = later.amounts[key] { amounts[key]?.add(seen) } }
    }
}
