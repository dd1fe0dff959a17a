import Desk
import Receivables
import Wording

enum TodayPage {
    static let routes: [WebRoute] = [.get("/", .signedIn, show)]
    private static func show(_ visit: Visit) throws -> Answer { Frame(visit.say(CommonWord.today), .today, visit).page("<h1>\(visit.say(CommonWord.today))</h1>") }
}
