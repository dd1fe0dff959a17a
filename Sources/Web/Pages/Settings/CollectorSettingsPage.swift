import Desk
import Receivables
import Store
import Wording

/// The collectors whom cases are given to.
enum CollectorSettingsPage {
    static let routes: [WebRoute] = [
        .get("/settings/collectors", .permission(.seeSettings), { try list($0, nil) }),
        .post("/settings/collectors", .permission(.changeCollectors), .form, change),
    ]

    private static func list(_ visit: Visit, _ problem: Told?) throws -> Answer {
        let collectors = try visit.desk.collectors()
        let portfolios = try visit.desk.portfolios().map(\.name)
        let view = CollectorSettingsView(
            visit: visit, portfolios: portfolios, reason: Rights.reason(.changeCollectors, visit))
        let chosen = visit.form.text("collector") ?? visit.query.text("edit")
        let found = collectors.first { $0.name == chosen }
        var shown = CollectorForm(visit.form)
        if problem == nil { shown = found.map { CollectorForm($0) } ?? CollectorForm() }
        return SettingsPage.page(
            .collectors, visit, "\(view.table(collectors))\(view.form(shown, isNew: found == nil, problem))")
    }

    private static func change(_ visit: Visit) throws -> Answer {
        let form = CollectorForm(visit.form)
        return try SettingsPage.attempt(visit, { try list(visit, $0) }) {
            let isNew = try !visit.desk.collectors().contains { $0.name == form.name }
            _ = try visit.desk.setCollector(form.name, form.changes)
            let query = URLText.query([("sent", isNew ? "collector-new" : "collector-" + form.name)])
            return .redirect(to: "/settings/collectors" + query)
        }
    }
}

/// A collector as written in a form.
struct CollectorForm {
    var name = ""
    var languages = "id"
    var minutes = "420"
    var skills = ""
    var portfolios: Set<String> = []
    var isActive = true

    /// A new one.
    init() {}

    init(_ fields: Fields) {
        name = fields.text("collector") ?? ""
        languages = fields.text("languages") ?? ""
        minutes = fields.text("minutes") ?? ""
        skills = fields.text("skills") ?? ""
        portfolios = Set(fields.all("portfolios"))
        isActive = fields.has("active")
    }

    init(_ record: CollectorRecord) {
        name = record.name
        languages = record.languages.joined(separator: ", ")
        minutes = String(record.minutesPerDay)
        skills = record.skills.joined(separator: ", ")
        portfolios = Set(record.portfolios)
        isActive = record.isActive
    }

    var changes: CollectorChanges {
        var changes = CollectorChanges()
        (changes.languages, changes.skills) = (SettingsPage.words(languages), SettingsPage.words(skills))
        // What is no number becomes one that is refused.
        changes.minutesPerDay = Int(minutes) ?? -1
        (changes.portfolios, changes.isActive) = (portfolios.sorted(), isActive)
        return changes
    }
}

/// The list of collectors, and the form for one.
struct CollectorSettingsView {
    let visit: Visit
    let portfolios: [String]
    let reason: String?

    private func say(_ word: SettingsWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    func table(_ collectors: [CollectorRecord]) -> HTML {
        guard !collectors.isEmpty else {
            return "<div class=\"sheet empty\"><b>\(say(.collectorsNone))</b><p>\(say(.collectorsHint))</p></div>"
        }
        let rows = collectors.html { one in
            let address = "/settings/collectors" + URLText.query([("edit", one.name)]) + "#collector-form"
            let dash = visit.say(CommonWord.dash)
            let all = one.portfolios.isEmpty ? visit.say(CommonWord.all) : one.portfolios.joined(separator: ", ")
            return """
                <tr data-row><th scope="row"><a href="\(address)">\(one.name)</a></th>\
                <td class="n">\(visit.printing.number(Int64(one.minutesPerDay)))</td>\
                <td>\(one.languages.isEmpty ? dash : one.languages.joined(separator: ", "))</td>\
                <td>\(one.skills.isEmpty ? dash : one.skills.joined(separator: ", "))</td><td>\(all)</td>\
                <td>\(one.isActive ? Chip.kept.markup(say(.active)) : Chip.held.markup(say(.notActive)))</td></tr>
                """
        }
        return """
            <div class="scroll list" tabindex="0" role="region" aria-label="\(say(.collectors))"><table>\
            <caption class="sr">\(say(.collectors))</caption>\
            <thead><tr>\(FormParts.column(visit.say(CommonWord.name)))\
            \(FormParts.column(say(.minutesPerDay), isNumber: true))\
            \(FormParts.column(say(.languages)))\(FormParts.column(say(.skills)))\(FormParts.column(say(.portfolios)))\
            \(FormParts.column(say(.state)))</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    func form(_ form: CollectorForm, isNew: Bool, _ problem: Told?) -> HTML {
        let name: HTML =
            isNew
            ? Field(
                name: "collector", label: visit.say(CommonWord.name), value: form.name, autocomplete: "off",
                isRequired: true, lengthMax: 200
            ).markup : FormParts.hidden("collector", form.name)
        let minutes = Field(
            name: "minutes", label: say(.minutesPerDay), value: form.minutes, inputMode: "numeric", lengthMax: 5)
        let languages = Field(
            name: "languages", label: say(.languages), value: form.languages, hint: say(.languagesHint), lengthMax: 200)
        let skills = Field(
            name: "skills", label: say(.skills), value: form.skills, hint: say(.commasHint), lengthMax: 500)
        var sent = PostForm(
            action: "/settings/collectors", button: visit.say(CommonWord.save), visit: visit, reason: reason)
        sent.draft = isNew ? "collector-new" : "collector-" + form.name
        let title = isNew ? say(.addCollector) : say(.changeNamed, [Fact("name", form.name)])
        let row = [minutes, languages, skills].html(\.markup)
        let other: HTML =
            isNew ? "" : "<a class=\"fine\" href=\"/settings/collectors#collector-form\">\(say(.addCollector))</a>"
        return """
            <section class="sheet" id="collector-form"><div class="sheet-head"><h2>\(title)</h2>\
            \(other)</div>\
            \(problem.map(ProblemNote.markup))\
            \(sent.markup("\(name)<div class=\"row\">\(row)</div>\(rest(form))"))\
            </section>
            """
    }

    private func rest(_ form: CollectorForm) -> HTML {
        let checks = FormParts.checks(
            "portfolios", say(.portfolios), SettingsPage.paired(portfolios), form.portfolios,
            hint: say(.noneMeansAll))
        return """
            \(portfolios.isEmpty ? "" : checks)\
            \(FormParts.check("active", "1", say(.collectorActive), isChosen: form.isActive))
            """
    }
}
