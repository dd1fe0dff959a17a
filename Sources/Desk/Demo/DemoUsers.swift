import Receivables
import Store

extension Desk {
    /// What all users of the sample book sign in with: it is no secret, and no other book has them.
    package static let demoPassword = "buku-contoh-untuk-dicoba"

    /// Adds users to the sample book: its collectors, and one for each other role. Error: `database-not-empty` for any
    /// other book.
    package func makeDemoUsers() throws -> [UserRecord] {
        try access.requireEverywhere(.manageUsers)
        guard try isDemo() else { throw Problem(.databaseNotEmpty) }
        let world = try DemoWorld()
        var wanted = world.collectors.map { collector in
            var user = NewUser(login: collector.name.lowercased(), name: collector.name, roles: [.collector])
            user.collector = collector.name
            return user
        }
        wanted += world.users.map { person in
            NewUser(login: person.login, name: person.name, roles: Role(rawValue: person.role).map { [$0] } ?? [])
        }
        return try wanted.map { user in
            var user = user
            user.password = Desk.demoPassword
            user.mustChangePassword = false
            return try addUser(user).user
        }
    }
}
