import Formats
import Receivables
import Support
import Testing

/// The collectability days of OJK that stand beside IFRS 9 cases. The IFRS 9 stages themselves are left out: Lunas does
/// not stage claims.
@Suite(.enabled(if: ConformanceData.isPresent)) struct GradeConformance {
    @Test func bankGrades() throws {
        let file = try ConformanceData.bytes("ifrs9-staging/cases.json")
        let document = file.withUnsafeBufferPointer { JSONValue(parsing: $0) }
        let grades = try #require(document?["ojk_collectability_for_comparison"]?.members)
        var cases = 0
        for member in grades {
            let number = try #require(member.key.first?.wholeNumberValue)
            let name = member.key.drop { $0 != " " }.dropFirst()
            let ends = member.value.string?.split { !$0.isNumber }.compactMap { Int($0) } ?? []
            let isOpen = member.value.string?.hasPrefix(">") == true
            let first = try #require(ends.first) + (isOpen ? 1 : 0)
            for days in isOpen ? [first, first + 1, 5000] : [first, ends.last ?? first] {
                let grade = QualityGrade(lender: .bank, daysPastDue: days)
                #expect(grade?.rawValue == number && grade?.name == String(name), "\(days) days")
                cases += 1
            }
            #expect(number == 1 || QualityGrade(lender: .bank, daysPastDue: first - 1)?.rawValue == number - 1)
        }
        ConformanceData.report("ifrs9-staging OJK days (edges of 5 grades)", cases: cases)
        #expect(grades.count == 5)
    }
}
