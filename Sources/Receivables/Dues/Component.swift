/// The parts of a due. The raw value is the place in `Components` and in stored positions.
package enum Component: Int, CaseIterable, Sendable {
    case principal = 0
    case interest = 1
    case fee = 2
    case penalty = 3

    package var name: String {
        switch self {
        case .principal: "principal"
        case .interest: "interest"
        case .fee: "fee"
        case .penalty: "penalty"
        }
    }

    package init?(named name: some StringProtocol) {
        guard let found = Component.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// An amount split into its components, in minor units of the account's currency.
package struct Components: Hashable, Sendable {
    package var principal: Int64
    package var interest: Int64
    package var fee: Int64
    package var penalty: Int64

    package init(principal: Int64 = 0, interest: Int64 = 0, fee: Int64 = 0, penalty: Int64 = 0) {
        self.principal = principal
        self.interest = interest
        self.fee = fee
        self.penalty = penalty
    }

    package static let zero = Components()

    package subscript(component: Component) -> Int64 {
        get {
            switch component {
            case .principal: principal
            case .interest: interest
            case .fee: fee
            case .penalty: penalty
            }
        }
        set {
            switch component {
            case .principal: principal = newValue
            case .interest: interest = newValue
            case .fee: fee = newValue
            case .penalty: penalty = newValue
            }
        }
    }

    /// The whole amount. The parts of one due are bounded (`isWithinBounds`, asked where facts come in), so this cannot
    /// overflow for them.
    package var total: Int64 { principal + interest + fee + penalty }

    package var isZero: Bool { principal == 0 && interest == 0 && fee == 0 && penalty == 0 }

    /// Whether every part is an amount that a due may have (`largestAmountMinor`).
    package var isWithinBounds: Bool {
        let bound = largestAmountMinor.magnitude
        return principal.magnitude <= bound && interest.magnitude <= bound && fee.magnitude <= bound
            && penalty.magnitude <= bound
    }

    /// Whether no part has the opposite sign of another: an instalment has none below zero, a credit note none above.
    package var hasOneSign: Bool {
        let parts = [principal, interest, fee, penalty]
        return parts.allSatisfy { $0 >= 0 } || parts.allSatisfy { $0 <= 0 }
    }

    package func adding(_ other: Components) throws(Problem) -> Components {
        Components(
            principal: try principal.adding(other.principal), interest: try interest.adding(other.interest),
            fee: try fee.adding(other.fee), penalty: try penalty.adding(other.penalty))
    }

    package func subtracting(_ other: Components) -> Components {
        Components(
            principal: principal - other.principal, interest: interest - other.interest, fee: fee - other.fee,
            penalty: penalty - other.penalty)
    }
}
