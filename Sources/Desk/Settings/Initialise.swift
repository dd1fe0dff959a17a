import Formats
import Packs
import Receivables
import Store

extension Desk {
    /// Makes the schema, or brings it to this version, and loads the strategies and calendars that the program carries
    /// where they are not there yet. Gives the names of the migrations applied.
    package func initialise() throws -> [String] {
        try access.requireEverywhere(.keepBook)
        let lock = try engine.acquire(.book)
        defer { lock.release() }
        let applied = try Migrator.migrate(engine, now: now)
        for (name, text) in Packs.strategies
        where try engine.read({ db in try !db.strategies().contains { $0.name == name } }) {
            _ = try setStrategy(String(decoding: text, as: UTF8.self), file: "strategies/\(name).yaml")
        }
        for (name, text) in Packs.holidays where try engine.read({ try $0.holidays(calendar: name).isEmpty }) {
            _ = try setHolidays(String(decoding: text, as: UTF8.self), file: "holidays/\(name).yaml")
        }
        return applied
    }
}
