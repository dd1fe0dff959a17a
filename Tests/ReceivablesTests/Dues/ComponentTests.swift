import Receivables
import Support
import Testing

@Suite struct ComponentTests {
    @Test func theFourParts() throws {
        var parts = Components.zero
        for (place, component) in Component.allCases.enumerated() {
            parts[component] = Int64(10 * (place + 1))
            #expect(Component(named: component.name) == component && component.rawValue == place)
        }
        #expect(parts == Components(principal: 10, interest: 20, fee: 30, penalty: 40))
        #expect(parts.total == 100 && !parts.isZero && Components.zero.isZero)
        #expect(Component.allCases.map { parts[$0] } == [10, 20, 30, 40])
        #expect(try parts.adding(parts).subtracting(parts) == parts)
        #expect(Component(named: "capital") == nil)
    }

    @Test func signs() {
        let table = Table(
            """
            | principal | interest | one sign | credit note |
            | 5         | 0        | yes      | no          |
            | 5         | 1        | yes      | no          |
            | -5        | -1       | yes      | yes         |
            | -5        | 1        | no       | yes         |
            | 5         | -1       | no       | no          |
            | 0         | 0        | yes      | no          |
            """)
        for row in table.rows {
            let parts = Components(principal: Int64(row[0]) ?? 0, interest: Int64(row[1]) ?? 0)
            #expect(parts.hasOneSign == (row[2] == "yes"), "\(row)")
            #expect(Due(line: 1, day: Day(0), amounts: parts).isCreditNote == (row[3] == "yes"), "\(row)")
        }
    }
}
