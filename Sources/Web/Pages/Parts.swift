import Receivables
import Wording

/// A labelled field of a form.
package struct Field {
    package let name: String
    package let label: String
    package var type = "text"
    package var value = ""
    package var hint: String?
    /// What is wrong with what was written.
    package var problem: String?
    package var autocomplete: String?
    package var inputMode: String?
    package var isRequired = false
    package var isFocused = false
    package var lengthMax = 4000

    package var markup: HTML {
        let note = problem ?? hint
        return """
            <div class="field"><label for="f-\(name)">\(label)</label>\
            <input id="f-\(name)" name="\(name)" type="\(type)" value="\(value)" maxlength="\(lengthMax)"\
            \("autocomplete", autocomplete)\("inputmode", inputMode)\("required", if: isRequired)\
            \("autofocus", if: isFocused)\("aria-invalid", problem == nil ? nil : "true")\
            \("aria-describedby", note == nil ? nil : "h-" + name)>\
            \(note.map { "<p id=\"h-\(name)\" class=\"\(problem == nil ? "hint" : "wrong")\">\($0)</p>" as HTML })</div>
            """
    }
}

/// What did not work, above the form that it is about.
package enum ProblemNote {
    package static func markup(_ told: Told) -> HTML {
        "<div class=\"note wrong\" role=\"alert\"><p>\(told.message)</p><p>\(told.remedy)</p></div>"
    }
}

/// A short word with a hue. The hue never says anything that the word does not.
package enum Chip: String {
    case soon, overdue, kept, held, plain

    package func markup(_ text: String) -> HTML { "<span class=\"chip \(rawValue)\">\(text)</span>" }
}

/// A number that explains itself: opened, by mouse or keyboard, it says how it came about.
package enum Why {
    package static func markup(_ shown: HTML, _ reasons: [String]) -> HTML {
        guard !reasons.isEmpty else { return shown }
        return """
            <details class="why"><summary>\(shown)</summary><div class="why-text"><ul>\
            \(reasons.html { "<li>\($0)</li>" })</ul></div></details>
            """
    }
}
