import Store

extension Desk {
    /// Makes the schema, or brings it to this version; gives the names of the migrations applied.
    package func initialise() throws -> [String] {
        let lock = try engine.acquire(.book)
        defer { lock.release() }
        return try Migrator.migrate(engine, now: now)
    }
}
