import Formats
import Receivables
import Store

extension Desk {
    /// The portfolio that an import goes into: the named one, or the only one there is, or a new one with the defaults.
    /// Error: `portfolio-unsaid` where none is named and there are several: a file in a wrong one is much work.
    func portfolioForImport(named name: String?, _ db: any Reading) throws -> (PortfolioRecord, isNew: Bool) {
        let all = try db.portfolios()
        let shown = all.filter(try scope(db).shows)
        if name == nil, shown.count == 1 { return (shown[0], false) }
        let wanted = name ?? "default"
        if name == nil, !all.isEmpty, !all.contains(where: { $0.name == wanted }) {
            throw Problem(.portfolioUnsaid, [Fact("known", shown.map(\.name).joined(separator: ", "))])
        }
        if let found = all.first(where: { $0.name == wanted }) { return (found, false) }
        guard !wanted.isEmpty, wanted.utf8.count <= DeskLimits.referenceBytesMax else {
            throw Problem(
                .optionValue,
                [Fact("option", "--portfolio"), Fact("value", wanted), Fact("allowed", Phrase(.shortName))])
        }
        let fresh = PortfolioRecord.standard(
            id: try db.next(.portfolio), creditor: try db.next(.creditor), creditorName: wanted, name: wanted)
        return (fresh, true)
    }

    /// Adds a portfolio that was made with the numbers that were next, and its creditor where that is new.
    func addPortfolio(_ portfolio: PortfolioRecord, _ db: any Writing, by actor: Actor) throws {
        _ = try db.take(1, .portfolio)
        if try db.next(.creditor) == portfolio.creditor { _ = try db.take(1, .creditor) }
        try db.save(portfolio)
        try db.journal(
            "portfolio-added", subject: "portfolio:\(portfolio.name)", detail: portfolio.json.text(indent: nil),
            by: actor,
            after: digest(of: portfolio.json.text(indent: nil).utf8))
    }
}

extension PortfolioRecord {
    /// The public document.
    package var json: JSONValue {
        [
            "name": .string(name), "creditor": .string(creditorName), "lenderType": .string(lender.rawValue),
            "currency": .string(currency.code), "waterfall": .string(waterfall.text),
            "tolerance": JSONValue(arrears.tolerance, currency), "buckets": .array(buckets.names.map(JSONValue.string)),
            "promiseGraceDays": JSONValue(promises.graceDays),
            "promiseTolerance": JSONValue(promises.tolerance, currency),
            "strategy": .string(strategy),
        ]
    }
}
