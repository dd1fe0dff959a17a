import Casework
import Receivables
import Support
import Testing

/// What keeps the desk quiet: promises and holds.
@Suite struct QuietStories {
    private let usual = Ladders.strategy("sms@1 call@3 letter@7 call@10 review@20", promises: Ladders.promiseSteps)

    @Test func aKeptPromise() throws {
        try Story.play(
            """
            | day | told                           | then                            |
            | 1   | owes 500 on 1                  |                                 |
            | 2   |                                | opened, sms@1                   |
            | 4   |                                | call@3, waits 4                 |
            | 5   | promises 500 by 12             | waits 13, next 11               |
            | 11  |                                | promise-reminder, next 13       |
            | 12  | pays 500                       | closed settled                  |
            | 13  |                                | kept                            |
            """, usual)
    }

    @Test func aBrokenPromiseIsAnsweredAndTheLadderGoesOn() throws {
        try Story.play(
            """
            | day | told                           | then                                        |
            | 1   | owes 500 on 1                  |                                             |
            | 2   |                                | opened, sms@1                               |
            | 4   | promises 500 by 9              | waits never                                 |
            | 8   |                                | promise-reminder                            |
            | 10  |                                | broken, promise-broken, letter@7, waits 10  |
            | 11  |                                | call@10                                     |
            """, usual)
    }

    @Test func aPromiseKeptInPart() throws {
        try Story.play(
            """
            | day | told                                      | then                                        |
            | 1   | owes 500 on 1                             |                                             |
            | 2   |                                           | opened, sms@1                               |
            | 4   | promises 500 by 9; pays 200               |                                             |
            | 8   |                                           | promise-reminder                            |
            | 10  | pays 300                                  | partly-kept, closed settled                 |
            """, usual)
        // Money with the value day of the promise, told of later, keeps it after all.
        try Story.play(
            """
            | day | told                     | then                                        |
            | 1   | owes 900 on 1            |                                             |
            | 2   |                          | opened, sms@1                               |
            | 4   | promises 500 by 9        |                                             |
            | 8   |                          | promise-reminder                            |
            | 10  |                          | broken, promise-broken, letter@7            |
            | 11  | pays 500 on 9            | kept, call@10                               |
            | 12  | bounces                  | broken                                      |
            """, usual)
    }

    @Test func graceDaysPutTheDecisionOff() throws {
        try Story.play(
            """
            | day | told                     | then                                        |
            | 1   | owes 500 on 1            |                                             |
            | 2   |                          | opened, sms@1                               |
            | 4   | promises 300 by 9        |                                             |
            | 8   |                          | promise-reminder                            |
            | 11  | pays 300                 |                                             |
            | 12  |                          | kept, call@10                               |
            """, usual, setUp: { $0.policy.graceDays = 2 })
    }

    @Test func noReminderOfAPromiseJustMade() throws {
        try Story.play(
            """
            | day | told                     | then                                        |
            | 1   | owes 500 on 1            |                                             |
            | 2   |                          | opened, sms@1                               |
            | 3   | promises 300 by 4        | next 5                                      |
            | 5   |                          | broken, promise-broken, call@3              |
            """, usual)
    }

    @Test func afterAnOutageTheReminderStillHelpsOnTheDayAndNotAfterIt() throws {
        let before = """
            | day | told                     | then                                        |
            | 1   | owes 500 on 1            |                                             |
            | 2   |                          | opened, sms@1                               |
            | 3   | promises 300 by 9        |                                             |
            """
        try Story.play(before + "\n| 4-8 | | |\n| 9 | | promise-reminder |", usual)
        try Story.play(before + "\n| 4-9 | | |\n| 10 | | broken, promise-broken, letter@7 |", usual)
    }

    @Test("the first broken promise of several is answered, though the next one runs")
    func brokenPromiseOfAPlan() throws {
        try Story.play(
            """
            | day | told                                     | then                                       |
            | 1   | owes 500 on 1                            |                                            |
            | 2   |                                          | opened, sms@1                              |
            | 3   | promises 100 by 5; promises 100 by 15    |                                            |
            | 4   |                                          | promise-reminder                           |
            | 6   |                                          | broken, promise-broken, waits 6            |
            | 8   | promises 100 by 9                        | waits 10                                   |
            | 10  |                                          | broken, promise-broken, waits 10           |
            | 14  |                                          | promise-reminder, waits 10                 |
            | 16  |                                          | broken, promise-broken, call@10            |
            """, usual, setUp: { $0.policy.graceDays = 0 })
    }

