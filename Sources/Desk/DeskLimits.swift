/// Limits of the use cases, all of them.
package enum DeskLimits {
    /// Rows that one transaction of an import takes in; a debtor is never split.
    package static let importChunkRows = 40_000
    package static let importChunkRowsMin = 1_000
    /// Chunks that wait for the writer, of an import or a run.
    package static let importChunksAhead = 2
    /// Threads that decide while one writes.
    package static let deciders = 2
    /// Rounds in which the money of an account is brought to what a snapshot states.
    package static let snapshotRoundsMax = 64
    /// Sort entries kept in memory before they go to disk.
    package static let sortEntriesMax = 4_000_000
    /// Files of so many bytes are surveyed in two halves at a time, where their rows do not depend on one another.
    package static let surveyHalvesBytesMin = 1 << 16
    /// A file with more rows than one for so many of the book's loads all references of the book; a smaller one asks
    /// for those that it names, so many at a time.
    package static let bookPerFileRow = 4
    package static let lookUpNames = 10_000
    /// After so many rows or accounts touched the engine is told to settle.
    package static let settleRowsMin = 150_000
    /// Rejected rows shown in the result of an import; all are kept in the database.
    package static let rejectsShown = 100
    /// Warnings in the result of an import.
    package static let warningsShown = 100
    /// Rows whose values are looked at to guess columns.
    package static let guessRows = 200
    /// Rows from the top among which the header is searched.
    package static let headerRowsMax = 12
    /// The longest reference, in bytes.
    package static let referenceBytesMax = 200
    /// The longest name, address or note, in bytes; longer ones are cut and counted as warnings.
    package static let textBytesMax = 4000
    /// A promise for a later day than this many days ahead is doubted.
    package static let promiseDaysUsual = 366
    /// Debtors that are looked at in one portion of a walk.
    package static let runChunkDebtors = 20_000
    /// Debtors in one transaction of a run: a person who logs a call on one of them waits for it. Fewer where nobody
    /// can write meanwhile, and everybody waits; there a transaction costs little.
    package static let runShareDebtors = 5_000
    package static let runShareDebtorsAlone = 1_000
    package static let runShareDebtorsMin = 500

    /// The same for an engine.
    package static func runShareDebtors(writersAtOnce: Int) -> Int {
        writersAtOnce > 1 ? runShareDebtors : runShareDebtorsAlone
    }

    /// A run stops when more than this share of the accounts touched had to be parked, once there are this many.
    package static let parkedPercentMax = 2
    package static let parkedFloor = 50
    /// How long a share stays with a node that says nothing, in seconds; a portion takes a few.
    package static let leaseSeconds = 60
    /// A node that was not seen for so long counts as gone, in seconds; the longest that one waits is half of it.
    package static let silenceSeconds = 90
    /// One who waits inside a transaction for the turn of another says something after so many seconds; the server
    /// takes who says nothing for half a minute for dead.
    package static let signOfLifeSeconds = 10
    /// How often something with a key is tried while the database is away; the pauses between come to 20 to 30 seconds.
    package static let keyedTries = 8
    /// Nodes that were not seen for so long are not listed any more, in seconds.
    package static let forgottenSeconds = 86_400
    /// Rows and bytes of text in one transaction of a move, and portions that wait for the writer.
    package static let movePortionRows = 50_000
    package static let movePortionBytes = 16 << 20
    package static let movePortionsAhead = 2
    /// Debtors whom one transaction brings into the index of the search: those who are new, and those who changed. A
    /// person who records something waits for no longer than one of these takes.
    package static let searchNewDebtors = 2_000
    package static let searchStaleDebtors = 250
    /// Found rows that are looked at in a portion, and at most; rows of the index among which several words are sought.
    package static let searchPortion = 200
    package static let searchLookedAt = 2_000
    package static let searchReach = 60_000
    /// The longest text that is searched for, in characters.
    package static let searchTextMax = 200
    /// How long a debtor stays with somebody who says nothing, in seconds: a long call is longer than a page is quiet.
    package static let debtorLockSeconds = 300
    package static let lockForgottenSeconds = 3_600
    /// Changes that are told at once.
    package static let changesTold = 1_000
    /// For how long an answer that everybody asks for is given again, in seconds; an answer of a book in which nothing
    /// happened since is as good as a new one.
    package static let sharedAnswerSeconds = 5
    /// For how long a collector's page of today is given again, in seconds.
    package static let workPageSeconds = 2
    /// What a page of a debtor's story tells at once.
    package static let timelineEvents = 40
    /// Days before the one that closes for which money and promises are summed up again, for what came late.
    package static let closingDaysBack = 7
    /// Days to come of which a close says what falls due.
    package static let closingDaysAhead = 14
    /// What is usual between two clocks, and what `doctor` warns of: a backup that is older than so many days, and a
    /// calendar that ends before so many.
    static let clockSecondsUsual: Int64 = 5
    static let backupDaysUsual = 2
    static let holidayDaysAhead = 60
    /// Names, passwords and what browsers send, in bytes or letters.
    package static let loginBytesMax = 64
    package static let passwordLengthMin = 12
    package static let passwordBytesMax = 256
    static let tokenBytesMax = 128
    static let addressBytesMax = 64
    static let agentLettersMax = 200
    /// Passwords hashed at a time, each with the memory of `PasswordCost`, and those that wait; more are told to come
    /// again.
    static let passwordsHashedAtATime = 2
    static let passwordsWaitingMax = 2
    /// Failures to sign in without a pause, and the pauses after them, which double.
    static let failuresFree = 5
    static let pauseSecondsMin: Int64 = 5
    static let pauseSecondsMax: Int64 = 900
    /// Failures of one login from anywhere, or of one address for any login, before places from where nobody has come
    /// in are slowed, and the pause there.
    static let strangeFailuresFree = 50
    static let strangePauseSeconds: Int64 = 60
    /// Failures count until there was none for so long, and places from where somebody came in are known for so long.
    static let failuresForgottenSeconds: Int64 = 3600
    static let placeRememberedSeconds: Int64 = 90 * 86_400
    /// A session ends after a long working day, and when nothing was asked for so long: longer than a long telephone
    /// call with its notes, shorter than a lunch break at an open desk.
    package static let sessionSeconds: Int64 = 12 * 3600
    package static let sessionRestSeconds: Int64 = 1800
    /// When a session or a key was used last is noted no more often than this, in seconds.
    static let seenNotedSeconds: Int64 = 60
    /// How long the token of the first setting up holds, in seconds.
    package static let setupSeconds: Int64 = 3600
}
