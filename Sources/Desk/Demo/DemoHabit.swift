import Receivables

/// How somebody pays.
enum DemoHabit: Sendable {
    case punctual
    case late
    /// Paid well, and then missed the last so many instalments.
    case slipping(missing: Int)
    case irregular
    /// Stopped so many instalments ago and does not answer.
    case gone(missing: Int)

    /// Shares chosen so that about one account in six is late, as desks of this kind report.
    static func random(_ random: inout Seeded) -> DemoHabit {
        switch random.place([64, 17, 10, 6, 3]) {
        case 0: .punctual
        case 1: .late
        case 2: .slipping(missing: 1 + random.place([56, 27, 12, 5]))
        case 3: .irregular
        default: .gone(missing: random.int(4...9))
        }
    }

    /// Days after the due date on which an instalment is paid, or nil when it never was. `fromEnd` counts instalments
    /// due so far, 0 for the latest.
    func delay(fromEnd: Int, _ random: inout Seeded) -> Int? {
        switch self {
        case .punctual: random.chance(90) ? -random.int(0...4) : random.int(1...3)
        case .late: random.chance(35) ? -random.int(0...2) : random.int(1...14)
        case .slipping(let missing): fromEnd < missing ? nil : random.int(-3...6)
        case .irregular: random.chance(12) ? nil : random.int(2...40)
        case .gone(let missing): fromEnd < missing ? nil : random.int(-2...12)
        }
    }

    /// Of a hundred instalments paid, so many are paid in part only.
    var partialPercent: Int {
        if case .irregular = self { 35 } else { 0 }
    }

    /// How likely the results of a call are.
    func result(_ random: inout Seeded) -> ContactResult {
        if case .gone = self {
            let results: [ContactResult] = [.noAnswer, .unreachable, .thirdParty, .wrongNumber]
            return results[random.place([40, 40, 14, 6])]
        }
        let results: [ContactResult] = [
            .noAnswer, .busy, .unreachable, .thirdParty, .reached, .promised, .refused, .hardship, .callback,
        ]
        return results[random.place([38, 6, 9, 13, 13, 7, 4, 6, 4])]
    }
}
