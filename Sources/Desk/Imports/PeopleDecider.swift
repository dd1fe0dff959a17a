import Formats
import Receivables
import Store

/// Takes in what the rows say about debtors: name, province, language, and ways to reach them. The latest name is
/// shown, all are kept; nothing that was known is forgotten.
final class PeopleDecider {
    private let context: ImportContext
    private let isWanted: Bool
    private var debtors: SortedRecords<Int64, DebtorRecord>
    private var names: SortedRecords<Int64, AttributeVersion>
    private var points: SortedRecords<Int64, ContactPointRecord>
    private var provinces = Spellings<String>()

    /// Whether what a row says about the debtor at hand can matter: they are new, or the file has columns about them.
    private(set) var listens = false

    // The debtor at hand.
    private var initial: DebtorRecord?
    private var current: DebtorRecord?
    /// All names in force, and those that this file adds.
    private var allNames: Set<String> = []
    private var newNames: [String] = []
    /// Points in force, and how many were ever stored: a number never means two points.
    private var knownPoints: [ContactPointRecord] = []
    private var storedPoints = 0
    private var highestPoint = 0
    /// The row that last changed the record.
    private var changer: Int?

    private static let keys: [ColumnKey] = [
        .debtorName, .debtorPhone, .debtorEmail, .debtorAddress, .debtorProvince, .debtorLanguage,
    ]

    /// Loads what is known about the debtors of a chunk, where the file says anything about them.
    init(_ context: ImportContext, known: DebtorSelection, db: any Reading) throws {
        self.context = context
        isWanted = context.plan.kind == .debtors || PeopleDecider.keys.contains { context.plan.columns[$0] != nil }
        let ask = isWanted && !known.ids.isEmpty
        debtors = SortedRecords(ask ? try db.debtors(known) : []) { $0.id }
        names = SortedRecords(ask ? try db.attributes(known, of: .name) : []) { $0.debtor }
        points = SortedRecords(ask ? try db.contactPoints(known, .everything) : []) { $0.debtor }
    }

    /// Turns to the next debtor; debtors come in rising order.
    func begin(_ debtor: Int64) {
        listens = isWanted || context.survey.keys.isNew(debtor: debtor)
        guard isWanted else { return }
        initial = debtors.take(debtor).first
        current = initial
        allNames.removeAll(keepingCapacity: true)
        for name in names.take(debtor) where name.isInForce(at: nil) { allNames.insert(name.value) }
        if let name = initial?.name { allNames.insert(name) }
        if !newNames.isEmpty { newNames.removeAll(keepingCapacity: true) }
        let stored = points.take(debtor)
        highestPoint = stored.last?.point ?? 0
        knownPoints.removeAll(keepingCapacity: true)
        for point in stored where point.retracted == nil { knownPoints.append(point) }
        storedPoints = knownPoints.count
        changer = nil
    }

    /// What one row says about its debtor, read before anything is taken in, so that a bad row changes nothing.
    struct Said {
        var reference = ""
        var name: String?
        var province: String?
        var language: String?
        var phones: [WrittenPhone] = []
        var email: String?
        var address: String?
        /// Where the row is in the file, and whether its province was not understood.
        var offset = 0
        var hasStrangeProvince = false
    }

    func read(_ row: borrowing RowReader) throws(RowProblem) -> Said {
        var said = Said()
        said.offset = row.offset
        said.reference = try row.reference(.debtorReference)?.text ?? ""
        guard isWanted else { return said }
        said.name = try row.text(.debtorName)
        said.language = try row.text(.debtorLanguage).map(PeopleDecider.language)
        said.address = try row.text(.debtorAddress)
        said.email = try row.text(.debtorEmail)
        if let field = try row.text(.debtorPhone) { said.phones = WrittenPhone.list(field) }
        if let written = try row.text(.debtorProvince) {
            let known = provinces.meaning(of: written) { Province(named: $0)?.code }
            said.province = known ?? written
            said.hasStrangeProvince = known == nil
        }
        return said
    }

    private static func language(_ written: String) -> String {
        switch written.lowercased() {
        case "id", "ind", "indonesia", "indonesian", "bahasa", "bahasa indonesia", "in": "id"
        case "en", "eng", "english", "inggris", "bahasa inggris": "en"
        default: written
        }
    }

