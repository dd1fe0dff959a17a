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

    /// Opens the file, finds the header among the first rows and decides the columns.
    init(_ options: ImportOptions, offsetSeconds: Int) throws(Problem) {
        kind = options.kind
        map = options.map
        self.offsetSeconds = offsetSeconds
        table = try TextTable(path: options.path, map: options.map)
        (columns, start) = try ImportPlan.header(of: table, kind: options.kind, map: options.map)
        var place = Array(repeating: -1, count: ColumnKey.allCases.count)
        for (key, column) in columns.index { place[key.rawValue] = column }
        self.place = place
        dates = Array(repeating: nil, count: place.count)
        amounts = Array(repeating: nil, count: place.count)
    }

    /// The first of the top rows that can be a header. When none can, the message is about the first row.
    private static func header(
        of table: TextTable, kind: ImportKind, map: ImportMap
    ) throws(Problem) -> (ColumnPlan, Int) {
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
        var firstProblem: Problem?
        for index in rows.indices.prefix(DeskLimits.headerRowsMax) {
            let sample = rows[(index + 1)...].prefix(DeskLimits.guessRows).map(\.cells)
            do throws(Problem) {
                let plan = try ColumnPlan(kind: kind, headers: rows[index].cells, sample: sample, map: map)
                return (plan, rows[index].end)
            } catch {
                if firstProblem == nil { firstProblem = error.adding(Fact("file", table.name)) }
            }
        }
        throw firstProblem ?? Problem(.fileEmpty, [Fact("file", table.name)])
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
                    let order = try found.order(column: columns.header(key))
                    dates[key.rawValue] = .order(order)
                    datesName = datesName ?? found.pattern(order)
                } catch { throw error.adding(Fact("file", table.name)) }
            }
        }
        for key in keys(where: { $0 == .amount }) {
            let found = evidence.amounts[key.rawValue] ?? AmountEvidence()
            amounts[key.rawValue] = AmountReader(
                notation: map.decimal ?? found.notation, refusesDoubt: map.decimal == nil && found.isMixed)
        }
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
}
