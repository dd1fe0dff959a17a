/// A province of Indonesia with its time zone.
///
/// Zones: Keppres 41/1987; codes: ISO 3166-2. Indonesia has no daylight saving time.
package struct Province: Hashable, Sendable {
    /// ISO 3166-2, such as `ID-PA`.
    package let code: String
    package let name: String
    package let zone: Zone

    /// The three zones of Indonesia.
    package enum Zone: String, CaseIterable, Sendable {
        case western = "Asia/Jakarta"
        case central = "Asia/Makassar"
        case eastern = "Asia/Jayapura"

        package var abbreviation: String {
            switch self {
            case .western: "WIB"
            case .central: "WITA"
            case .eastern: "WIT"
            }
        }

        package var offsetSeconds: Int {
            switch self {
            case .western: 7 * 3600
            case .central: 8 * 3600
            case .eastern: 9 * 3600
            }
        }
    }

    /// The province with this name, usual short name or code, or nil.
    package init?(named text: String) {
        let folded = HeaderText.folded(text)
        guard let found = Province.byName[folded] else { return nil }
        self = found
    }

    private init(_ code: String, _ name: String, _ zone: Zone) {
        self.code = code
        self.name = name
        self.zone = zone
    }

    package static let all: [Province] =
        list(.western, """
            ID-AC Aceh, ID-SU Sumatera Utara, ID-SB Sumatera Barat, ID-RI Riau, ID-JA Jambi, ID-SS Sumatera Selatan, \
            ID-BE Bengkulu, ID-LA Lampung, ID-BB Kepulauan Bangka Belitung, ID-KR Kepulauan Riau, ID-JK DKI Jakarta, \
            ID-JB Jawa Barat, ID-JT Jawa Tengah, ID-YO DI Yogyakarta, ID-JI Jawa Timur, ID-BT Banten, \
            ID-KB Kalimantan Barat, ID-KT Kalimantan Tengah
            """)
        + list(.central, """
            ID-BA Bali, ID-NB Nusa Tenggara Barat, ID-NT Nusa Tenggara Timur, ID-KS Kalimantan Selatan, \
            ID-KI Kalimantan Timur, ID-KU Kalimantan Utara, ID-SA Sulawesi Utara, ID-ST Sulawesi Tengah, \
            ID-SN Sulawesi Selatan, ID-SG Sulawesi Tenggara, ID-GO Gorontalo, ID-SR Sulawesi Barat
            """)
        + list(.eastern, """
            ID-MA Maluku, ID-MU Maluku Utara, ID-PA Papua, ID-PB Papua Barat, ID-PS Papua Selatan, ID-PT Papua Tengah, \
            ID-PE Papua Pegunungan, ID-PD Papua Barat Daya
            """)

    private static func list(_ zone: Zone, _ text: String) -> [Province] {
        text.split(separator: ",").map { entry in
            let words = entry.split(separator: " ", maxSplits: 1)
            return Province(String(words[0]), words.dropFirst().joined(), zone)
        }
    }

    private static let byName: [String: Province] = {
        var table: [String: Province] = [:]
        for province in all {
            table[HeaderText.folded(province.name)] = province
            table[HeaderText.folded(province.code)] = province
            table[HeaderText.folded(String(province.code.dropFirst(3)))] = province
        }
        for (short, code) in shortNames {
            table[short] = all.first { $0.code == code }
        }
        return table
    }()

    private static let shortNames: [(String, String)] = [
        ("jakarta", "ID-JK"), ("dki", "ID-JK"), ("daerah khusus ibukota jakarta", "ID-JK"), ("jakarta raya", "ID-JK"),
        ("daerah khusus jakarta", "ID-JK"), ("dkj", "ID-JK"),
        ("jabar", "ID-JB"), ("west java", "ID-JB"), ("jateng", "ID-JT"), ("central java", "ID-JT"), ("jatim", "ID-JI"),
        ("east java", "ID-JI"), ("diy", "ID-YO"), ("yogyakarta", "ID-YO"), ("daerah istimewa yogyakarta", "ID-YO"),
        ("jogja", "ID-YO"), ("jogjakarta", "ID-YO"), ("d i yogyakarta", "ID-YO"), ("nad", "ID-AC"),
        ("nanggroe aceh darussalam", "ID-AC"), ("sumut", "ID-SU"), ("north sumatra", "ID-SU"), ("sumbar", "ID-SB"),
        ("west sumatra", "ID-SB"), ("sumsel", "ID-SS"), ("south sumatra", "ID-SS"), ("bangka belitung", "ID-BB"),
        ("babel", "ID-BB"), ("kep bangka belitung", "ID-BB"), ("kepri", "ID-KR"), ("kep riau", "ID-KR"),
        ("riau islands", "ID-KR"), ("kalbar", "ID-KB"), ("west kalimantan", "ID-KB"), ("kalteng", "ID-KT"),
        ("central kalimantan", "ID-KT"), ("kalsel", "ID-KS"), ("south kalimantan", "ID-KS"), ("kaltim", "ID-KI"),
        ("east kalimantan", "ID-KI"), ("kaltara", "ID-KU"), ("north kalimantan", "ID-KU"), ("ntb", "ID-NB"),
        ("west nusa tenggara", "ID-NB"), ("ntt", "ID-NT"), ("east nusa tenggara", "ID-NT"), ("sulut", "ID-SA"),
        ("north sulawesi", "ID-SA"), ("sulteng", "ID-ST"), ("central sulawesi", "ID-ST"), ("sulsel", "ID-SN"),
        ("south sulawesi", "ID-SN"), ("sultra", "ID-SG"), ("southeast sulawesi", "ID-SG"), ("sulbar", "ID-SR"),
        ("west sulawesi", "ID-SR"), ("malut", "ID-MU"), ("north maluku", "ID-MU"), ("west papua", "ID-PB"),
        ("south papua", "ID-PS"), ("central papua", "ID-PT"), ("highland papua", "ID-PE"), ("southwest papua", "ID-PD"),
    ]
}
