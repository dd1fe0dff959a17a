import Desk
import Receivables
import Wording

/// Pieces that forms of several pages are made of.
enum FormParts {
    /// A choice of one.
    static func choice(
        _ name: String, _ label: String, _ options: [(value: String, text: String)], _ chosen: String,
        hint: String? = nil, problem: String? = nil
    ) -> HTML {
        let note = problem ?? hint
        let items = options.html { option in
            "<option value=\"\(option.value)\"\("selected", if: option.value == chosen)>\(option.text)</option>"
        }
        return """
            <div class="field"><label for="f-\(name)">\(label)</label>\
            <select id="f-\(name)" name="\(name)"\("aria-describedby", note == nil ? nil : "h-" + name)\
            \("aria-invalid", problem == nil ? nil : "true")>\
            \(items)</select>\(FormParts.note(name, note, isWrong: problem != nil))</div>
            """
    }

    /// A choice of any number.
    static func checks(
        _ name: String, _ legend: String, _ options: [(value: String, text: String)], _ chosen: Set<String>,
        hint: String? = nil, problem: String? = nil
    ) -> HTML {
        let note = problem ?? hint
        return """
            <fieldset class="field"\("aria-describedby", note == nil ? nil : "h-" + name)>\
            <legend class="legend">\(legend)</legend><div class="checks">\
            \(options.html { check(name, $0.value, $0.text, isChosen: chosen.contains($0.value)) })</div>\
            \(FormParts.note(name, note, isWrong: problem != nil))</fieldset>
            """
    }

    static func check(_ name: String, _ value: String, _ text: String, isChosen: Bool) -> HTML {
        """
        <label class="check"><input type="checkbox" name="\(name)" value="\(value)"\("checked", if: isChosen)> \(text)\
        </label>
        """
    }

    private static func note(_ name: String, _ text: String?, isWrong: Bool) -> HTML? {
        text.map { "<p id=\"h-\(name)\" class=\"\(isWrong ? "wrong" : "hint")\">\($0)</p>" }
    }

    static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    /// Tells a password manager whose password a form is about.
    static func userName(_ login: String) -> HTML {
        "<input type=\"text\" name=\"login\" value=\"\(login)\" autocomplete=\"username\" hidden>"
    }

    /// Views of a page, one of which is shown.
    static func tabs(_ label: String, _ tabs: [(path: String, text: String)], current: String) -> HTML {
        let links = tabs.html { tab in
            "<a href=\"\(tab.path)\"\("aria-current", tab.path == current ? "page" : nil)>\(tab.text)</a>"
        }
        return "<nav class=\"tabs\" aria-label=\"\(label)\">\(links)</nav>"
    }

    /// A large figure with what it means.
    static func figure(_ value: String, _ meaning: String) -> HTML {
        "<div class=\"figure\"><b>\(value)</b><span>\(meaning)</span></div>"
    }

    /// One column of a table.
    static func column(_ text: String, isNumber: Bool = false) -> HTML {
        "<th scope=\"col\"\("class", isNumber ? "n" : nil)>\(text)</th>"
    }
}

/// A form that posts, with its token and its button. What somebody may not do is there all the same, with the reason.
struct PostForm {
    let action: String
    let button: String
    let visit: Visit
    /// Why it cannot be sent; nil: it can.
    var reason: String?
    /// Under which name unsent texts are kept.
    var draft: String?
    /// What is asked before it is sent, where there is a script.
    var question: String?
    var isDanger = false
    var isRow = false

    func markup(_ body: HTML) -> HTML {
        """
        <form action="\(action)" method="post"\("data-draft", draft)\("data-confirm", question)>\
        \(Frame.token(visit.viewer))<fieldset class="\(isRow ? "row" : "stack")"\("disabled", if: reason != nil)>\
        \(body)\
        <div class="buttons"><button class="\(isDanger ? "danger" : "primary")">\(button)</button></div></fieldset>\
        \(reason.map { "<p class=\"fine\">\($0)</p>" as HTML })</form>
        """
    }
}

/// Why somebody cannot do something.
enum Rights {
    /// Nil when they can. What concerns the book as a whole is for those who see all of it.
    static func reason(_ permission: Permission, _ visit: Visit, everywhere: Bool = true) -> String? {
        guard visit.viewer.may(permission) else {
            return visit.say(
                SettingsWord.rightMissing, [Fact("permission", .permission, permission.rawValue)])
        }
        let seesAll = visit.viewer.signedIn?.access.isWholeBook ?? false
        return everywhere && !seesAll ? visit.say(SettingsWord.wholeBookNeeded) : nil
    }
}

/// Names a form as it was made, so that what is sent twice is done once: the page's state of the book, what it is for,
/// and whose session it is.
enum FormKey {
    static func make(_ purpose: String, _ visit: Visit) throws -> String {
        let entry = try visit.desk.latestEntry()
        let session = (visit.viewer.signedIn?.session ?? "").prefix(16)
        return "\(purpose)/\(entry)/\(session)"
    }
}

/// Sessions that this node remembers.
enum RememberedSessions {
    /// Forgets what is known of somebody's sessions, so that a change holds from the next page on. `login` nil: of
    /// whoever asks.
    static func forget(of login: String?, _ visit: Visit) throws {
        for session in try visit.desk.sessions(of: login) { visit.site.sessions.forget(session: session.session) }
    }
}
