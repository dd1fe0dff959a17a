import FoundationEssentials
import Receivables
import Store

/// What the desk does, one file per thing, on any engine. Every change goes through here: with an actor, a journal
/// entry and one transaction.
package struct Desk: Sendable {
    package let engine: any Engine
    /// Who acts, as the journal calls them.
    package let actorName: String
    /// What they may do and see.
    package let access: Access
    let random: RandomSource
    let passwordCost: PasswordCost
    /// The only clock.
    private let clock: @Sendable () -> Instant
    /// What this process has worked out once and may give again.
    let memory: DeskMemory

    package init(
        engine: any Engine, actorName: String, random: RandomSource = .none, passwordCost: PasswordCost = .standard,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.init(engine, actorName, .installation, random, passwordCost, DeskMemory(), clock)
    }

    private init(
        _ engine: any Engine, _ actorName: String, _ access: Access, _ random: RandomSource,
        _ passwordCost: PasswordCost, _ memory: DeskMemory, _ clock: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        self.actorName = actorName
        self.access = access
        self.random = random
        self.passwordCost = passwordCost
        self.memory = memory
        self.clock = clock
    }

    /// The same desk for somebody who may do and see what their access says, and no more.
    package func acting(as access: Access) -> Desk {
        Desk(engine, access.name, access, random, passwordCost, memory, clock)
    }

    /// The same desk for one question that bears to be so many seconds old: where there is a standby, it may answer.
    package func allowingStale(seconds: Int) -> Desk {
        Desk(engine.allowingStale(seconds: seconds), actorName, access, random, passwordCost, memory, clock)
    }

    /// The actor at this moment.
    var actor: Actor { Actor(name: actorName, now: clock()) }

    package var now: Instant { clock() }

    /// Seconds east of UTC of the installation at a moment.
    package func offsetSeconds(at instant: Instant, _ db: any Reading) throws -> Int {
        let name = try db.setting(.timeZone)
        return try Desk.offsetSeconds(ofZone: name, at: instant)
    }

    /// Seconds east of UTC of a zone at a moment. Error: `setting-invalid`.
    package static func offsetSeconds(ofZone name: String, at instant: Instant) throws(Problem) -> Int {
        guard let zone = TimeZone(identifier: name) else {
            throw Problem(.settingInvalid, [
                Fact("setting", "time-zone"), Fact("value", name), Fact("allowed", Phrase(.timeZoneName)),
            ])
        }
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microseconds / 1_000_000)))
    }

    /// Today where the installation is.
    package func today() throws -> Day {
        let now = now
        return try engine.read { db in now.day(offsetSeconds: try offsetSeconds(at: now, db)) }
    }

    /// Refuses a database whose schema is not this program's.
    package func verifySchema() throws { try engine.read { try Migrator.verify($0) } }
}
