import ArgumentParser
import Desk
import Formats
import Receivables

struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "The installation: time zone, language, holiday calendar.",
        subcommands: [SettingsList.self, SettingsShow.self, SettingsSet.self], defaultSubcommand: SettingsList.self)
}

struct SettingsList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All settings.")
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let all = try session.desk.settings()
            guard !global.json else {
                return session.output.document([
                    "settings": .array(all.map { ["name": .string($0.name), "value": .string($0.value)] })
                ])
            }
            session.output.answer(.object(all.map { JSONValue.Member($0.name, .string($0.value)) }), nil)
        }
    }
}

struct SettingsShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One setting.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name.") var name: String

    func run() throws {
        try Session.run(global) { session in
            let all = try session.desk.settings()
            guard let found = all.first(where: { $0.name == name }) else {
                throw Problem(.settingUnknown, [
                    Fact("setting", name), Fact("known", all.map(\.name).joined(separator: ", ")),
                ])
            }
            session.output.answer(["name": .string(found.name), "value": .string(found.value)], nil)
        }
    }
}

struct SettingsSet: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Change a setting.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name.") var name: String
    @Argument(help: "Its new value.") var value: String

    func run() throws {
        try Session.run(global) { session in
            try session.desk.setSetting(name, to: value)
            session.output.answer(["name": .string(name), "value": .string(value)], nil)
        }
    }
}
