import Formats
import Receivables
import Store

extension Desk {
    /// Puts a holiday calendar in the place of the one with its name. Gives its name and the number of days. Error:
    /// `holidays-invalid`.
    package func setHolidays(_ text: String, file: String) throws -> (calendar: String, days: Int) {
        try access.requireEverywhere(.changeSettings)
        let (calendar, days) = try HolidayFile.read(text, file: file)
        try engine.write(.durable) { db in
            let before = try db.holidays(calendar: calendar)
            try db.replaceHolidays(calendar: calendar, days)
            try db.journal(
                "holidays-set", subject: "calendar:\(calendar)", detail: #"{"days":\#(days.count)}"#, by: actor,
                before: before.isEmpty ? nil : digest(of: HolidayFile.text(before).utf8),
                after: digest(of: HolidayFile.text(days).utf8))
        }
        return (calendar, days.count)
    }
}

/// A holiday calendar as a file.
enum HolidayFile {
    static func read(_ text: String, file: String) throws(Problem) -> (String, [HolidayRecord]) {
        let failure = { (place: Phrase, reason: Phrase) in
            Problem(.holidaysInvalid, [Fact("file", file), Fact("place", place), Fact("reason", reason)])
        }
        let tree = try DataTree.parse(text, failure: failure)
        let reader = TreeReader(failure: failure)
        let members = try reader.members(tree, allowed: ["calendar", "source", "days"])
        guard let named = members["calendar"], let list = members["days"] else {
            throw reader.fail(tree, .isMissing, [Fact("word", members["calendar"] == nil ? "calendar" : "days")])
        }
        let calendar = try reader.text(named)
        var days: [HolidayRecord] = []
        for item in try reader.list(list) {
            let day = try self.day(item, calendar, reader)
            guard !days.contains(where: { $0.day == day.day && $0.kind == day.kind }) else {
                throw reader.fail(item, .standsTwice, [Fact("word", day.day.description)])
            }
            days.append(day)
        }
        return (calendar, days.sorted { ($0.day, $0.kind) < ($1.day, $1.kind) })
    }

    private static func day(_ tree: DataTree, _ calendar: String, _ reader: TreeReader) throws(Problem) -> HolidayRecord
    {
        let members = try reader.members(tree, allowed: ["day", "kind", "name", "status"])
        guard let dayTree = members["day"], let day = Day(try reader.text(dayTree)) else {
            throw reader.fail(tree, .dayExpected)
        }
        let kind = try members["kind"].map { (tree) throws(Problem) in try reader.word(tree, Kind.self) }
        let status = try members["status"].map { (tree) throws(Problem) in try reader.word(tree, Status.self) }
        let name = try members["name"].map { (tree) throws(Problem) in try reader.text(tree) }
        return HolidayRecord(
            calendar: calendar, day: day, kind: (kind ?? .publicHoliday).rawValue, name: name ?? "",
            status: (status ?? .fixed).rawValue)
    }

    private enum Kind: String, CaseIterable {
        case publicHoliday = "public"
        case jointLeave = "joint-leave"
    }

    private enum Status: String, CaseIterable {
        case fixed
        case estimate
    }

    /// The calendar as the file from which it could be read again.
    static func text(_ days: [HolidayRecord]) -> String {
        guard let first = days.first else { return "" }
        var text = "calendar: \(first.calendar)\n\ndays:\n"
        for day in days {
            let status = day.status == "fixed" ? "" : ", status: \(day.status)"
            text += "  - { day: \(day.day), kind: \(day.kind), name: \"\(day.name)\"\(status) }\n"
        }
        return text
    }
}
