import ArgumentParser
import Desk
import Formats
import Receivables
import Wording

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
            session.show(
                all, as: ["settings": .array(all.map { ["name": .string($0.name), "value": .string($0.value)] })])
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
                throw Problem(
                    .settingUnknown,
                    [
                        Fact("setting", name), Fact("known", all.map(\.name).joined(separator: ", ")),
                    ])
            }
            session.show([found], as: ["name": .string(found.name), "value": .string(found.value)])
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
            guard !global.json else {
                return session.output.document(["name": .string(name), "value": .string(value)])
            }
            session.output.page(
                session.catalogue.text(.settingSet, [Fact("setting", name), Fact("value", value)]) + "\n")
        }
    }
}

extension Session {
    /// Settings: the document, or a table that says what each is for.
    fileprivate func show(_ settings: [(name: String, value: String)], as document: JSONValue) {
        guard !output.isJSON else { return output.document(document) }
        var table = table([.setting, .value, .meaning])
        for setting in settings {
            let meaning = ReportText(rawValue: "setting-" + setting.name).map { catalogue.text($0) } ?? ""
            table.add([setting.name, setting.value, meaning])
        }
        output.page(text(table) + "\n")
    }
}
