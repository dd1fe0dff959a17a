import Desk
import Receivables
import Store
import Wording

/// Portfolios and their rules.
enum PortfolioSettingsPage {
    static let routes: [WebRoute] = [
        .get("/settings/portfolios", .permission(.seeSettings), { try list($0, nil) }),
        .post("/settings/portfolios", .permission(.changePortfolios), .form, change),
    ]

    private static func list(_ visit: Visit, _ problem: Told?) throws -> Answer {
        let portfolios = try visit.desk.portfolios()
        let chosen = visit.form["portfolio"] ?? visit.query["edit"]
        let found = portfolios.first { $0.name == chosen }
        let view = PortfolioSettingsView(
            visit: visit, strategies: Set(try visit.desk.strategies().map(\.name)).sorted(),
            reason: Rights.reason(.changePortfolios, visit))
        let form =
            problem == nil ? found.map { PortfolioForm($0) } ?? PortfolioForm() : PortfolioForm(visit.form)
        return SettingsPage.page(
            .portfolios, visit, "\(view.table(portfolios))\(view.form(form, found, problem))")
    }

    private static func change(_ visit: Visit) throws -> Answer {
        let form = PortfolioForm(visit.form)
        return try SettingsPage.attempt(visit, { try list(visit, $0) }) {
            let before = try visit.desk.portfolios().first { $0.name == form.name }
            _ = try visit.desk.setPortfolio(form.name, form.changes(before))
            let query = URLText.query([
                ("edit", form.name), ("sent", before == nil ? "portfolio-new" : "portfolio-" + form.name),
            ])
            return .redirect(to: "/settings/portfolios" + query)
        }
    }
}

/// A portfolio as written in a form.
struct PortfolioForm {
    var name = ""
    var creditor = ""
    var lender = ""
    var waterfall = ""
    var buckets = ""
    var tolerance = ""
    var grace = ""
    var promiseTolerance = ""
    var strategy = ""

    /// A new one.
    init() {
        self.init(PortfolioRecord.standard(id: 0, creditor: 0, creditorName: "", name: ""))
    }

    init(_ fields: Fields) {
        name = fields.text("portfolio") ?? ""
        creditor = fields.text("creditor") ?? ""
        lender = fields["lender"] ?? ""
        waterfall = fields.text("waterfall") ?? ""
        buckets = fields.text("buckets") ?? ""
        tolerance = fields.text("tolerance") ?? ""
        grace = fields.text("grace") ?? ""
        promiseTolerance = fields.text("promise-tolerance") ?? ""
        strategy = fields["strategy"] ?? ""
    }

    init(_ record: PortfolioRecord) {
        name = record.name
        creditor = record.creditorName
        lender = record.lender.rawValue
        waterfall = record.waterfall.text
        buckets = record.buckets.text
        tolerance = PortfolioForm.plain(record.arrears.tolerance, record.currency)
        grace = String(record.promises.graceDays)
        promiseTolerance = PortfolioForm.plain(record.promises.tolerance, record.currency)
        strategy = record.strategy
    }

    /// An amount as it is typed: whole units without groups, decimals only where there are any.
    static func plain(_ minor: Int64, _ currency: Currency) -> String {
        let (whole, rest) = minor.quotientAndRemainder(dividingBy: currency.minorPerMajor)
        guard rest != 0 else { return String(whole) }
        let digits = String(rest)
        return "\(whole)," + String(repeating: "0", count: currency.decimals - digits.count) + digits
    }

    /// What differs from before: what stands in the form unchanged is not read again. Errors: `setting-invalid`.
    func changes(_ before: PortfolioRecord?) throws(Problem) -> PortfolioChanges {
        let old = before.map { PortfolioForm($0) } ?? PortfolioForm()
        var changes = PortfolioChanges()
        if before == nil, !creditor.isEmpty { changes.creditor = creditor }
        if lender != old.lender { changes.lender = LenderType(rawValue: lender) }
        if waterfall != old.waterfall { changes.waterfall = try Waterfall(text: waterfall) }
        if buckets != old.buckets { changes.buckets = try Buckets(text: buckets) }
        if tolerance != old.tolerance { changes.tolerance = tolerance }
        // What is no number becomes one that is refused.
        if grace != old.grace { changes.promiseGraceDays = Int(grace) ?? -1 }
        if promiseTolerance != old.promiseTolerance { changes.promiseTolerance = promiseTolerance }
        if strategy != old.strategy { changes.strategy = strategy }
        return changes
    }
}

/// The list of portfolios, and the form for one.
struct PortfolioSettingsView {
    let visit: Visit
    let strategies: [String]
    let reason: String?

