import Formats
import Receivables
import Store

/// Every contact, in the order in which debtors stand in the book.
struct ContactsExport: BookExport {
    func columns(_ scope: ExportScope) -> [ExportColumn] {
        [
            ExportColumn("debtor"), ExportColumn("name", 28), ExportColumn("account", 18), ExportColumn("at", 19),
            ExportColumn("channel", 10), ExportColumn("direction", 9), ExportColumn("result", 14),
            ExportColumn("rightParty", 11), ExportColumn("note", 40), ExportColumn("by", 14),
            ExportColumn("imported", 9),
        ]
    }

    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        try scope.portions { selection in
            let contacts = try scope.db.contacts(selection, scope.knowledge).filter { scope.filter.includes($0.day) }
            guard !contacts.isEmpty else { return }
            let people = try ExportPeople(scope, selection)
            for contact in contacts where people.isWanted(scope, debtor: contact.debtor, account: contact.account) {
                let debtor = people.debtor(contact.debtor)
                try add([
                    TableCell(debtor?.reference), TableCell(debtor?.name),
                    TableCell(people.account(contact.account)?.reference), .time(contact.at), .text(contact.channel),
                    .text(contact.direction), TableCell(contact.result),
                    contact.isRightParty.map(TableCell.flag) ?? .none,
                    TableCell(contact.note), .text(contact.actor), .flag(contact.isImported),
                ])
            }
        }
    }
}
