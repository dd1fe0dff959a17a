import Formats
import Receivables
import Store

/// What one row says about a payment.
struct PaymentRow {
    var ordinal: Int
    var offset: Int
    /// Its own reference; empty where it has none.
    var reference = ""
    var day: Day
    var receivedAt: Instant?
    var amount: Int64
    /// Reference of the due that the payer named.
    var dueReference: String?
    var channel: String?
    var payer: String?
    /// Reference of the account as written, for money that must wait.
    var account = ""
    var isRounded = false
    var currency: Currency

    init(_ row: inout RowReader, _ currency: Currency, ordinal: Int) throws(RowProblem) {
        self.ordinal = ordinal
        self.currency = currency
        offset = row.offset
        guard let (day, instant) = try row.moment(.paymentDate) else {
            throw RowProblem(code: .valueMissing, key: .paymentDate)
        }
        self.day = day
        receivedAt = instant
        guard let amount = try row.amount(.paymentAmount, currency) else {
            throw RowProblem(code: .valueMissing, key: .paymentAmount)
        }
        guard amount != 0 else { throw RowProblem(code: .amountNotPositive, key: .paymentAmount) }
        self.amount = amount
        if let bytes = try row.reference(.paymentReference) { reference = bytes.text }
        if let bytes = try row.reference(.dueReference) { dueReference = bytes.text }
        channel = try row.text(.paymentChannel)
        payer = try row.text(.paymentPayer)
        isRounded = row.roundedCells > 0
    }

    /// The row under the reader, for an account of a known currency, or for one that nobody knows.
    init(
        _ row: inout RowReader, account known: Currency?, orElse usual: Currency, ordinal: Int
    ) throws(RowProblem) {
        if let problem = row.structureProblem() { throw problem }
        let named = try row.currencyOfRow
        let currency = known ?? named ?? row.plan.map.currency ?? usual
        if let named, named != currency {
            throw RowProblem(code: .currencyDiffers, key: .paymentCurrency, facts: [Fact("expected", currency.code)])
        }
        try self.init(&row, currency, ordinal: ordinal)
        if known == nil { account = try PaymentRow.accountName(row, currency) }
    }

    /// The reference under which money without an account waits.
    private static func accountName(_ row: borrowing RowReader, _ currency: Currency) throws(RowProblem) -> String {
        if let named = try row.reference(.accountReference) { return named.text }
        if let debtor = try row.reference(.debtorReference) { return "\(debtor.text)/\(currency)" }
        return ""
    }

    /// What tells apart rows without a reference of their own.
    var content: String {
        """
        \(day.number)/\(receivedAt?.microseconds ?? 0)/\(amount)/\(channel ?? "")/\(payer ?? "")/\
        \(dueReference ?? "")/\(account)
        """
    }

    /// Whether a stored payment says the same.
    func says(_ stored: PaymentRecord, _ direction: Payment.Direction) -> Bool {
        stored.payment.day == day && stored.payment.amount == amount && stored.receivedAt == receivedAt
            && stored.channel == channel && stored.payer == payer && stored.payment.direction == direction
    }

    /// The row as a payment of the book.
    func record(
        _ group: RowGroup, reference: String, id: Int64, version: Int, direction: Payment.Direction, takesBack: Int64?,
        entry: Int64
    ) -> PaymentRecord {
        PaymentRecord(
            debtor: group.debtor, account: group.account, version: version, reference: reference,
            payment: Payment(id: id, day: day, amount: amount, direction: direction, takesBack: takesBack),
            receivedAt: receivedAt, channel: channel, payer: payer, source: .file, entry: entry)
    }
}
