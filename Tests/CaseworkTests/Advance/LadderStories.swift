import Casework
import Receivables
import Support
import Testing

@Suite struct LadderStories {
    private let usual = Ladders.strategy("sms@-3 sms@-1 sms@0 sms@1 call@3 letter@7 call@10 review@20")

    @Test func everyStepOnItsDay() throws {
        try Story.play(
            """
            | day | told           | then                   |
            | 1   | owes 500 on 10 | next 7                 |
            | 7   |                | sms@-3, next 9         |
            | 9   |                | sms@-1, next 10        |
            | 10  |                | sms@0, next 11         |
            | 11  |                | opened, sms@1, next 13 |
            | 13  |                | call@3, waits 13       |
            | 17  |                | letter@7               |
            | 20  |                | call@10, waits 20      |
            | 30  |                | review@20, next never  |
            | 90  |                |                        |
            """, usual)
    }

    @Test func paymentEndsTheEpisodeAndTheNextOneStartsAgain() throws {
        let desk = try Story.play(
            """
            | day | told                        | then                   |
            | 1   | owes 500 on 2; owes 500 on 12 | sms@-1               |
            | 2   |                             | sms@0                  |
            | 3   |                             | opened, sms@1          |
            | 5   |                             | call@3                 |
            | 6   | pays 500                    | closed cured           |
            | 9   |                             | sms@-3                 |
            | 11  |                             | sms@-1                 |
            | 12  |                             | sms@0                  |
            | 13  |                             | opened, sms@1          |
            | 14  | pays 400                    |                        |
            | 15  |                             | call@3                 |
            | 16  | pays 100                    | closed settled, next never |
            """, usual)
        #expect(desk.episodes.map(\.episode) == [1, 2])
        #expect(desk.episodes.map(\.closeReason) == [.cured, .settled])
        #expect(desk.log.map(\.taken.identity.episode) == [0, 0, 1, 1, 0, 0, 0, 2, 2])
    }

    /// The letter is the latest step, but it does not do the work of the call that fell into the outage.
    @Test("a call that was missed is made up for beside the one message")
    func missedCall() throws {
        try Story.play(
            """
            | day   | told           | then                              |
            | 1     | owes 500 on 2  | sms@-1                            |
            | 2     |                | sms@0                             |
            | 3-9   |                |                                   |
            | 10    |                | opened, call@3, letter@7, waits 10, next 12 |
            | 11    |                |                                   |
            | 12    |                | call@10, waits 12                 |
            | 13-24 |                |                                   |
            | 25    |                | review@20, letter@21, waits 25    |
            """,
            Ladders.strategy("sms@-3 sms@-1 sms@0 sms@1 call@3 sms@5 letter@7 call@10 call@15 review@20 letter@21"))
    }

    @Test("after days without a run: one message, not five and not none")
    func latestCatchUp() throws {
        try Story.play(
            """
            | day   | told                         | then                   |
            | 1     | owes 500 on 10               |                        |
            | 2-8   |                              |                        |
            | 9     |                              | sms@-1                 |
            | 10-18 |                              |                        |
            | 19    |                              | opened, call@3, letter@7, waits 19 |
            | 20    |                              | call@10                |
            | 21-99 |                              |                        |
            | 100   |                              | review@20              |
            """, usual)
    }

    @Test("a due that is told of late gets what is right on that day")
    func lateNews() throws {
        try Story.play(
            """
            | day | told           | then                    |
            | 1   | owes 500 on 2  | sms@-1                  |
            | 2   |                | sms@0                   |
            | 3   | pays 500       |                         |
            | 20  | owes 70 on 5   | opened, call@10         |
            | 25  |                | review@20               |
            """, usual)
        try Story.play(
            """
            | day | told           | then                   |
            | 50  | owes 500 on 1  | opened, review@20      |
            """, usual)
    }

    @Test("levels that may not be skipped come one a day")
    func eachCatchUp() throws {
        let levels = Ladders.strategy("letter@7 letter@14 letter@21 review@60", catchUp: .each)
        try Story.play(
            """
            | day  | told                    | then                      |
            | 50   | owes 500 on 1           | opened, letter@7, next 51 |
            | 51   |                         | letter@14                 |
            | 52   | tried                   | letter@21, next 61        |
            | 61   |                         | review@60, next never     |
            """, levels)
        try Story.play(
            """
            | day   | told                     | then                        |
            | 1     | owes 500 on 1            |                             |
            | 2     |                          | opened                      |
            | 8-30  |                          |                             |
            | 31    |                          | letter@7                    |
            | 32    |                          | letter@14                   |
            | 33    |                          | letter@21                   |
            | 61    |                          | review@60                   |
            """, levels)
    }

