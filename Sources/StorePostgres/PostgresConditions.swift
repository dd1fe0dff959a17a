import Receivables
import Store

extension PostgresEngine {
    /// The server, as far as the user of the address may see it.
    package func conditions() throws -> [Finding] {
        let found = try read { db in
            try server(db) + [commit(db), connections(db), privacy(db)] + archive(db) + standbys(db) + transactions(db)
        }
        return found + reading()
    }

    private func server(_ db: any Reading) throws -> [Finding] {
        let found = try db.first("SELECT current_setting('server_version'), pg_is_in_recovery()::int::bigint", []) {
            ($0.text(0), $0.flag(1))
        }
        guard let (version, isStandby) = found else { return [] }
        let told = Finding(.serverVersion, [Fact("version", version)])
        return isStandby ? [told, Finding(.serverStandby)] : [told]
    }

    private func setting(_ name: String, _ db: any Reading) throws -> String {
        try db.first("SELECT current_setting(?1)", [.text(name)]) { $0.text(0) } ?? ""
    }

    private func commit(_ db: any Reading) throws -> Finding {
        for name in ["fsync", "full_page_writes"] where try setting(name, db) == "off" {
            return Finding(.commitUnsafe, [Fact("setting", name)])
        }
        return Finding(try setting("synchronous_commit", db) == "off" ? .commitAsynchronous : .commitSafe)
    }

    private func connections(_ db: any Reading) throws -> Finding {
        let used = try db.integer("SELECT count(*)::bigint FROM pg_stat_activity WHERE backend_type = 'client backend'")
        let all = try db.integer(
            """
            SELECT (current_setting('max_connections')::int
                - current_setting('superuser_reserved_connections')::int)::bigint
            """)
        let isFew = all - used < PostgresLimits.connectionsFree
        return Finding(isFew ? .connectionsFew : .connectionsEnough, [Fact("used", used), Fact("max", all)])
    }

    private func privacy(_ db: any Reading) throws -> Finding {
        let isPrivate = try db.integer(
            """
            SELECT (coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)
                OR coalesce(inet_client_addr() <<= '127.0.0.0/8' OR inet_client_addr() = '::1', true))::int::bigint
            """)
        return Finding(isPrivate == 1 ? .connectionPrivate : .connectionOpen)
    }

    private func archive(_ db: any Reading) throws -> [Finding] {
        let receivers = try db.integer(
            "SELECT count(*)::bigint FROM pg_stat_replication WHERE application_name LIKE '%receivewal%'")
        guard try setting("archive_mode", db) != "off" else {
            return [Finding(receivers > 0 ? .archiveOn : .archiveOff)]
        }
        let failed = try db.first(
            """
            SELECT last_failed_wal FROM pg_stat_archiver
            WHERE last_failed_time > coalesce(last_archived_time, '-infinity')
            """, []
        ) { $0.text(0) }
        return [failed.map { Finding(.archiveFailing, [Fact("file", $0)]) } ?? Finding(.archiveOn)]
    }

    private func standbys(_ db: any Reading) throws -> [Finding] {
        guard try db.integer("SELECT pg_is_in_recovery()::int::bigint") == 0 else { return [] }
        let found = try db.all(
            """
            SELECT application_name::text, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint
            FROM pg_stat_replication WHERE replay_lsn IS NOT NULL ORDER BY 1
            """, []
        ) { (name: $0.text(0), behind: $0.integer(1)) }
        let far = found.filter { $0.behind > PostgresLimits.standbyBytes }
        if far.isEmpty, !found.isEmpty { return [Finding(.standbyNear, [Fact("count", found.count)])] }
        return far.map { Finding(.standbyFar, [Fact("name", $0.name), Fact("megabytes", $0.behind >> 20)]) }
    }

    /// What the address for questions leads to.
    private func reading() -> [Finding] {
        guard let standbys, let mark = try? mark(askedAt: 0) else { return [] }
        let place = Fact("place", standbys.address.shown)
        do {
            guard let standing = try standbys.standing(), standing.identity == mark.identity else {
                return [Finding(.readingOther, [place])]
            }
            guard standing.isStandby else { return [Finding(.readingServer, [place])] }
            let megabytes = (mark.place.bytes - min(mark.place.bytes, standing.place.bytes)) >> 20
            guard megabytes >= PostgresLimits.readingMegabytes else { return [Finding(.readingNear, [place])] }
            return [Finding(.readingFar, [place, Fact("megabytes", megabytes)])]
        } catch {
            let detail = (error as? PostgresFailure)?.message ?? ""
            return [Finding(.readingAway, [place, Fact("detail", detail)])]
        }
    }

    private func transactions(_ db: any Reading) throws -> [Finding] {
        let minutes = try db.integer(
            """
            SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::bigint / 60
            FROM pg_stat_activity WHERE backend_type = 'client backend'
            """)
        guard minutes >= PostgresLimits.transactionMinutes else { return [] }
        return [Finding(.transactionOld, [Fact("minutes", minutes)])]
    }
}

extension PostgresLimits {
    /// What `doctor` calls few free connections, a standby that is far behind, and an old transaction.
    fileprivate static let connectionsFree: Int64 = 10
    fileprivate static let standbyBytes: Int64 = 256 << 20
    fileprivate static let transactionMinutes: Int64 = 60
    /// What it calls a standby that is far behind for questions: HAProxy of the templates passes over it then.
    fileprivate static let readingMegabytes: UInt64 = 16
}
