import Desk
import HTTPTypes
import Receivables
import Store
import Wording

/// Who works what, and giving cases to somebody else.
enum TeamPage {
    static let routes: [WebRoute] = [
        .get("/team", .permission(.seeTeam), show),
        .post("/team/reassign", .permission(.reassign), .form, confirm),
        .post("/team/reassign/do", .permission(.reassign), .form, reassign),
    ]

    /// Lines of a collector's list on a page.
    static let listed = 50
    private static let historyDays = 30

    private static func show(_ visit: Visit) throws -> Answer {
        let view = TeamView(try model(visit, form(visit)), visit)
        switch visit.part {
        case TeamView.figuresPart: return .page(view.figures)
        case TeamView.workPart: return .page(view.atWork)
        default: return view.page
        }
    }

    /// The form as a link wants it to begin: with somebody's cases.
    private static func form(_ visit: Visit) -> TeamForm {
        var form = TeamForm()
        if let from = visit.query["from"] {
            form.from = from
        } else if let collector = visit.query.text("collector") {
            form.from = TeamForm.from(collector: collector)
        }
        return form
    }

    private static func model(_ visit: Visit, _ form: TeamForm) throws -> TeamModel {
        let names = try visit.desk.teamNames()
        // Whoever has moved something sees that at once.
        let seconds = visit.query.has("moved") ? 0 : DeskLimits.sharedAnswerSeconds
        let desk = seconds > 0 ? visit.desk.allowingStale(seconds: seconds) : visit.desk
        let figures = try desk.teamFigures(names: names, seconds: seconds)
        var model = TeamModel(
            figures: figures.answer, at: figures.at, names: names, atWork: try visit.desk.peopleAtWork(),
            history: visit.part == nil ? try visit.desk.teamHistory(days: TeamPage.historyDays) : [],
            portfolios: try visit.desk.portfolios().map(\.name), offset: try visit.desk.offsetSeconds(), form: form)
        let listed = visit.query.text("collector") ?? (form.isByDebtor ? form.owner : nil)
        if let listed, !listed.isEmpty, visit.viewer.may(.seeWorklist) {
            let after = Int(visit.query["after"] ?? "") ?? 0
            model.list = try visit.desk.workPage(collector: listed, after: after, limit: TeamPage.listed)
            model.after = max(0, after)
        }
        let known = Set(figures.answer.collectors.map(\.collector))
        model.moved = zip(visit.query.all("moved"), visit.query.all("cases")).compactMap { name, cases in
            known.contains(name) ? Int(cases).map { (collector: name, cases: $0) } : nil
        }
        return model
    }

    /// What was asked, with what stands against it.
    private static func again(_ visit: Visit, _ form: TeamForm, _ problem: Problem?) throws -> Answer {
        var model = try model(visit, form)
        model.problem = problem.map { visit.catalogue.tell($0) }
        model.faults = form.faults
        var answer = TeamView(model, visit).page
        answer.status = .unprocessableContent
        return answer
    }

    private static func confirm(_ visit: Visit) throws -> Answer {
        let form = TeamForm(visit.form)
        guard form.faults.isEmpty else { return try again(visit, form, nil) }
        do {
            let plan = try visit.desk.rehearseReassign(form.rule, to: form.to)
            return ReassignView(form: form, plan: plan, key: try FormKey.make("reassign", visit), visit: visit).page
        } catch let problem as Problem where isAboutTheForm(problem.code) { return try again(visit, form, problem) }
    }

    private static func reassign(_ visit: Visit) throws -> Answer {
        let form = TeamForm(visit.form)
        guard form.faults.isEmpty else { return try again(visit, form, nil) }
        do {
            let key = OperationKey(visit.form.text("key"))
            let result = try visit.desk.reassign(form.rule, to: form.to, key: key)
            var told: [(String, String?)] = []
            for one in result.moved { told += [("moved", one.collector), ("cases", String(one.cases))] }
            return .redirect(to: "/team" + URLText.query(told))
        } catch let problem as Problem where isAboutTheForm(problem.code) { return try again(visit, form, problem) }
    }

    private static func isAboutTheForm(_ code: ProblemCode) -> Bool {
        [.collectorUnknown, .portfolioUnknown, .keyReused].contains(code)
    }
}

/// All that the page of the team shows.
struct TeamModel {
    let figures: TeamFigures
    let at: Instant
    /// Logins by collectors.
    let names: [String: String]
    let atWork: [AtWork]
    /// The days that were closed.
    let history: [ClosingTeam]
    let portfolios: [String]
    let offset: Int
    var form: TeamForm
    var list: WorkPage?
    var after = 0
    /// What was moved just now.
    var moved: [(collector: String, cases: Int)] = []
    var problem: Told?
    var faults: [String: TeamFault] = [:]

    /// The person behind whatever name the journal has for them.
    func person(_ actor: String) -> String { names.first { $0.value == actor }?.key ?? actor }

    /// Who can get cases.
    var targets: [String] { figures.collectors.filter(\.isActive).map(\.collector) }
}
