import Desk
import Support
import Testing

/// What each role may do, written out: a change of it is a decision.
@Suite struct RoleTests {
    private static let table = Table(
        """
        |                   | collector | supervisor | analyst | clerk | compliance | auditor | admin |
        | see-debtors       | x         | x          | x       | x     | x          | x       | x     |
        | see-worklist      | x         | x          | x       |       | x          | x       | x     |
        | see-team          |           | x          | x       |       | x          | x       | x     |
        | see-portfolio     |           | x          | x       | x     | x          | x       | x     |
        | see-waiting-money |           | x          |         | x     |            | x       | x     |
        | see-imports       |           | x          | x       | x     |            | x       | x     |
        | see-settings      |           | x          | x       | x     | x          | x       | x     |
        | see-archive       |           |            |         |       | x          | x       | x     |
        | export            |           | x          | x       | x     | x          | x       |       |
        | log-contacts      | x         | x          |         |       |            |         |       |
        | record-promises   | x         | x          |         |       |            |         |       |
        | set-holds         | x         | x          |         |       | x          |         |       |
        | reassign          |           | x          |         |       |            |         |       |
        | record-payments   |           |            |         | x     |            |         |       |
        | reverse-payments  |           |            |         | x     |            |         |       |
        | import-files      |           |            |         | x     |            |         |       |
        | undo-imports      |           |            |         | x     |            |         |       |
        | run-day           |           |            |         |       |            |         | x     |
        | change-portfolios |           |            |         |       |            |         | x     |
        | change-strategies |           |            | x       |       |            |         | x     |
        | change-collectors |           |            |         |       |            |         | x     |
        | change-settings   |           |            |         |       |            |         | x     |
        | manage-users      |           |            |         |       |            |         | x     |
        | manage-keys       |           |            |         |       |            |         | x     |
        | verify-book       |           |            |         |       | x          | x       | x     |
        | keep-book         |           |            |         |       |            |         | x     |
        """)

    @Test func everyRoleMayWhatTheTableSays() throws {
        #expect(RoleTests.table.header.dropFirst() == Role.allCases.map(\.rawValue)[...])
        #expect(RoleTests.table.rows.map { $0[0] } == Permission.allCases.map(\.rawValue))
        for record in RoleTests.table.records {
            let permission = try #require(Permission(rawValue: record[""] ?? ""))
            for role in Role.allCases {
                #expect(
                    role.permissions.contains(permission) == (record[role.rawValue] == "x"),
                    "\(role) and \(permission)")
            }
        }
    }

    @Test func whoChecksChangesNothingAndWhoGivesOutRightsMovesNoMoney() {
        let changing = Set(Permission.allCases).subtracting([
            .seeDebtors, .seeWorklist, .seeTeam, .seePortfolio, .seeWaitingMoney, .seeImports, .seeSettings,
            .seeArchive, .export, .verifyBook,
        ])
        #expect(Role.auditor.permissions.isDisjoint(with: changing))
        let money: Set<Permission> = [.recordPayments, .reversePayments, .importFiles, .undoImports]
        #expect(Role.admin.permissions.isDisjoint(with: money))
    }
}