    /// Takes in what a row said; true when it brought something new at once. `row` is its place among the accepted rows
    /// of the debtor.
    func take(_ said: Said, debtor: Int64, row: Int, _ effects: inout ChunkEffects) -> Bool {
        guard listens else { return false }
        if said.hasStrangeProvince, let province = said.province {
            effects.warn(.province, province, at: said.offset)
        }
        var isNew = false
        if current == nil {
            current = DebtorRecord(
                id: debtor, creditor: context.portfolio.creditor, reference: said.reference, name: nil, province: nil,
                language: nil, entry: context.entry)
            isNew = true
        }
        if update(\.name, said.name) { changer = row }
        if update(\.province, said.province) { changer = row }
        if update(\.language, said.language) { changer = row }
        if let name = said.name, allNames.insert(name).inserted {
            newNames.append(name)
            isNew = true
        }
        for phone in said.phones where add(phone, said, debtor, &effects) { isNew = true }
        if let email = said.email, add(email: email, said, debtor, &effects) { isNew = true }
        if let address = said.address, add("address", address, nil, "debtor", "unverified", debtor) { isNew = true }
        return isNew
    }

    private func update(_ field: WritableKeyPath<DebtorRecord, String?>, _ value: String?) -> Bool {
        guard let value, current?[keyPath: field] != value else { return false }
        current?[keyPath: field] = value
        return true
    }

    private func add(
        _ phone: WrittenPhone, _ said: Said, _ debtor: Int64, _ effects: inout ChunkEffects
    ) -> Bool {
        let isValid = phone.number?.isValid ?? false
        let value = isValid ? phone.number?.e164 ?? phone.written : phone.written
        let relation = phone.remark == nil ? "debtor" : "other"
        let isNew = add(
            "phone", value, value == phone.written ? nil : phone.written, relation, isValid ? "unverified" : "invalid",
            debtor)
        if isNew, !isValid { effects.warn(.phone, phone.written, at: said.offset) }
        return isNew
    }

    private func add(email: String, _ said: Said, _ debtor: Int64, _ effects: inout ChunkEffects) -> Bool {
        let address = EmailAddress(email)
        let value = address?.normalised ?? email
        let isNew = add(
            "email", value, value == email ? nil : email, "debtor", address == nil ? "invalid" : "unverified", debtor)
        if isNew, address == nil { effects.warn(.email, email, at: said.offset) }
        return isNew
    }

    private func add(
        _ kind: String, _ value: String, _ written: String?, _ relation: String, _ quality: String, _ debtor: Int64
    ) -> Bool {
        guard !knownPoints.contains(where: { $0.kind == kind && $0.value == value }) else { return false }
        highestPoint += 1
        knownPoints.append(
            ContactPointRecord(
                debtor: debtor, point: highestPoint, kind: kind, value: value, written: written,
                relation: relation, quality: quality))
        return true
    }

    /// Ends the debtor: writes what is new, and gives the row that changed the record, if one did.
    func end(_ effects: inout ChunkEffects) -> Int? {
        defer {
            initial = nil
            current = nil
            knownPoints = []
            storedPoints = 0
            highestPoint = 0
        }
        guard let current else { return nil }
        if initial == nil {
            current.append(to: &effects.newDebtors)
        } else if initial != current {
            current.append(to: &effects.changedDebtors)
        }
        writeVersions(current, &effects)
        for point in knownPoints[storedPoints...] { point.append(to: &effects.contactPoints, entry: context.entry) }
        return initial != nil && initial != current ? changer : nil
    }

    /// Writes the versions of what changed, and of further names: one name alone stands in the record.
    private func writeVersions(_ current: DebtorRecord, _ effects: inout ChunkEffects) {
        guard initial != nil ? initial != current || !newNames.isEmpty : newNames.count > 1 else { return }
        for attribute in Attribute.ofDebtors {
            let others = attribute == .name ? newNames.filter { $0 != current.name } : []
            effects.change(
                attribute, debtor: current.id, from: initial.map { ($0[attribute], $0.entry) },
                to: current[attribute], besides: others, entry: context.entry)
        }
    }
}

extension ContactPointRecord {
    /// Appends the record in the order of `PeopleColumns.contactPoints`.
    func append(to batch: inout RowBatch, entry: Int64) {
        batch.integer(debtor)
        batch.integer(point)
        batch.text(kind)
        batch.text(value)
        batch.text(orNull: written)
        batch.text(relation)
        batch.text(quality)
        batch.integer(entry)
    }
}