    @Test func stepsOfOneDayComeTogether() throws {
        try Story.play(
            """
            | day | told           | then                            |
            | 1   | owes 500 on 1  |                                 |
            | 2   |                | opened                          |
            | 4   |                | sms@3, call@3, waits 4          |
            """, Ladders.strategy("sms@3 call@3"))
    }

    @Test func whatWaitsForPeopleStartsOnAWorkingDay() throws {
        // Day 7 is a Sunday and day 8 a holiday here.
        try Story.play(
            """
            | day | told           | then             |
            | 1   | owes 500 on 4  |                  |
            | 5   |                | opened           |
            | 7   |                | call@3, waits 9  |
            """, Ladders.strategy("call@3"), setUp: { $0.holidays = [Story.day(8)] })
    }

    @Test func endOfMonthAndWaitingSteps() throws {
        // Day 1 is 7 October 2024: 30 days later is November, whose last day is day 55.
        #expect(Story.day(1) == Day("2024-10-07") && Story.day(55) == Day("2024-11-30"))
        try Story.play(
            """
            | day   | told           | then                 |
            | 1     | owes 500 on 1  |                      |
            | 2     |                | opened               |
            | 11    |                | sms@10               |
            | 55    |                | sms@eom30            |
            | 56-59 |                |                      |
            | 65    |                | letter@+10           |
            """, Ladders.strategy("sms@10 sms@eom30 letter@+10", catchUp: .each))
        try Story.play(
            """
            | day   | told           | then                 |
            | 1     | owes 500 on 1  |                      |
            | 2     |                | opened               |
            | 11    |                | sms@10               |
            | 50-59 |                |                      |
            | 60    |                | sms@eom30            |
            | 70    |                | letter@+10           |
            """, Ladders.strategy("sms@10 sms@eom30 letter@+10", catchUp: .each))
    }

    @Test func aPaymentThatBouncesOpensANewEpisode() throws {
        try Story.play(
            """
            | day | told           | then                        |
            | 1   | owes 500 on 1  | sms@0                       |
            | 2   |                | opened, sms@1               |
            | 3   | pays 500       | closed settled              |
            | 6   | bounces        | opened, call@3              |
            | 8   |                | letter@7                    |
            """, usual)
    }

    @Test func partOfTheArrearsPaidGoesOnWithoutRepeating() throws {
        // The oldest due is paid on day 15, so the count falls from 14 to 4: nothing is said again until day 20 past
        // due.
        try Story.play(
            """
            | day | told                          | then                  |
            | 1   | owes 500 on 1; owes 500 on 11 | sms@0                 |
            | 2   |                               | opened, sms@1         |
            | 4   |                               | call@3                |
            | 8   |                               | letter@7              |
            | 11  |                               | call@10               |
            | 15  | pays 500                      | next 31               |
            | 31  |                               | review@20             |
            """, usual)
    }

    @Test func oneCaseForAllAccounts() throws {
        let desk = try Story.play(
            """
            | day | told                               | then             |
            | 1   | owes 500 on 2 at 1; owes 90 on 4 at 2 | sms@-1        |
            | 2   |                                    | sms@0            |
            | 3   |                                    | opened, sms@1    |
            | 5   |                                    | call@3           |
            | 6   | pays 500                           |                  |
            | 11  |                                    | letter@7         |
            """, usual)
        #expect(desk.episodes.count == 1)
    }

    @Test func whereTheDeskHasNothingLeftTheCaseSaysWhy() throws {
        for reason in ["written-off", "placed"] {
            try Story.play(
                """
                | day | told              | then              |
                | 1   | owes 500 on 1     | sms@0             |
                | 2   |                   | opened, sms@1     |
                | 3   | departs \(reason) | closed \(reason)  |
                """, usual)
        }
        try Story.play(
            """
            | day | told                                  | then          |
            | 1   | owes 500 on 1; owes 90 on 60 at 2     | sms@0         |
            | 2   |                                       | opened, sms@1 |
            | 3   | pays 500                              | closed cured  |
            | 4   | departs written-off                   |               |
            """, usual)
    }
}
