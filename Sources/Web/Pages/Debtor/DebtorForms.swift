import Desk
import Receivables
import Store
import Wording

/// What a person may record about a debtor: each form closed until its key is pressed.
struct DebtorForms {
    let view: DebtorView

    private var page: DebtorPage { view.page }
    private var visit: Visit { view.visit }
    private var refused: RefusedForm? { view.refused }

    private func say(_ word: DebtorWord, _ facts: [Fact] = []) -> String { view.say(word, facts) }

    var markup: HTML {
        """
        <section class="sheet acts" aria-label="\(say(.toDo))">\
        \(form(.contact, .logCall, "c", .logContacts, .saveContact, contact))\
        \(form(.promise, .promise, "p", .recordPromises, .savePromise, promise))\
        \(form(.hold, .hold, "h", .setHolds, .saveHold, hold))\
        \(form(.note, .writeNote, "t", .logContacts, .saveNote, note))\
        \(coming)</section>
        """
    }

    /// What is not there yet keeps its place: visible, and it says why it cannot be pressed.
    private var coming: HTML {
        let words: [(DebtorWord, String)] = [(.message, "m"), (.offer, "o"), (.letter, "l")]
        return """
            <div class="coming"><div class="buttons">\(words.html { word, key in
                """
                <button disabled aria-describedby="coming">\(say(word)) <kbd aria-hidden="true">\(key)</kbd></button>
                """
            })</div><p class="fine" id="coming">\(say(.comesWithNotices))</p></div>
            """
    }

    private func form(
        _ form: DebtorForm, _ title: DebtorWord, _ key: String, _ permission: Permission, _ save: DebtorWord,
        _ fields: HTML
    ) -> HTML {
        let mayNot = !visit.viewer.may(permission)
        let isOpen = refused?.form == form
        let reason: HTML = mayNot
            ? "<p class=\"fine\">\(say(.mayNot, [Fact("permission", .permission, permission.rawValue)]))</p>" : ""
        return """
            <details class="act" id="act-\(form.rawValue)"\("open", if: isOpen)>\
            <summary data-key="\(key)" data-name="\(say(title))">\(say(title)) \
            <kbd aria-hidden="true">\(key)</kbd></summary>
            \(reason)\(isOpen ? note(refused) : "")\
            <form class="stack" action="\(view.address(form.rawValue))" method="post" \
            data-draft="\(form.draft(page.debtor.id))">\(Frame.token(visit.viewer))\
            <input type="hidden" name="entry" value="\(page.entry)">\
            <fieldset class="stack"\("disabled", if: mayNot)>\(fields)\
            <button class="primary">\(say(save))</button></fieldset>\
            </form></details>
            """
    }

    // MARK: What was refused

    private func note(_ refused: RefusedForm?) -> HTML {
        guard let refused else { return "" }
        guard refused.problem.code == .changedMeanwhile else {
            return refused.field == nil ? ProblemNote.markup(refused.told) : ""
        }
        return """
            <div class="note soon" role="alert" id="changed"><p><b>\(refused.told.message)</b></p>\
            <p>\(say(.changedTitle))</p><ul>\(refused.changes.html(change))</ul></div>
            """
    }

    private func change(_ change: BookChange) -> HTML {
        let facts = [
            Fact("moment", view.printing.moment(change.at, offsetSeconds: page.offsetSeconds)),
            Fact("what", say(DebtorForms.word(change.kind))), Fact("name", change.actor),
        ]
        return "<li>\(say(.changedLine, facts))</li>"
    }

    private static func word(_ kind: String) -> DebtorWord {
        switch kind {
        case "contact": .changeContact
        case "note": .changeNote
        case "promise": .changePromise
        case "hold": .changeHold
        case "hold-ended": .changeHoldEnded
        case "cases-reassigned": .changeReassigned
        case let kind where kind.hasPrefix("payment"): .changePayment
        case let kind where kind.hasPrefix("import"): .changeImport
        default: .changeOther
        }
    }

    /// What was written before, else what usually stands there.
    private func value(_ form: DebtorForm, _ name: String, _ usual: String = "") -> String {
        guard let refused, refused.form == form else { return usual }
        return refused.values[name] ?? ""
    }

    private func problem(_ form: DebtorForm, _ name: String) -> String? {
        guard let refused, refused.form == form, refused.field == name else { return nil }
        return refused.told.message
    }

    // MARK: Fields

    private func field(
        _ form: DebtorForm, _ name: String, _ label: DebtorWord, type: String, usual: String = "", hint: String? = nil,
        isRequired: Bool = false
    ) -> HTML {
        let id = form.rawValue + "-" + name
        let problem = problem(form, name)
        let note = problem ?? hint
        return """
            <div class="field"><label for="\(id)">\(say(label))</label>\
            <input id="\(id)" name="\(name)" type="\(type)" value="\(value(form, name, usual))" maxlength="60" \
            autocomplete="off"\("inputmode", name == "amount" ? "decimal" : nil)\("required", if: isRequired)\
            \("aria-invalid", problem == nil ? nil : "true")\("aria-describedby", note == nil ? nil : "h-" + id)>\
            \(note.map { "<p id=\"h-\(id)\" class=\"\(problem == nil ? "hint" : "wrong")\">\($0)</p>" as HTML })</div>
            """
    }

