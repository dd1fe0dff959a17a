import Formats
import Receivables
import Store

/// The first walk over a file: what its columns show about dates and amounts, what its rows are about, and in which
/// order the book wants them. Nothing is written.
struct ImportSurvey: Sendable {
    let plan: ImportPlan
    let keys: ResolvedKeys
    let index: RowIndex
    let payments: PaymentIdentities
    /// Rows behind the header.
    let rows: Int

    /// The numbers that new things of this import get.
    struct Numbers: Sendable {
        let firstDebtor: Int64
        let firstAccount: Int64
        let firstPayment: Int64
    }

    init(_ plan: ImportPlan, portfolio: PortfolioRecord, numbers: Numbers, db: any Reading, progress: TaskProgress)
        throws
    {
        var walk = try SurveyWalk(plan, portfolio: portfolio, numbers: numbers, db: db)
        try walk.run(progress: progress)
        var plan = plan
        try plan.decide(walk.evidence)
        self.plan = plan
        rows = walk.rows
        keys = walk.resolver.finish()
        index = try walk.index.finish(rank: keys.rankOfGroup)
        let repeated = RepeatedPayments(plan: plan, keys: keys, index: index, currency: portfolio.currency)
        payments = try walk.identities.finish(creditor: portfolio.creditor, firstPayment: numbers.firstPayment, db: db)
        { try repeated.unusable($0, of: walk.rows, db) }
    }
}

/// The state of the walk.
private struct SurveyWalk {
    private var reader: RowReader
    private(set) var evidence: ColumnEvidence
    private(set) var resolver: KeyResolver
    private(set) var index: RowIndexBuilder
    private(set) var identities = PaymentIdentities.Builder()
    private(set) var rows = 0
    private let dateKeys: [ColumnKey]
    private let amountKeys: [ColumnKey]
    private let hasPaymentReferences: Bool
    /// Rows that could not be placed at first sight, as runs of neighbours.
    private var unplaced: [RowRun] = []

    init(_ plan: ImportPlan, portfolio: PortfolioRecord, numbers: ImportSurvey.Numbers, db: any Reading) throws {
        reader = RowReader(plan)
        evidence = ColumnEvidence(plan)
        index = RowIndexBuilder(name: plan.table.name)
        let found = ColumnEvidence(plan)
        dateKeys = ColumnKey.allCases.filter { found.dates[$0.rawValue] != nil }
        amountKeys = ColumnKey.allCases.filter { found.amounts[$0.rawValue] != nil }
        hasPaymentReferences = plan.kind == .payments && reader.has(.paymentReference)
        let isLarge = SurveyWalk.estimatedRows(plan) > DeskLimits.lookUpRowsMax
        resolver = KeyResolver(
            kind: plan.kind, currency: plan.map.currency ?? portfolio.currency, firstDebtor: numbers.firstDebtor,
            firstAccount: numbers.firstAccount,
            known: try KnownReferences(creditor: portfolio.creditor, db: db, loadAll: isLarge))
    }

    /// A guess from the length of the first rows.
    private static func estimatedRows(_ plan: ImportPlan) -> Int {
        var scanner = plan.table.scanner(from: plan.start)
        var count = 0
        while count < 100, scanner.next() != .end { count += 1 }
        guard count == 100 else { return count }
        let bytesPerRow = max(1, (scanner.position - plan.start) / count)
        return (plan.table.rows.bytes.count - plan.start) / bytesPerRow
    }

    mutating func run(progress: TaskProgress) throws {
        let total = plan.table.rows.bytes.count
        while reader.next() {
            addEvidence()
            try place(ordinal: rows, isSecondLook: false)
            rows += 1
            if rows & 0xFFFF == 0 { progress.report(.reading, reader.offset, of: total) }
        }
        try secondLook()
    }

    private var plan: ImportPlan { reader.plan }

    private mutating func addEvidence() {
        guard reader.status == .record else { return }
        for key in dateKeys {
            if let cell = reader.cell(key), !cell.isTypedDate, !cell.isTypedNumber {
                evidence.dates[key.rawValue]?.add(cell.bytes)
            }
        }
        for key in amountKeys {
            if let cell = reader.cell(key), !cell.isTypedNumber { evidence.amounts[key.rawValue]?.add(cell.bytes) }
        }
    }

    /// Places the row under the reader. Rows that cannot be placed go to the group of nobody, where they are looked at
    /// again and rejected with their reason; before that they get a second look.
    private mutating func place(ordinal: Int, isSecondLook: Bool) throws {
        var group = 0
        do {
            group = try resolver.group(of: reader)
        } catch is RowProblem {
            if !isSecondLook { return note(ordinal) }
        }
        try index.add(group: group, ordinal: ordinal, offset: reader.offset)
        if hasPaymentReferences, let reference = reader.bytes(.paymentReference) {
            identities.add(reference, isReturn: reader.looksNegative(.paymentAmount), ordinal: ordinal)
        }
    }

    private mutating func note(_ ordinal: Int) {
        if let last = unplaced.last, last.ordinal + last.rows == UInt32(ordinal) {
            unplaced[unplaced.count - 1].rows += 1
        } else {
            unplaced.append(RowRun(rank: 0, rows: 1, ordinal: UInt32(ordinal), offset: UInt64(reader.offset)))
        }
    }

    /// A row may name an account that only a later row brings into the book.
    private mutating func secondLook() throws {
        for run in unplaced {
            reader.seek(Int(run.offset))
            for row in 0..<Int(run.rows) where reader.next() {
                try place(ordinal: Int(run.ordinal) + row, isSecondLook: true)
            }
        }
    }
}

extension RowReader {
    /// Whether the amount is written with a minus sign or in brackets, whatever its separators mean.
    func looksNegative(_ key: ColumnKey) -> Bool {
        guard let cell = cell(key), cell.content.contains(where: { $0 == 0x2D || $0 == 0x28 || $0 == 0xE2 }) else {
            return false
        }
        return AmountShape(cell.content)?.isNegative ?? false
    }
}
