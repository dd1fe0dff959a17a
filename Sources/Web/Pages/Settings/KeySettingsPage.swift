import Desk
import Receivables
import Store
import Wording

/// Keys of integrations.
enum KeySettingsPage {
    static let routes: [WebRoute] = [
        .get("/settings/keys", .permission(.seeSettings), { try list($0, nil) }),
        .post("/settings/keys", .permission(.manageKeys), .form, add),
        .post("/settings/keys/revoke", .permission(.manageKeys), .form, revoke),
    ]

    private static func list(_ visit: Visit, _ problem: Told?) throws -> Answer {
        if let refused = SettingsPage.notForYou(.manageKeys, visit) {
            return SettingsPage.page(.keys, visit, refused)
        }
        let view = KeySettingsView(
            visit: visit, portfolios: try visit.desk.portfolios().map(\.name), offset: try visit.desk.offsetSeconds())
        return SettingsPage.page(.keys, visit, "\(view.table(try visit.desk.apiKeys()))\(view.addition(problem))")
    }

    private static func add(_ visit: Visit) throws -> Answer {
        try SettingsPage.attempt(visit, { try list(visit, $0) }) {
            let permissions = Set(visit.form.all("permissions").compactMap(Permission.init))
            let limit: Limit =
                visit.form["see"] == "only" ? .only(visit.form.all("portfolios")) : .everything
            let made = try visit.desk.createAPIKey(
                visit.form.text("name") ?? "", permissions: permissions, portfolios: limit)
            let main: HTML = """
                <section class="sheet letter stack" id="issued">\
                <p>\(visit.say(SettingsWord.keyAdded, [Fact("name", made.record.name)]))</p>\
                <p><code class="secret" id="issued-key">\(made.key)</code></p>\
                <p>\(visit.say(SettingsWord.keyOnce))</p><p><a class="button" href="/settings/keys">\
                \(visit.say(SettingsWord.keys))</a></p></section>
                """
            return SettingsPage.page(.keys, visit, title: made.record.name, main)
        }
    }

    private static func revoke(_ visit: Visit) throws -> Answer {
        _ = try visit.desk.revokeAPIKey(visit.form["name"] ?? "")
        return .redirect(to: "/settings/keys?saved=1")
    }
}

/// The list of keys, and the form for another.
struct KeySettingsView {
    let visit: Visit
    let portfolios: [String]
    let offset: Int

    private func say(_ word: SettingsWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    func table(_ keys: [APIKeyRecord]) -> HTML {
        guard !keys.isEmpty else {
            return "<div class=\"sheet empty\"><b>\(say(.keysNone))</b><p>\(say(.keysHint))</p></div>"
        }
        let rows = keys.html { key in
            let rights = key.permissions.map { visit.printing.term(.permission, $0.rawValue) }.joined(separator: "; ")
            let used = key.usedAt.map { visit.printing.moment($0, offsetSeconds: offset) } ?? say(.neverUsed)
            let made = say(.keyMade, [
                Fact("day", key.createdAt.day(offsetSeconds: offset)), Fact("name", key.createdBy),
            ])
            return """
                <tr data-row><th scope="row">\(key.name)</th><td>\(rights)</td>\
                <td>\(key.portfolios?.joined(separator: ", ") ?? visit.say(CommonWord.all))</td><td>\(made)</td>\
                <td class="n">\(used)</td><td>\(end(key))</td></tr>
                """
        }
        return """
            <div class="scroll list" tabindex="0" role="region" aria-label="\(say(.keys))"><table class="key-table">\
            <caption class="sr">\(say(.keys))</caption>\
            <thead><tr>\(FormParts.column(visit.say(CommonWord.name)))\(FormParts.column(say(.mayDo)))\
            \(FormParts.column(say(.portfolios)))\(FormParts.column(say(.made)))\
            \(FormParts.column(say(.lastUsed), isNumber: true))\
            \(FormParts.column(say(.state)))</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func end(_ key: APIKeyRecord) -> HTML {
        if let revoked = key.revokedAt {
            return Chip.held.markup(say(.revoked, [Fact("day", revoked.day(offsetSeconds: offset))]))
        }
        var form = PostForm(action: "/settings/keys/revoke", button: say(.revoke), visit: visit)
        form.question = say(.revokeQuestion, [Fact("name", key.name)])
        form.isDanger = true
        return form.markup(FormParts.hidden("name", key.name))
    }

    func addition(_ problem: Told?) -> HTML {
        let form = visit.form
        let permissions = Permission.allCases.filter { !Desk.peopleOnly.contains($0) }.map {
            (value: $0.rawValue, text: visit.printing.term(.permission, $0.rawValue))
        }
        let name = Field(
            name: "name", label: visit.say(CommonWord.name), value: form["name"] ?? "", hint: say(.keyNameHint),
            autocomplete: "off", isRequired: true, lengthMax: 200)
        var sent = PostForm(action: "/settings/keys?sent=key-new", button: say(.addKey), visit: visit)
        sent.draft = "key-new"
        let rights = FormParts.checks("permissions", say(.mayDo), permissions, Set(form.all("permissions")))
        let limits = LimitFields(visit, portfolios).markup(form["see"] == "only", Set(form.all("portfolios")))
        return """
            <details class="sheet" id="key-new"\("open", if: problem != nil)><summary data-key="a"><b>\
            \(say(.addKey))</b> \
            <kbd aria-hidden="true">a</kbd></summary>\(problem.map(ProblemNote.markup))\
            \(sent.markup("\(name.markup)\(rights)\(limits)"))</details>
            """
    }
}