    private func say(_ word: SettingsWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    func table(_ portfolios: [PortfolioRecord]) -> HTML {
        guard !portfolios.isEmpty else {
            return "<div class=\"sheet empty\"><b>\(say(.portfoliosNone))</b><p>\(say(.portfoliosHint))</p></div>"
        }
        return """
            <div class="scroll list" tabindex="0" role="region" aria-label="\(say(.portfolios))"><table>\
            <caption class="sr">\(say(.portfolios))</caption>\
            <thead><tr>\(FormParts.column(visit.say(CommonWord.name)))\(FormParts.column(say(.creditor)))\
            \(FormParts.column(say(.lender)))\(FormParts.column(say(.strategy)))\(FormParts.column(say(.buckets)))\
            \(FormParts.column(say(.waterfall)))\(FormParts.column(say(.tolerance), isNumber: true))\
            \(FormParts.column(say(.grace), isNumber: true))</tr></thead><tbody>\
            \(portfolios.html(row))</tbody></table></div>
            """
    }

    private func row(_ one: PortfolioRecord) -> HTML {
        let address = "/settings/portfolios" + URLText.query([("edit", one.name)]) + "#portfolio-form"
        let strategy = "/settings/strategies" + URLText.query([("name", one.strategy)])
        let buckets = one.buckets.names.map { visit.printing.term(.bucket, $0) }.joined(separator: " · ")
        return """
            <tr data-row><th scope="row"><a href="\(address)">\(one.name)</a></th><td>\(one.creditorName)</td>\
            <td>\(visit.printing.term(.lenderType, one.lender.rawValue))</td>\
            <td><a href="\(strategy)">\(one.strategy)</a></td><td>\(buckets)</td><td><code>\
            \(one.waterfall.text)</code></td>\
            <td class="money">\(visit.printing.money(one.arrears.tolerance, one.currency))</td>\
            <td class="n">\(one.promises.graceDays)</td></tr>
            """
    }

    func form(_ form: PortfolioForm, _ found: PortfolioRecord?, _ problem: Told?) -> HTML {
        let isNew = found == nil
        var sent = PostForm(
            action: "/settings/portfolios", button: visit.say(CommonWord.save), visit: visit, reason: reason)
        sent.draft = isNew ? "portfolio-new" : "portfolio-" + form.name
        let title = isNew ? say(.addPortfolio) : say(.changeNamed, [Fact("name", form.name)])
        let name = Field(
            name: "portfolio", label: visit.say(CommonWord.name), value: form.name, isRequired: true, lengthMax: 200)
        let creditor = Field(
            name: "creditor", label: say(.creditor), value: form.creditor, hint: say(.creditorHint), lengthMax: 200)
        let names: HTML =
            isNew
            ? "<div class=\"row\">\(name.markup)\(creditor.markup)</div>" : FormParts.hidden("portfolio", form.name)
        let other: HTML =
            isNew ? "" : "<a class=\"fine\" href=\"/settings/portfolios#portfolio-form\">\(say(.addPortfolio))</a>"
        return """
            <section class="sheet" id="portfolio-form"><div class="sheet-head"><h2>\(title)</h2>\
            \(other)</div>\
            \(problem.map(ProblemNote.markup))\
            \(sent.markup("\(names)\(rules(form, found?.currency ?? .rupiah))"))</section>
            """
    }

    private func rules(_ form: PortfolioForm, _ currency: Currency) -> HTML {
        let lenders = LenderType.allCases.map {
            (value: $0.rawValue, text: visit.printing.term(.lenderType, $0.rawValue))
        }
        let inCurrency = [Fact("currency", currency.code)]
        let fields = [
            Field(
                name: "tolerance", label: say(.toleranceIn, inCurrency), value: form.tolerance,
                hint: say(.toleranceHint), inputMode: "decimal", lengthMax: 24),
            Field(
                name: "grace", label: say(.grace), value: form.grace, hint: say(.graceHint), inputMode: "numeric",
                lengthMax: 3),
            Field(
                name: "promise-tolerance", label: say(.promiseToleranceIn, inCurrency), value: form.promiseTolerance,
                hint: say(.promiseToleranceHint), inputMode: "decimal", lengthMax: 24),
        ]
        let waterfall = Field(
            name: "waterfall", label: say(.waterfall), value: form.waterfall, hint: say(.waterfallHint), lengthMax: 500)
        let buckets = Field(
            name: "buckets", label: say(.bucketEnds), value: form.buckets, hint: say(.bucketsHint), lengthMax: 200)
        return """
            <div class="row">\(FormParts.choice("lender", say(.lender), lenders, form.lender))\
            \(FormParts.choice("strategy", say(.strategy), SettingsPage.paired(strategies), form.strategy))</div>\
            \(waterfall.markup)\(buckets.markup)<div class="row">\(fields.html(\.markup))</div>
            """
    }
}
