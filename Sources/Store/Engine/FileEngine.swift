/// An engine that keeps a whole database in one file, which can be copied while others write.
package protocol FileEngine: Engine {
    var path: String { get }
    /// Copies the database as it is at one moment into the empty file at `path`, and gives what `body` reads of that
    /// moment.
    func copy<Result>(
        to path: String, progress: @escaping (_ done: Int, _ total: Int) -> Void,
        _ body: (any Reading) throws -> Result
    ) throws -> Result
    /// What the engine finds wrong with its own storage; nothing when it is whole.
    func damage() throws -> [String]
}

/// What can be done with the files of databases that nobody has open.
package struct DatabaseFiles: Sendable {
    /// Endings of the files that stand beside a database while it is open, and after a crash.
    package let companions: [String]
    package let open: @Sendable (_ path: String) throws -> any FileEngine
    /// Runs `body` while nobody else has the database at a path open, after it was made one file without companions. Of
    /// a damaged one nobody can say who has it open. Error: `database-locked`.
    package let retire: @Sendable (_ path: String, _ body: () throws -> Void) throws -> Void
    package let lock: @Sendable (_ path: String) throws -> any HeldLock

    package init(
        companions: [String], open: @escaping @Sendable (String) throws -> any FileEngine,
        retire: @escaping @Sendable (String, () throws -> Void) throws -> Void,
        lock: @escaping @Sendable (String) throws -> any HeldLock
    ) {
        self.companions = companions
        self.open = open
        self.retire = retire
        self.lock = lock
    }
}
