import Formats
import Receivables
import Support
import Testing

/// The payment orders of Apache Fineract's end-to-end scenarios: how each repayment was split, as upstream asserts it.
@Suite(.enabled(if: ConformanceData.isPresent)) struct PaymentOrderConformance {
    /// Why a scenario of these payment orders is not a case here.
    private static let excluded = [
        "charge adjustment": "an adjustment names the charge it credits, which is no order of payment",
        "chargeback": "a chargeback is a new claim of the lender, not a split of money",
        "Same day transaction": "asserts the order of transactions of one day, not how they are split",
    ]

    @Test func splitsEveryRepaymentAsUpstreamDoes() throws {
        var cases = 0
        var left = 0
        for scenario in try LoanScenario.all("loans-fineract/LoanRepayment.json.gz") {
            guard scenario.name.contains("payment strategy") else { continue }
            if Self.excluded.keys.contains(where: { scenario.name.contains($0) }) {
                left += 1
                continue
            }
            let loan = try #require(Loan(scenario), "\(scenario.name)")
            for assertion in loan.assertions { cases += try loan.check(assertion) }
        }
        ConformanceData.report("loans-fineract payment orders (\(left) scenarios left out, see the test)", cases: cases)
        #expect(cases >= 40 && left == 4)
    }
}

/// One scenario in our words.
private struct Loan {
    fileprivate struct Paid {
        let kind: String
        let payment: Payment
        var isReverted = false
    }

    private let name: String
    private var facts = AccountFacts()
    private var paid: [Paid] = []
    private let order: String
    private let instalments: Int
    private var today = Day.first
    private(set) var assertions: [Assertion] = []

    /// A table of repayments as it is asserted at one moment, and what had been paid by then.
    struct Assertion {
        let day: Day
        let rows: [[String: String]]
        fileprivate let paid: [Paid]
        let payments: [Payment]
    }
    private var charges: [(day: Day, added: Day, part: Component, amount: Int64)] = []

    init?(_ scenario: LoanScenario) {
        name = scenario.name
        let terms = scenario.steps.first { $0.text.contains("fully customized loan") }?.records.first
        let schedule = scenario.steps.last { $0.text.contains("following data for periods") }?.records
        guard let terms, let schedule, let order = terms["Payment strategy"], let count = terms["numberOfRepayments"],
            let count = Int(count)
        else { return nil }
        self.order = order
        instalments = count
        for step in scenario.steps { take(step) }
        addDues(schedule.filter { $0["Nr"] != "" })
    }

    private mutating func take(_ step: LoanScenario.Step) {
        let quoted = step.quoted
        if step.text.contains("sets the business date") {
            today = LoanData.day(quoted[0]) ?? today
        } else if step.text.contains("due date charge"), let day = LoanData.day(quoted[1]), let amount = step.euro {
            charges.append((day, today, quoted[0].contains("NSF") ? .penalty : .fee, amount))
        } else if step.text.hasPrefix("Customer makes"), let amount = step.euro,
            let day = quoted.compactMap({ LoanData.day($0) }).first
        {
            let kind = step.text.contains("repayment on") ? "REPAYMENT" : quoted[0]
            let payment = Payment(id: Int64(paid.count + 1), day: day, amount: amount)
            paid.append(Paid(kind: Loan.plain(kind), payment: payment))
            facts.payments.append(payment)
        } else if step.text.hasPrefix("Customer undo"), let number = Int(quoted[0]),
            let day = quoted.last.flatMap({ LoanData.day($0) })
        {
            let same = paid.indices.filter { paid[$0].payment.day == day }
            let payment = paid[same[number - 1]].payment
            paid[same[number - 1]].isReverted = true
            facts.payments.append(
                Payment(id: 1000 + payment.id, day: today, amount: -payment.amount, takesBack: payment.id))
        } else if step.text.contains("Transactions tab has the following data") {
            assertions.append(Assertion(day: today, rows: step.records, paid: paid, payments: facts.payments))
        }
    }

    private static func plain(_ kind: String) -> String { kind.uppercased().filter(\.isLetter) }

    /// Upstream keeps a charge inside the instalment of its period, yet pays it as due on its own day. Here a charge
    /// whose day comes while money still comes is a due of its own, and one that is only ever paid in advance, or with
    /// its instalment, a part of that.
    private mutating func addDues(_ schedule: [[String: String]]) {
        let last = paid.map(\.payment.day).max() ?? .first
        var dues: [Due] = []
        for (index, row) in schedule.enumerated() {
            guard let day = row["Date"].flatMap({ LoanData.day($0) }),
                let principal = row["Principal due"].flatMap({ LoanData.cents($0) }),
                let interest = row["Interest"].flatMap({ LoanData.cents($0) })
            else { continue }
            dues.append(
                Due(line: Int32(index + 1), day: day, amounts: Components(principal: principal, interest: interest)))
        }
        for charge in charges {
            if instalments > 1, let at = dues.firstIndex(where: { $0.day >= charge.day }),
                charge.day > last || charge.day == dues[at].day
            {
                dues[at].amounts[charge.part] += charge.amount
                continue
            }
            var amounts = Components.zero
            amounts[charge.part] = charge.amount
            dues.append(Due(line: Int32(dues.count + 1), issued: charge.added, day: charge.day, amounts: amounts))
        }
        facts.dues = dues
    }

    /// Upstream pays instalment by instalment, each with its charges. With one instalment that is component by
    /// component over everything; with several it is due by due.
    private func waterfall() throws -> Waterfall {
        let walk = instalments == 1 ? "by-component" : "by-due"
        return order.hasPrefix("DUE_PENALTY_FEE_INTEREST_PRINCIPAL_IN_ADVANCE_PRINCIPAL_PENALTY_FEE_INTEREST")
            ? try Waterfall(
                text: "due \(walk) penalty,fee,interest,principal; in-advance \(walk) principal,penalty,fee,interest")
            : try Waterfall(
                text: "due \(walk) penalty,interest,principal,fee; in-advance \(walk) penalty,interest,principal,fee")
    }

    /// Compares every repayment that stands, and gives how many there were.
    func check(_ assertion: Assertion) throws -> Int {
        var settler = Settler()
        try settler.settle(
            AccountFacts(dues: facts.dues, payments: assertion.payments), by: waterfall(), asOf: assertion.day)
        var seen: [String: Int] = [:]
        var compared = 0
        for row in assertion.rows {
            guard let kind = row["Transaction Type"].map(Loan.plain), let date = row["Transaction date"] else {
                continue
            }
            let same = assertion.paid.filter { $0.kind == kind && $0.payment.day == LoanData.day(date) }
            let number = seen[kind + date, default: 0]
            seen[kind + date] = number + 1
            guard number < same.count, !same[number].isReverted else { continue }
            let source = MoneySource.payment(same[number].payment.id)
            let mine = settler.result.allocations.filter { $0.source == source }
            let columns: [(String, Component)] = [
                ("Principal", .principal), ("Interest", .interest), ("Fees", .fee), ("Penalties", .penalty),
            ]
            for (column, component) in columns {
                let amount = mine.filter { $0.component == component }.reduce(0) { $0 + $1.amount }
                #expect(amount == row[column].flatMap { LoanData.cents($0) }, "\(name): \(date) \(column)")
            }
            compared += 1
        }
        let standing = assertion.paid.count { !$0.isReverted }
        #expect(compared == standing, "\(name): \(standing) repayments stand, \(compared) were asserted")
        return compared
    }
}
