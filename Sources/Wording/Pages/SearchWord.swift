/// Texts of the search.
package enum SearchWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_search_txt)

    case title
    case found
    case foundMany = "found-many"
    case ask
    case noneTitle = "none-title"
    case none
    case cut
    case behind
    case debtor
    case matched
    case accounts
    case portfolio
    case days
    case overdue
    case byDebtor = "by-debtor"
    case byAccount = "by-account"
    case byAlias = "by-alias"
    case byDue = "by-due"
    case byPayment = "by-payment"
    case byPhone = "by-phone"
    case byName = "by-name"
}
