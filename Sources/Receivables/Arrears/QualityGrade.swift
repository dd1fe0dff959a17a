/// What kind of creditor a portfolio belongs to: it decides the Indonesian quality grade and, later, the policy pack.
package enum LenderType: String, CaseIterable, Sendable {
    case bank
    /// Rural bank (bank perekonomian rakyat).
    case ruralBank = "rural-bank"
    case multifinance
    /// Peer-to-peer lending (LPBBTI, "pindar").
    case peerToPeer = "p2p"
    /// Microfinance institution (lembaga keuangan mikro) with monthly instalments.
    case microfinance
    /// A company with customer invoices: no grade.
    case trade
}

/// Indonesian quality of a claim (kolektibilitas), 1 to 5.
package enum QualityGrade: Int, CaseIterable, Sendable {
    case current = 1
    case specialMention = 2
    case substandard = 3
    case doubtful = 4
    case loss = 5

    /// The term of the regulations.
    package var name: String {
        switch self {
        case .current: "lancar"
        case .specialMention: "dalam perhatian khusus"
        case .substandard: "kurang lancar"
        case .doubtful: "diragukan"
        case .loss: "macet"
        }
    }

    /// The last day past due of grades 1 to 4, by type of lender; nil where the type has no such grade at all.
    ///
    /// Sources: bank POJK 40/POJK.03/2019; rural bank POJK 33/POJK.03/2018 (instalments not yet matured; POJK 1/2024
    /// replaces it and was not read); multifinance POJK 35/POJK.05/2018, of which the first edge, 10 days, could not be
    /// verified and may be 30; peer-to-peer SEOJK 19/SEOJK.06/2025 XVI.3; microfinance POJK 62/POJK.05/2015 in months,
    /// taken here as 30 days each, without grades 2 and 3.
    package static func lastDays(_ lender: LenderType) -> [Int?]? {
        switch lender {
        case .bank: [0, 90, 120, 180]
        case .ruralBank: [30, 90, 180, 360]
        case .multifinance: [10, 90, 120, 180]
        case .peerToPeer: [0, 30, 60, 90]
        case .microfinance: [90, nil, nil, 270]
        case .trade: nil
        }
    }

    /// The grade of an account that is `days` past due, or nil where grades do not apply.
    package init?(lender: LenderType, daysPastDue days: Int) {
        guard let edges = QualityGrade.lastDays(lender) else { return nil }
        for (index, edge) in edges.enumerated() {
            if let edge, days <= edge, let grade = QualityGrade(rawValue: index + 1) {
                self = grade
                return
            }
        }
        self = .loss
    }
}
