import Store
import Testing

/// What versions of an attribute say, now and at any earlier entry.
@Suite struct AttributeVersionTests {
    private func version(
        _ attribute: Attribute, _ entry: Int64, _ value: String, isShown: Bool = true, until retracted: Int64? = nil
    ) -> AttributeVersion {
        AttributeVersion(
            debtor: 1, account: 1, attribute: attribute, entry: entry, value: value, isShown: isShown,
            retracted: retracted)
    }

    @Test func theLatestInForceIsShown() {
        let versions = [
            version(.status, 2, "a"), version(.status, 5, "b", until: 9), version(.status, 7, "c", until: 8),
            version(.status, 9, "z", isShown: false),
        ]
        let expected: [Int64: String?] = [1: nil, 2: "a", 4: "a", 5: "b", 7: "c", 8: "b", 9: "a", 10: "a"]
        for (entry, value) in expected { #expect(versions.value(at: entry) == value, "at \(entry)") }
        #expect(versions.value(at: nil) == "a")
        #expect([AttributeVersion]().value(at: nil) == nil)
    }

    @Test func changesAreToldInOrder() {
        let versions = [
            version(.status, 2, "a"), version(.status, 5, "b", until: 9), version(.status, 7, "b", until: 8),
            version(.branch, 5, "x"), version(.branch, 6, "y", isShown: false),
        ]
        let changes = versions.changes(since: 2, through: nil)
        let told = changes.map { "\($0.entry) \($0.attribute) \($0.before ?? "-")>\($0.after ?? "-")" }
        #expect(told == ["5 branch ->x", "5 status a>b", "9 status b>a"], "saying the same again is no change")
        #expect(versions.changes(since: 2, through: 8).count == 2)
        #expect(versions.changes(since: 5, through: nil).map(\.entry) == [2, 9], "what it was entered with is none")
    }

    @Test func aDayIsShownAsADay() {
        #expect(Attribute.opened.shown("0") == "1970-01-01" && Attribute.status.shown("0") == "0")
        #expect(Attribute.ofDebtors.count + Attribute.ofAccounts.count == Attribute.allCases.count)
        #expect(Attribute.name.key == "debtor.name" && Attribute.opened.key == "account.opened")
    }
}
