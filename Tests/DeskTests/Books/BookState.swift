import Receivables
import Store

/// What the book says, for comparing one book with another.
extension TestBook {
    /// A digest of what the book says: facts in force and everything derived from them. Numbers of journal entries are
    /// left out, for how often a chunk was written is no fact.
    func state() throws -> [String] {
        try TestBook.stateTables.map { table, columns, condition in
            let all = try rows(
                "SELECT \(columns) FROM \(table) \(condition) ORDER BY \(columns)", columns: columns.commas + 1)
            return """
                \(table) \(all.count) \
                \(digest(of: all.map { $0.joined(separator: "\u{1F}") }.joined(separator: "\n").utf8).hexText)
                """
        }
    }

    /// The facts in force and the sums derived from them, without the numbers of things, which depend on what came
    /// first. Of dues of one day it is left open which is paid first: that is what came first too.
    func saying() throws -> [String] {
        try TestBook.sayings.flatMap { name, columns, from in
            try rows("SELECT \(columns) FROM \(from)", columns: columns.split(separator: ", ").count)
                .map { name + " " + $0.joined(separator: " | ") }.sorted()
        }
    }

    private static let account = "JOIN accounts a ON a.account_id = t.account_id AND a.retracted_id IS NULL"
    private static let debtor = "JOIN debtors d ON d.debtor_id = t.debtor_id AND d.retracted_id IS NULL"
    private static let maybeAccount =
        "\(debtor) LEFT JOIN accounts a ON a.account_id = t.account_id AND a.retracted_id IS NULL"
    private static let sayings: [(String, String, String)] = [
        ("debtor", "reference, name, province, language", "debtors \(inForce)"),
        (
            "name", "d.reference, t.value",
            """
            (SELECT debtor_id, value FROM attributes WHERE attribute = 'name' AND retracted_id IS NULL
                UNION SELECT debtor_id, name FROM debtors WHERE name IS NOT NULL) t \(debtor)
            """
        ),
        (
            "point", "d.reference, kind, value, written, relation, quality",
            "contact_points t \(debtor) WHERE t.retracted_id IS NULL"
        ),
        (
            "account", "t.reference, d.reference, alias, product, opened, currency, status, branch",
            "accounts t \(debtor) WHERE t.retracted_id IS NULL"
        ),
        (
            "due", "a.reference, t.reference, issued, day, principal, interest, fee, penalty, withdrawn",
            "dues t \(account) WHERE t.retracted_id IS NULL"
        ),
        (
            "payment",
            "a.reference, u.account_reference, t.reference, t.day, received_at, amount, direction, l.reference, source",
            """
            payments t LEFT \(account) LEFT JOIN unapplied_payments u ON u.payment_id = t.payment_id
                AND u.retracted_id IS NULL
            LEFT JOIN dues l ON l.account_id = t.account_id AND l.line = t.line AND l.retracted_id IS NULL
            WHERE t.retracted_id IS NULL
            """
        ),
        ("position", "a.reference, open_amount, first_day, credit, unmatched_returns", "positions t \(account)"),
        (
            "hold", "d.reference, a.reference, reason, from_day, to_day",
            "holds t \(maybeAccount) WHERE t.retracted_id IS NULL"
        ),
        (
            "promise", "d.reference, a.reference, made, day, amount, t.currency, state, received",
            "promises t \(maybeAccount) WHERE t.retracted_id IS NULL"
        ),
        (
            "contact", "d.reference, a.reference, at, channel, result, note",
            "contacts t \(maybeAccount) WHERE t.retracted_id IS NULL"
        ),
    ]

    private static let inForce = "WHERE retracted_id IS NULL"
    private static let stateTables: [(String, String, String)] = [
        ("debtors", "debtor_id,creditor_id,reference,name,province,language", inForce),
        ("debtor_references", "creditor_id,reference,debtor_id", ""),
        ("contact_points", "debtor_id,point,kind,value,written,relation,quality", inForce),
        ("attributes", "debtor_id,account_id,attribute,value,is_shown", inForce),
        (
            "accounts",
            """
            debtor_id,account_id,portfolio_id,reference,alias,product,opened,currency,status,branch,collector
            """,
            inForce
        ),
        ("account_references", "creditor_id,reference,is_alias,debtor_id,account_id", ""),
        ("dues", "debtor_id,account_id,line,reference,issued,day,principal,interest,fee,penalty,withdrawn", inForce),
        (
            "payments",
            "debtor_id,account_id,payment_id,reference,day,received_at,amount,direction,line,takes_back,source", inForce
        ),
        ("payment_references", "creditor_id,reference,debtor_id,account_id,payment_id", ""),
        ("unapplied_payments", "creditor_id,account_reference,payment_id,currency,due_reference", inForce),
        (
            "positions",
            """
            debtor_id,account_id,portfolio_id,currency,open_amount,open_count,first_day,credit,\
            unmatched_returns,open_dues
            """,
            ""
        ),
        ("holds", "debtor_id,hold_id,account_id,line,reason,stops_contact,stops_count,from_day,to_day", inForce),
        (
            "promises", "debtor_id,promise_id,account_id,made,day,amount,currency,state,received,decided,imported",
            inForce
        ),
        ("contacts", "debtor_id,contact_id,account_id,at,day,channel,direction,result,note,imported", inForce),
        (
            "cases",
            """
            debtor_id,episode,opened,closed,close_reason,strategy_id,segment,collector_id,step,\
            step_kind,action_day,last_step,sequence,attempts
            """,
            ""
        ),
        ("steps", "debtor_id,episode,strategy_id,step,sequence,day,kind,days_past_due", ""),
        ("notices", "debtor_id,episode,strategy_id,step,sequence,channel,template,requested,state", ""),
        ("news", "debtor_id", ""), ("agenda", "day,debtor_id", ""), ("parked", "debtor_id,account_id,code,since", ""),
        ("stale_positions", "debtor_id,account_id", ""),
    ]
}

extension String {
    fileprivate var commas: Int { filter { $0 == "," }.count }
}

extension [UInt8] {
    fileprivate var hexText: String { map { String($0, radix: 16) }.joined(separator: ".") }
}
