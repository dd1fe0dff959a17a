/// An ISO 4217 currency: three capital letters and the number of decimals of its minor unit.
///
/// Only currencies of the active ISO 4217 list exist, so that a mistyped code is refused at the door.
package struct Currency: Hashable, Sendable {
    /// The letters packed into one integer, first letter highest: cheap to compare and to hash.
    let letters: UInt32

    /// Number of decimals of the minor unit (ISO 4217: IDR and EUR 2, JPY 0, KWD 3).
    package let decimals: Int

    /// The currency with this code, or nil when ISO 4217 does not list it. Lower case is accepted.
    package init?(_ code: some StringProtocol) {
        self.init(code.utf8)
    }

    /// The same from bytes in place: books name their currency on every account.
    package init?(bytes: UnsafeBufferPointer<UInt8>) {
        self.init(bytes)
    }

    private init?(_ code: some Collection<UInt8>) {
        guard code.count == 3 else { return nil }
        var letters: UInt32 = 0
        var place = 0
        for byte in code {
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            guard upper >= 0x41, upper <= 0x5A else { return nil }
            letters = letters << 8 | UInt32(upper)
            place = place * 26 + Int(upper - 0x41)
        }
        let decimals = Currency.decimalsByPlace[place]
        guard decimals >= 0 else { return nil }
        self.letters = letters
        self.decimals = Int(decimals)
    }

    /// The three capital letters.
    package var code: String {
        let bytes = [UInt8(letters >> 16 & 0xFF), UInt8(letters >> 8 & 0xFF), UInt8(letters & 0xFF)]
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How many minor units make one major unit: 100 for IDR, 1 for JPY.
    package var minorPerMajor: Int64 {
        var result: Int64 = 1
        for _ in 0..<decimals { result *= 10 }
        return result
    }

    /// The rupiah. ISO 4217 gives it two decimals, though prices carry none.
    package static let rupiah: Currency = {
        guard let rupiah = Currency("IDR") else { preconditionFailure("IDR is in the list below") }
        return rupiah
    }()
}

extension Currency: Comparable, CustomStringConvertible {
    package static func < (left: Currency, right: Currency) -> Bool { left.letters < right.letters }
    package var description: String { code }
}

extension Currency {
    /// Active codes of ISO 4217 (list one, amendment 176), by number of decimals.
    private static let codesByDecimals: [(decimals: Int, codes: String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
            CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF \
            IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR \
            MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD \
            SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG \
            YER ZAR ZMW ZWG
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ]

    /// Every currency there is, by its code.
    package static let all: [Currency] = codesByDecimals.flatMap { $0.codes.split(separator: " ") }
        .compactMap { Currency($0) }.sorted()

    /// Decimals by the three letters read as a number of base 26; -1 where the list has no such code.
    private static let decimalsByPlace: [Int8] = {
        var table = [Int8](repeating: -1, count: 26 * 26 * 26)
        for group in codesByDecimals {
            for code in group.codes.split(separator: " ") {
                table[code.utf8.reduce(0) { $0 * 26 + Int($1) - 0x41 }] = Int8(group.decimals)
            }
        }
        return table
    }()
}
