import Desk
import Formats
import Receivables
import Wording

extension Session {
    func role(_ role: Role) -> String { printing.term(.role, role.rawValue) }

    /// A choice that means everything when it was not made.
    private func limit(_ names: [String]?) -> String {
        names.map { $0.isEmpty ? catalogue.text(.none) : $0.joined(separator: ", ") } ?? catalogue.text(.all)
    }

    /// One user: the document, or a line for each thing known; with the password that is told this once.
    func show(_ issued: IssuedPassword) throws {
        let offset = try desk.offsetSeconds()
        guard !output.isJSON else {
            return output.document([
                "user": issued.user.json(offsetSeconds: offset), "password": JSONValue(issued.password),
            ])
        }
        output.page(text(issued.user) + "\n")
        guard let password = issued.password else { return }
        output.page("\n" + catalogue.text(.passwordOnce, [Fact("password", password)]) + "\n")
    }

    func show(_ user: UserRecord) throws {
        let offset = try desk.offsetSeconds()
        guard !output.isJSON else { return output.document(["user": user.json(offsetSeconds: offset)]) }
        output.page(text(user) + "\n")
    }

    private func text(_ user: UserRecord) -> String {
        var lines = LabelledLines()
        lines.add(catalogue.heading(.login), user.login)
        lines.add(catalogue.heading(.name), user.name)
        lines.add(catalogue.heading(.roles), user.roles.map(role).joined(separator: ", "))
        lines.add(catalogue.heading(.collector), user.collector ?? "")
        lines.add(catalogue.heading(.portfolios), limit(user.portfolios))
        lines.add(catalogue.heading(.branches), limit(user.branches))
        lines.add(catalogue.heading(.language), user.language.rawValue)
        lines.add(catalogue.heading(.secondFactor), yesOrNo(user.hasTOTP))
        lines.add(catalogue.heading(.active), yesOrNo(user.isActive))
        return text(lines)
    }

    func show(_ users: [UserRecord]) throws {
        let offset = try desk.offsetSeconds()
        guard !output.isJSON else {
            return output.document(["users": .array(users.map { $0.json(offsetSeconds: offset) })])
        }
        var table = table([.login, .name, .roles, .collector, .portfolios, .branches, .secondFactor, .active])
        for user in users {
            table.add([
                user.login, user.name, user.roles.map(role).joined(separator: ", "), user.collector ?? "",
                limit(user.portfolios), limit(user.branches), yesOrNo(user.hasTOTP), yesOrNo(user.isActive),
            ])
        }
        show(table, ifEmpty: users.isEmpty, .usersNone)
    }

    func show(_ keys: [APIKeyRecord]) throws {
        let offset = try desk.offsetSeconds()
        guard !output.isJSON else {
            return output.document(["keys": .array(keys.map { $0.json(offsetSeconds: offset) })])
        }
        var table = table([.name, .permissions, .portfolios, .usedAt, .active])
        for key in keys {
            table.add([
                key.name, key.permissions.map(\.rawValue).joined(separator: ", "), limit(key.portfolios),
                key.usedAt.map { printing.moment($0, offsetSeconds: offset) } ?? "", yesOrNo(key.revokedAt == nil),
            ])
        }
        show(table, ifEmpty: keys.isEmpty, .keysNone)
    }
}
