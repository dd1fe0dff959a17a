import Desk
import Receivables
import Store
import Wording

/// Settings of the installation.
enum InstallationSettingsPage {
    static let routes: [WebRoute] = [
        .get("/settings", .permission(.seeSettings), { try page($0, nil) }),
        .post("/settings/installation", .permission(.changeSettings), .form, change),
    ]

    private static func page(_ visit: Visit, _ wrong: (setting: String, told: Told)?) throws -> Answer {
        let reason = Rights.reason(.changeSettings, visit)
        let calendars = try visit.desk.calendars().map(\.name)
        let sections = try visit.desk.settings().html { setting in
            let problem = wrong?.setting == setting.name ? wrong?.told : nil
            let value = problem == nil ? setting.value : visit.form[setting.name] ?? setting.value
            var form = PostForm(
                action: "/settings/installation", button: visit.say(CommonWord.save), visit: visit, reason: reason)
            form.isRow = true
            let field = field(setting.name, value, problem, calendars, visit)
            let body = FormParts.hidden("setting", setting.name) + field
            return "<div id=\"setting-\(setting.name)\">\(form.markup(body))</div>"
        }
        return SettingsPage.page(
            .installation, visit, "<section class=\"sheet stack settings-narrow\">\(sections)</section>")
    }

    private static func field(
        _ name: String, _ value: String, _ problem: Told?, _ calendars: [String], _ visit: Visit
    ) -> HTML {
        let wrong = problem.map { $0.message }
        switch SettingName(rawValue: name) {
        case .language:
            return FormParts.choice(
                name, visit.say(SettingsWord.settingLanguage),
                [("id", visit.say(SettingsWord.indonesian)), ("en", visit.say(SettingsWord.english))], value,
                hint: visit.say(SettingsWord.settingLanguageHint), problem: wrong)
        case .calendar:
            return FormParts.choice(
                name, visit.say(SettingsWord.settingCalendar), SettingsPage.paired(calendars), value,
                hint: visit.say(SettingsWord.settingCalendarHint), problem: wrong)
        case .timeZone:
            return Field(
                name: name, label: visit.say(SettingsWord.settingTimeZone), value: value,
                hint: visit.say(SettingsWord.settingTimeZoneHint), problem: wrong, lengthMax: 80
            ).markup
        case .runTime, nil:
            return Field(
                name: name, label: visit.say(SettingsWord.settingRunTime), value: value,
                hint: visit.say(SettingsWord.settingRunTimeHint), problem: wrong, lengthMax: 8
            ).markup
        }
    }

    private static func change(_ visit: Visit) throws -> Answer {
        let name = visit.form["setting"] ?? ""
        return try SettingsPage.attempt(visit, { try page(visit, (name, $0)) }) {
            try visit.desk.setSetting(name, to: visit.form.text(name) ?? "")
            return .redirect(to: "/settings?saved=1#setting-\(URLText.encode(name))")
        }
    }
}
