import ArgumentParser
import Desk
import Formats
import Receivables
import Store
import Wording

struct Holidays: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Holiday calendars, by which working days are told.",
        subcommands: [HolidaysList.self, HolidaysShow.self, HolidaysSet.self], defaultSubcommand: HolidaysList.self)
}

struct HolidaysList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All calendars.")
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let all = try session.desk.calendars()
            guard !global.json else {
                return session.output.document([
                    "calendars": .array(all.map { ["name": .string($0.name), "days": JSONValue($0.days)] })
                ])
            }
            var table = session.table([.name, .days], right: [.days])
            for calendar in all { table.add([calendar.name, String(calendar.days)]) }
            session.output.page(session.text(table) + "\n")
        }
    }
}

struct HolidaysShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "The days of a calendar.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name.") var name: String

    func run() throws {
        try Session.run(global) { session in
            let (days, text) = try session.desk.calendar(named: name)
            guard global.json else { return session.output.page(text) }
            session.output.document([
                "calendar": .string(name),
                "days": .array(
                    days.map {
                        [
                            "day": .string($0.day.description), "kind": .string($0.kind), "name": .string($0.name),
                            "status": .string($0.status),
                        ]
                    }),
            ])
        }
    }
}

struct HolidaysSet: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Load a calendar from its file.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The file (YAML); - for standard input.") var file: String

    func run() throws {
        try Session.run(global) { session in
            let text = try InputFile.text(file)
            let (calendar, days) = try session.desk.setHolidays(text, file: file)
            guard !global.json else {
                return session.output.document(["calendar": .string(calendar), "days": JSONValue(days)])
            }
            let facts = [Fact("calendar", calendar), Fact("days", days)]
            session.output.page(session.catalogue.text(.holidaysSet, facts) + "\n")
        }
    }
}
