import Desk

extension Desk {
    /// The same desk for somebody who may do everything, and sees a part of the book.
    func seeing(_ scope: SeenAccounts) -> Desk {
        acting(
            as: Access(
                .installation, name: actorName, permissions: Set(Permission.allCases), portfolios: scope.portfolios,
                branches: scope.branches))
    }
}
