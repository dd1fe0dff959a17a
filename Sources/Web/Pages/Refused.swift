import Desk
import Receivables
import Wording

/// Why something that is shown may not be done.
enum Refused {
    static func problem(_ permission: Permission) -> Problem {
        Problem(.notPermitted, [Fact("permission", .permission, permission.rawValue)])
    }

    /// The attributes and words of a button: disabled, with the reason behind it, for whoever may not.
    static func button(
        _ text: String, _ permission: Permission, _ viewer: Viewer, kind: String = "primary", key: String? = nil
    ) -> HTML {
        let may = viewer.may(permission)
        let why: HTML? = may
            ? nil : "<span class=\"fine\">\(viewer.catalogue.tell(problem(permission)).message)</span>"
        return """
            <button class="\(kind)"\("data-key", key)\("disabled", if: !may)>\(text)\
            \(key.map { "<kbd aria-hidden=\"true\">\($0)</kbd>" as HTML })</button>\(why)
            """
    }
}
