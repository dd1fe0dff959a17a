import Receivables

/// A line of business of the sample book.
enum DemoLine: String, CaseIterable, Sendable {
    case multifinance
    case paylater

    var portfolio: String {
        switch self {
        case .multifinance: "motor"
        case .paylater: "paylater"
        }
    }

    /// "Contoh" means example: no such company is meant.
    var creditor: String {
        switch self {
        case .multifinance: "PT Contoh Roda Finance"
        case .paylater: "PT Contoh Kilat Digital"
        }
    }

    var lender: LenderType {
        switch self {
        case .multifinance: .multifinance
        case .paylater: .peerToPeer
        }
    }

    /// Of a hundred accounts, so many are of this line.
    var share: Int {
        switch self {
        case .multifinance: 60
        case .paylater: 40
        }
    }
}

/// A product and the range of its terms; amounts in whole rupiah.
struct DemoProduct: Sendable {
    let name: String
    let share: Int
    /// Lent amounts, in steps of 100,000.
    let amounts: ClosedRange<Int>
    let months: [Int]
    /// Flat interest a month, in hundredths of a percent.
    let interest: Int
    /// Fee in each instalment.
    let fee: Int

    static func all(_ line: DemoLine) -> [DemoProduct] {
        switch line {
        case .multifinance:
            [
                DemoProduct(
                    name: "MOTOR", share: 70, amounts: 120...280, months: [12, 18, 24, 36], interest: 165, fee: 0),
                DemoProduct(name: "MOBIL", share: 16, amounts: 900...2600, months: [36, 48], interest: 70, fee: 0),
                DemoProduct(
                    name: "MULTIGUNA", share: 14, amounts: 50...200, months: [12, 18, 24], interest: 150, fee: 10_000),
            ]
        case .paylater:
            [
                DemoProduct(
                    name: "PAYLATER", share: 100, amounts: 3...60, months: [1, 3, 6, 12], interest: 265, fee: 5000)
            ]
        }
    }
}
