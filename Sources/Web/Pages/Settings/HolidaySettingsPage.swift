import Desk
import Receivables
import Store
import Wording

/// The days of the coming year on which nobody is collected from.
enum HolidaySettingsPage {
    static let routes: [WebRoute] = [.get("/settings/holidays", .permission(.seeSettings), show)]

    private static func show(_ visit: Visit) throws -> Answer {
        let inForce = try visit.desk.settings().first { $0.name == SettingName.calendar.rawValue }?.value ?? ""
        let today = try visit.desk.today()
        let all = try visit.desk.calendar(named: inForce).days
        let coming = all.filter { (today...today.adding(days: 365)).contains($0.day) }
        let last = all.last.map(\.day)
        let told = visit.say(
            SettingsWord.calendarInForce, [Fact("name", inForce), Fact("count", coming.count)])
        let ends: HTML? = last.flatMap { last in
            last < today.adding(days: 60)
                ? "<p class=\"note soon\">\(visit.say(SettingsWord.calendarEnds, [Fact("day", last)]))</p>" : nil
        }
        return SettingsPage.page(
            .holidays, visit,
            """
            \(ends)<section class="sheet settings-narrow" id="holidays"><p>\(told)</p>\(table(coming, visit))</section>\
            <p class="hint">\(visit.say(SettingsWord.holidaysHow))</p>
            """)
    }

    private static func table(_ days: [HolidayRecord], _ visit: Visit) -> HTML {
        guard !days.isEmpty else { return "<p class=\"empty\">\(visit.say(SettingsWord.holidaysNone))</p>" }
        let rows = days.html { one in
            let isJoint = one.kind == "joint-leave"
            let kind = visit.say(isJoint ? SettingsWord.jointLeave : .publicHoliday)
            let estimate: HTML =
                one.status == "estimate" ? " \(Chip.soon.markup(visit.say(SettingsWord.estimate)))" : ""
            return """
                <tr><td class="n">\(visit.printing.day(one.day))</td><th scope="row">\(one.name)\(estimate)</th>\
                <td>\((isJoint ? Chip.plain : Chip.held).markup(kind))</td></tr>
                """
        }
        return """
            <div class="scroll"><table><thead><tr>\(FormParts.column(visit.say(SettingsWord.day)))\
            \(FormParts.column(visit.say(CommonWord.name)))\
            \(FormParts.column(visit.say(SettingsWord.kind)))</tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }
}
