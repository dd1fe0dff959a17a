import Desk
import Receivables
import Wording

/// What somebody has written into a form about a payment, and what is wrong with it.
package struct PaymentForm: Sendable {
    package enum Deed: String, Sendable { case add, reverse }

    package let deed: Deed
    package var fields = Fields()
    /// What is wrong, and the field that it is about; nil: the form as a whole.
    package var problem: (told: Told, field: String?)?

    package init(_ deed: Deed, _ fields: Fields = Fields()) {
        self.deed = deed
        self.fields = fields
    }

    package func text(_ name: String) -> String { fields[name] ?? "" }

    /// The field that a problem is about.
    package static func field(of code: ProblemCode, _ deed: Deed) -> String? {
        switch code {
        case .accountUnknown: "account"
        case .notAnAmount, .amountTooLarge, .amountAmbiguous, .amountNotPositive, .currencyDiffers, .notACurrency,
            .amountSigns, .amountOverflow:
            deed == .add ? "amount" : nil
        case .dueUnknown: "due"
        case .referenceTaken, .paymentUnknown, .paymentReturned: "reference"
        case .dayInFuture, .dayOrder, .notADate: "on"
        default: nil
        }
    }

    /// One field with its label, and what is wrong at it.
    package func markup(
        _ name: String, _ label: String, hint: String? = nil, type: String = "text", isRequired: Bool = false,
        lengthMax: Int = 200, inputMode: String? = nil
    ) -> HTML {
        let wrong = problem?.field == name ? problem?.told : nil
        let (id, note) = ("f-\(deed.rawValue)-\(name)", wrong.map { $0.message + " " + $0.remedy } ?? hint)
        return """
            <div class="field"><label for="\(id)">\(label)</label>\
            <input id="\(id)" name="\(name)" type="\(type)" value="\(text(name))" maxlength="\(lengthMax)" \
            autocomplete="off"\("inputmode", inputMode)\("required", if: isRequired)\
            \("aria-invalid", wrong == nil ? nil : "true")\("aria-describedby", note == nil ? nil : "h-" + id)>\
            \(note.map { "<p id=\"h-\(id)\" class=\"\(wrong == nil ? "hint" : "wrong")\">\($0)</p>" as HTML })</div>
            """
    }
}