    @Test func aHoldQuietsEverythingUntilItsEnd() throws {
        try Story.play(
            """
            | day | told                     | then                       |
            | 1   | owes 500 on 1            |                            |
            | 2   |                          | opened, sms@1              |
            | 4   |                          | call@3, waits 4            |
            | 5   | hold 5 to 14             | waits 15, next 15          |
            | 15  |                          | call@10, waits 15          |
            """, usual)
    }

    @Test("what waited for a collector comes back when a hold is ended early, and when one without an end is ended")
    func holdsEndedByHand() throws {
        for end in ["14", "ever"] {
            try Story.play(
                """
                | day | told                     | then                                   |
                | 1   | owes 500 on 1            |                                        |
                | 2   |                          | opened, sms@1                          |
                | 4   |                          | call@3, waits 4                        |
                | 5   | hold 5 to \(end)         | waits \(end == "ever" ? "ever" : "15") |
                | 7   | holds end                | waits 4, next 8                        |
                | 8   |                          | letter@7                               |
                """, usual)
        }
    }

    @Test("a promise found broken during a hold is answered when the hold is over")
    func brokenDuringAHold() throws {
        try Story.play(
            """
            | day | told                     | then                                     |
            | 1   | owes 500 on 1            |                                          |
            | 2   |                          | opened, sms@1                            |
            | 3   | promises 300 by 5        |                                          |
            | 4   | hold 4 to 8              |                                          |
            | 6   |                          | broken                                   |
            | 9   |                          | promise-broken, letter@7                 |
            """, usual)
    }

    @Test("a new version of the strategy says nothing twice")
    func newVersion() throws {
        let old = Ladders.strategy("sms@-3 sms@1 call@3 letter@7", id: 1, promises: Ladders.promiseSteps)
        let new = Ladders.strategy("sms@-3 sms@1 call@3 letter@9", id: 2, version: 2, promises: Ladders.promiseSteps)
        try Story.play(
            """
            | day | told                                | then                             |
            | 1   | owes 500 on 4                       | sms@-3                           |
            | 2   | strategy 2                          |                                  |
            | 5   |                                     | opened, sms@1                    |
            """, old, new)
        try Story.play(
            """
            | day | told                                | then                             |
            | 1   | owes 500 on 1                       | sms@-3                           |
            | 2   |                                     | opened, sms@1                    |
            | 4   | promises 300 by 9                   |                                  |
            | 8   |                                     | promise-reminder                 |
            | 9   | strategy 2                          |                                  |
            | 10  |                                     | broken, promise-broken, letter@9 |
            """, old, new)
        // Renamed and moved before the last one that was said: nothing; moved behind it: said on its day.
        let renamed = Ladders.strategy("sms@-4 sms@-2 sms@2", id: 3, version: 2)
        try Story.play(
            """
            | day | told                                | then                             |
            | 1   | owes 500 on 4                       | sms@-3                           |
            | 2   | strategy 2                          | sms@-2                           |
            | 5   |                                     | opened                           |
            | 6   |                                     | sms@2                            |
            """, old, renamed)
    }

    @Test func aHoldThatStopsTheCountCuresNothing() throws {
        let desk = try Story.play(
            """
            | day | told                     | then             |
            | 1   | owes 500 on 1            |                  |
            | 2   |                          | opened, sms@1    |
            """, usual)
        var held = desk
        held.holds = [
            Hold(
                id: 1, reason: .disaster, scope: .debtor, effects: Hold.Effects(stopsContact: true, stopsCount: true),
                from: Story.day(1), to: Story.day(9))
        ]
        let outcome = try held.decide(on: Story.day(3))
        #expect(!outcome.isClosed && outcome.record?.isOpen == true)
        #expect(outcome.nextDay == Story.day(10))
    }
}
