/// The languages of the product.
package enum Language: String, CaseIterable, Sendable {
    /// Bahasa Indonesia.
    case indonesian = "id"
    case english = "en"
}
