import Desk
import HTTPTypes
import Receivables
import Store
import Wording

/// One debtor: who they are, what happened, and what to do now.
enum DebtorPages {
    static let routes: [WebRoute] = [
        .get("/debtors/{id}", .permission(.seeDebtors), show),
        // Where a form was refused, the address of the form stays; reading it anew leads back to the debtor.
        .get("/debtors/{id}/{act}", .permission(.seeDebtors)) { visit in
            .redirect(to: address(try id(visit), visit))
        },
        .post("/debtors/{id}/take", .permission(.logContacts), .form, take),
        .post("/debtors/{id}/renew", .permission(.logContacts), .form, renew),
        .post("/debtors/{id}/release", .permission(.logContacts), .form, release),
        .post("/debtors/{id}/contact", .permission(.logContacts), .form) { try record(.contact, $0) },
        .post("/debtors/{id}/note", .permission(.logContacts), .form) { try record(.note, $0) },
        .post("/debtors/{id}/promise", .permission(.recordPromises), .form) { try record(.promise, $0) },
        .post("/debtors/{id}/hold", .permission(.setHolds), .form) { try record(.hold, $0) },
        .post("/debtors/{id}/hold-end", .permission(.setHolds), .form) { try record(.end, $0) },
    ]

    /// Error: `page-unknown` for what is no number.
    static func id(_ visit: Visit) throws(Problem) -> Int64 {
        guard let id = Int64(try visit.parameter("id")), id > 0 else { throw Problem(.pageUnknown) }
        return id
    }

    /// The address of a debtor's page, with the way through the list that led there.
    static func address(_ id: Int64, _ visit: Visit, sent: String? = nil) -> String {
        "/debtors/\(id)" + walkQuery(visit, [("sent", sent)])
    }

    /// A query with the way through the list, where there is one; it may be empty and yet be one.
    static func walkQuery(_ visit: Visit, _ fields: [(String, String?)]) -> String {
        guard visit.query.has("walk") else { return URLText.query(fields) }
        let rest = URLText.query(fields)
        return ListWalk(visit.query["walk"]).query + (rest.isEmpty ? "" : "&" + rest.dropFirst())
    }

    private static func show(_ visit: Visit) throws -> Answer { try page(visit, nil) }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) throws -> Answer {
        let id = try id(visit)
        let show = visit.query.text("show").flatMap(TimelineQuestion.Show.init) ?? .all
        let question = TimelineQuestion(show: show, before: visit.query.text("before").flatMap { EventPlace($0) })
        let page = try visit.desk.debtorPage(.id(id), question)
        let view = DebtorView(visit, page, refused)
        if let part = visit.part { return .page(view.part(part)) }
        let title = page.debtor.name ?? page.debtor.reference
        var answer = Frame(title, nil, visit, live: String(id)).page(view.markup)
        if let refused { answer.status = refused.status }
        return answer
    }

    // MARK: Who is at work

    private static func take(_ visit: Visit) throws -> Answer {
        let id = try id(visit)
        do { _ = try visit.desk.take(.id(id)) } catch let problem as Problem where problem.code == .debtorTaken {
            // The page says who was faster.
            return .redirect(to: address(id, visit))
        }
        return .redirect(to: address(id, visit))
    }

    private static func renew(_ visit: Visit) throws -> Answer {
        let isMine = try visit.desk.renew(.id(try id(visit)))
        return Answer(isMine ? .noContent : .conflict, .nothing)
    }

    private static func release(_ visit: Visit) throws -> Answer {
        try visit.desk.release(.id(try id(visit)))
        return .redirect(to: "/")
    }

    // MARK: Recording

    private static func record(_ form: DebtorForm, _ visit: Visit) throws -> Answer {
        let id = try id(visit)
        do {
            try DebtorRecording(visit: visit, debtor: id).perform(form)
        } catch let problem as Problem where RefusedForm.isAbout(problem.code) {
            return try page(visit, try RefusedForm(form, problem, visit))
        }
        return .redirect(to: address(id, visit, sent: form.draft(id)))
    }
}
