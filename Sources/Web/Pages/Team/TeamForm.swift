import Desk
import Receivables

/// Which cases are to go to whom, as it was written in a form.
struct TeamForm {
    /// `c:` and the name of a collector, `-` for the cases of nobody, empty for no choice.
    var from = ""
    var portfolio = ""
    var limit = ""
    var to: [String] = []
    var debtors: [Int64] = []
    /// Whether debtors were chosen one by one.
    var isByDebtor = false

    static let nobody = "-"

    static func from(collector: String) -> String { "c:" + collector }

    init() {}

    init(_ fields: Fields) {
        from = fields["from"] ?? ""
        portfolio = fields["portfolio"] ?? ""
        limit = fields.text("limit") ?? ""
        to = fields.all("to").filter { !$0.isEmpty }
        debtors = fields.all("debtor").compactMap { Int64($0) }
        isByDebtor = fields.has("chosen")
    }

    /// The name of the collector whose cases are meant; empty: those of nobody; nil: no choice was made.
    var owner: String? {
        if from == TeamForm.nobody { return "" }
        return from.hasPrefix("c:") ? String(from.dropFirst(2)) : nil
    }

    /// What is missing or wrong, by the field that it is about.
    var faults: [String: TeamFault] {
        var faults: [String: TeamFault] = [:]
        if isByDebtor {
            if debtors.isEmpty { faults["debtor"] = .debtorsNone }
        } else if owner == nil {
            faults["from"] = .fromNone
        }
        if to.isEmpty { faults["to"] = .toNone }
        if !limit.isEmpty, count == nil { faults["limit"] = .limitWrong }
        return faults
    }

    private var count: Int? {
        guard let number = Int(limit), (1...1_000_000).contains(number) else { return nil }
        return number
    }

    var rule: ReassignRule {
        guard !isByDebtor else { return ReassignRule(debtors: debtors, from: owner) }
        return ReassignRule(from: owner, portfolio: portfolio.isEmpty ? nil : portfolio, limit: count)
    }

    /// The form as fields that are sent again.
    var hidden: HTML {
        var markup: HTML = "\(FormParts.hidden("from", from))\(FormParts.hidden("portfolio", portfolio))"
        markup += FormParts.hidden("limit", limit)
        markup += to.html { FormParts.hidden("to", $0) }
        markup += debtors.html { FormParts.hidden("debtor", String($0)) }
        if isByDebtor { markup += FormParts.hidden("chosen", "1") }
        return markup
    }
}

/// What a form about reassigning can lack.
enum TeamFault {
    case fromNone, toNone, debtorsNone, limitWrong
}
