/// Sizes and times of the engine.
enum PostgresLimits {
    /// Connections that one program opens at most.
    static let connections = 12
    /// Of them, those that load at the same time: each keeps one core of the server busy.
    static let writers = 2
    /// How long a thread waits for one of them.
    static let poolSeconds = 30
    /// How long a transaction waits for others that write.
    static let lockMilliseconds = 10_000
    /// How long a task waits for the lock of the book.
    static let bookLockMilliseconds = 500
    /// How long a connection may lie inside a transaction without a word of ours: then the program hangs or is gone,
    /// and its locks go to others.
    static let idleInTransactionMilliseconds = 600_000
    /// The same for a transaction that writes, and so keeps others waiting: nobody thinks for long inside one.
    static let idleWhileWritingMilliseconds = 30_000
    /// How long the network may keep silent about what was sent, where the address does not say.
    static let silenceMilliseconds = 30_000
    /// After so long without a word each side asks whether the other is still there, so often, and so many times.
    static let keepaliveIdleSeconds = 10
    static let keepaliveIntervalSeconds = 5
    static let keepaliveCount = 3
    /// How long one server may take to answer a knock, where the address does not say.
    static let connectSeconds = 10
    /// The same for a standby: without it the server itself answers.
    static let standbyConnectSeconds = 2
    /// For how long nobody tries again to reach a standby that could not be reached.
    static let standbyRestSeconds = 5
    /// Statements that a connection keeps prepared.
    static let preparedStatements = 400
    /// Lists of so many ids are worth a plan of their own. Pages ask with shorter ones, again and again.
    static let listPlannedAnew = 500
    /// Bytes that are handed to libpq at a time while rows are loaded.
    static let loadBytes = 256 << 10
    /// Batches with fewer rows are not copied where a key may be there already: what that needs costs more.
    static let copyRowsMin = 200
    /// A table is analysed when it has grown by this share since the last time, in percent. Less needs nobody's help:
    /// the planner multiplies what it knows by the pages that it finds, and the server renews statistics by itself.
    static let grownPercent = 50
    /// The oldest server: PostgreSQL 15.
    static let serverVersion = 150_000
}
