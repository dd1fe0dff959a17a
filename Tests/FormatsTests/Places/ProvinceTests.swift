import Formats
import Testing

@Suite struct ProvinceTests {
    @Test("the 38 provinces, each with its own code and name")
    func all() {
        #expect(Province.all.count == 38)
        #expect(Set(Province.all.map(\.code)).count == 38 && Set(Province.all.map(\.name)).count == 38)
        for province in Province.all {
            #expect(province.code.hasPrefix("ID-") && province.code.count == 5)
            for text in [
                province.code, province.code.lowercased(), String(province.code.suffix(2)), province.name,
                province.name.uppercased(), " \(province.name) "
            ] {
                #expect(Province(named: text) == province, "\(text)")
            }
        }
    }

    @Test("zones as Keppres 41/1987 and the later provinces have them")
    func zones() {
        let count = Dictionary(grouping: Province.all, by: \.zone).mapValues(\.count)
        #expect(count == [.western: 18, .central: 12, .eastern: 8])
        let table: [(String, Province.Zone)] = [
            ("Kalimantan Barat", .western), ("Kalimantan Tengah", .western), ("Kalimantan Selatan", .central),
            ("Bali", .central),
            ("Banten", .western), ("Maluku Utara", .eastern), ("Papua Barat Daya", .eastern), ("Gorontalo", .central),
            ("Kaltara", .central),
        ]
        for (name, zone) in table { #expect(Province(named: name)?.zone == zone, "\(name)") }
        #expect(Province.Zone.allCases.map(\.offsetSeconds) == [25_200, 28_800, 32_400])
        #expect(Province.Zone.allCases.map(\.abbreviation) == ["WIB", "WITA", "WIT"])
    }

    @Test("usual short and English names, and names that are none")
    func names() {
        let table: [(String, String?)] = [
            ("Jabar", "ID-JB"), ("D.I. Yogyakarta", "ID-YO"), ("DIY", "ID-YO"), ("Jakarta", "ID-JK"), ("DKI", "ID-JK"),
            ("West Java", "ID-JB"),
            ("Kep. Riau", "ID-KR"), ("NTT", "ID-NT"), ("Sulsel", "ID-SN"), ("Sumatera", nil), ("", nil),
            ("Bandung", nil), ("ID-XX", nil),
        ]
        for (name, code) in table { #expect(Province(named: name)?.code == code, "\(name)") }
    }
}