    private func choice(
        _ form: DebtorForm, _ name: String, _ label: DebtorWord, _ options: [(value: String, text: String)],
        usual: String = ""
    ) -> HTML {
        let id = form.rawValue + "-" + name
        let chosen = value(form, name, usual)
        let problem = problem(form, name)
        return """
            <div class="field"><label for="\(id)">\(say(label))</label><select id="\(id)" name="\(name)"\
            \("aria-describedby", problem == nil ? nil : "h-" + id)>\(options.html { value, text in
                "<option value=\"\(value)\"\("selected", if: value == chosen)>\(text)</option>"
            })</select>\(problem.map { "<p id=\"h-\(id)\" class=\"wrong\">\($0)</p>" as HTML })</div>
            """
    }

    /// A longer text. What begins it with a new line keeps that: browsers drop the first one.
    private func area(_ form: DebtorForm, isRequired: Bool = false) -> HTML {
        let id = form.rawValue + "-note"
        let problem = problem(form, "note")
        return """
            <div class="field"><label for="\(id)">\(say(.note))</label>\
            <textarea id="\(id)" name="note" rows="3" maxlength="\(DeskLimits.textBytesMax)"\
            \("required", if: isRequired)\("aria-invalid", problem == nil ? nil : "true")\
            \("aria-describedby", problem == nil ? nil : "h-" + id)>
            \(value(form, "note"))</textarea>\
            \(problem.map { "<p id=\"h-\(id)\" class=\"wrong\">\($0)</p>" as HTML })</div>
            """
    }

    /// Which account it is about, where there are several.
    private func account(_ form: DebtorForm) -> HTML {
        guard page.accounts.count > 1 else { return "" }
        let own = page.accounts.map { (value: $0.account.reference, text: $0.account.reference) }
        return choice(form, "account", .account, [(value: "", text: say(.accountAll))] + own)
    }

    private var contact: HTML {
        let channels = ContactChannel.allCases.map {
            (value: $0.rawValue, text: view.printing.term(.channel, $0.rawValue))
        }
        let directions = [(value: "out", text: say(.directionOut)), (value: "in", text: say(.directionIn))]
        return """
            \(results)\(area(.contact))
            <div class="row">\(field(.contact, "next", .nextDay, type: "date"))\
            \(field(.contact, "time", .nextTime, type: "time"))</div><p class="hint">\(say(.nextHint))</p>
            <div class="row">\(choice(.contact, "channel", .channel, channels, usual: "call"))\
            \(choice(.contact, "direction", .direction, directions, usual: "out"))\(account(.contact))</div>
            """
    }

    /// Each with a letter that chooses it.
    private static let letters: [(ContactResult, String)] = [
        (.noAnswer, "n"), (.busy, "b"), (.unreachable, "u"), (.wrongNumber, "w"), (.thirdParty, "o"), (.reached, "r"),
        (.promised, "p"), (.refused, "x"), (.disputed, "d"), (.alreadyPaid, "a"), (.hardship, "h"), (.callback, "c"),
        (.delivered, "e"), (.read, "s"), (.failed, "f"),
    ]

    private var results: HTML {
        let chosen = value(.contact, "result")
        let problem = problem(.contact, "result")
        return """
            <fieldset class="codes" data-codes="contact-note"\("aria-describedby", problem == nil ? nil : "h-result")>\
            <legend class="legend">\(say(.result))</legend>\
            \(problem.map { "<p id=\"h-result\" class=\"wrong\">\($0)</p>" as HTML })\
            <div class="code-list">\(DebtorForms.letters.html { result, letter in
                """
                <label class="check"><input type="radio" name="result" value="\(result.rawValue)" \
                data-letter="\(letter)" required\("checked", if: result.rawValue == chosen)>\
                <kbd aria-hidden="true">\(letter)</kbd> \
                \(view.printing.term(.contactResult, result.rawValue))</label>
                """
            })</div></fieldset>
            """
    }

    private var promise: HTML {
        let overdue = page.sums(\.arrears.overdue.total)
        let usual = overdue.count == 1 ? DebtorForms.plain(overdue[0].amount, overdue[0].currency) : ""
        let shown = overdue.map { view.printing.money($0.amount, $0.currency) }.joined(separator: " · ")
        let hint = overdue.isEmpty ? nil : say(.promiseHint, [Fact("amount", shown)])
        return """
            <div class="row">\
            \(field(.promise, "amount", .promiseAmount, type: "text", usual: usual, hint: hint, isRequired: true))\
            \(field(.promise, "day", .promiseDay, type: "date", isRequired: true))</div>\
            \(account(.promise))\(area(.promise))
            """
    }

    /// Digits that nobody can read in two ways.
    static func plain(_ amount: Int64, _ currency: Currency) -> String {
        let (whole, rest) = amount.quotientAndRemainder(dividingBy: currency.minorPerMajor)
        return rest == 0 ? String(whole) : "\(whole).\(Digits.padded(Int(rest), currency.decimals))"
    }

    private var hold: HTML {
        let reasons = Hold.Reason.allCases.map {
            (value: $0.rawValue, text: view.printing.term(.holdReason, $0.rawValue))
        }
        return """
            \(choice(.hold, "reason", .holdReason, reasons, usual: Hold.Reason.dispute.rawValue))\(account(.hold))
            <div class="row">\(field(.hold, "from", .holdFrom, type: "date", usual: page.today.description))\
            \(field(.hold, "to", .holdTo, type: "date", hint: say(.holdToHint)))</div>\(area(.hold))
            """
    }

    private var note: HTML { area(.note, isRequired: true) }
}
