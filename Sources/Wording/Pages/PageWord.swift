import Receivables

/// A text of the pages: one enumeration for each area, with its own file of sentences, all listed in `PageWords`.
package protocol PageWord: RawRepresentable<String>, CaseIterable, Sendable {
    static var sentences: Sentences { get }
}

/// Every area of the pages.
package enum PageWords {
    package static let all: [any PageWord.Type] = [
        CommonWord.self, TodayWord.self, DebtorWord.self, SearchWord.self, PortfolioWord.self, PaymentsWord.self,
        ImportWord.self, ColumnWord.self, TeamWord.self, SettingsWord.self, MeWord.self,
    ]
}

extension Catalogue {
    /// A text of a page.
    package func text(_ word: some PageWord, _ facts: [Fact] = []) -> String {
        filled(type(of: word).sentences.template(word.rawValue, printing.language.rawValue), facts)
    }
}
