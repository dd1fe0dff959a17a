import CLibPQ
import Receivables
import Store

/// One connection to the server and the statements that it keeps prepared. Only one thread at a time uses it: the pool
/// hands it out to one and takes it back.
final class PostgresSession: @unchecked Sendable {
    /// A statement as the server understood it.
    struct Prepared {
        let name: String
        let parameters: [UInt32]
        /// Nil where nobody has asked yet.
        let columns: [UInt32]?
    }

    let address: PostgresAddress
    /// It has done work before: it may have been lost since.
    var isUsed = false
    /// Into these a copy brought keys that were there already.
    var tablesWithKnownKeys: Set<String> = []
    private let connection: OpaquePointer
    private var prepared: [String: Prepared] = [:]
    private var preparedCount = 0
    private var isStuck = false
    private let warnings = UnsafeMutablePointer<Int>.allocate(capacity: 1)

    /// Connects and sets what every session of ours wants. Error: a failure of the server or the way to it.
    init(_ address: PostgresAddress) throws {
        self.address = address
        let made = address.connect()
        guard let made, PQstatus(made) == CONNECTION_OK else {
            let message = PostgresFailure.message(of: made)
            PQfinish(made)
            warnings.deallocate()
            throw PostgresFailure(state: message.contains(":  ") ? address.diagnose() : "", message: message)
        }
        connection = made
        // Remarks of the server are not ours to print; warnings are counted.
        warnings.initialize(to: 0)
        PQsetNoticeReceiver(
            made,
            { counter, remark in
                let severity = PQresultErrorField(remark, Int32(UInt8(ascii: "V"))).map { String(cString: $0) }
                if severity == "WARNING" { counter?.assumingMemoryBound(to: Int.self).pointee += 1 }
            }, warnings)
        // Where this throws, the session is whole already, and its end closes the connection.
        try run(
            """
            SET standard_conforming_strings = on; SET jit = off; SET TimeZone = 'UTC'; SET DateStyle = 'ISO';
            SET lock_timeout = \(PostgresLimits.lockMilliseconds);
            SET idle_in_transaction_session_timeout = \(PostgresLimits.idleInTransactionMilliseconds);
            \(PostgresSession.noticeVanishedClient)
            """)
    }

    /// The locks of a machine that vanished stay until the server asks whether it is there, which systems do after two
    /// hours where nobody says more. A server that is set to ask sooner keeps doing so.
    private static let noticeVanishedClient = """
        SELECT set_config(name, value::text, false) FROM (VALUES
            ('tcp_keepalives_idle', \(PostgresLimits.keepaliveIdleSeconds)),
            ('tcp_keepalives_interval', \(PostgresLimits.keepaliveIntervalSeconds)),
            ('tcp_keepalives_count', \(PostgresLimits.keepaliveCount))) AS wanted (name, value)
        WHERE current_setting(name)::integer NOT BETWEEN 1 AND value
        """

    deinit {
        PQfinish(connection)
        warnings.deallocate()
    }

    /// Ends the transaction so that it stays. A warning means that it stays here only: a standby that should have
    /// confirmed it did not, because somebody cancelled the wait. That is not what was asked for.
    func commit() throws {
        let before = warnings.pointee
        guard try run("COMMIT").tag == "COMMIT" else {
            throw PostgresFailure(state: "25P02", message: "a failed statement was passed over")
        }
        guard warnings.pointee == before else {
            throw PostgresFailure(state: "", message: "no standby confirmed the transaction")
        }
    }

    var isAlive: Bool { PQstatus(connection) == CONNECTION_OK && !isStuck }
    /// Inside a transaction, or after one that failed and was not ended.
    var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }
    var serverVersion: Int { Int(PQserverVersion(connection)) }
    /// Of the database, which need not be that of the connection.
    var encoding: String { PQparameterStatus(connection, "server_encoding").map { String(cString: $0) } ?? "?" }

    /// Runs statements without parameters in one message. Gives the first cell of the last one, as text, and its tag.
    @discardableResult
    func run(_ sql: String) throws -> (first: String?, tag: String) {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        try check(result)
        let hasCell = PQntuples(result) > 0 && PQnfields(result) > 0 && PQgetisnull(result, 0, 0) == 0
        return (
            hasCell ? PQgetvalue(result, 0, 0).map { String(cString: $0) } : nil,
            PQcmdStatus(result).map { String(cString: $0) } ?? ""
        )
    }

    /// Runs statements without parameters in one message. Gives the first cell of each that gives rows, as text.
    func cells(_ sql: String) throws -> [String] {
        guard PQsendQuery(connection, sql) == 1 else { throw failure() }
        var cells: [String] = []
        try finishCommand { result in
            guard PQntuples(result) > 0, PQnfields(result) > 0 else { return }
            cells.append(PQgetvalue(result, 0, 0).map { String(cString: $0) } ?? "")
        }
        return cells
    }

    /// A statement of this engine's own words, made ready once, with its columns. `types`: what its parameters are, 0
    /// where only the statement tells.
    func prepare(_ sql: String, _ types: [UInt32]) throws -> Prepared {
        let known = prepared[sql]
        if let known, known.columns != nil { return known }
        let name = try known?.name ?? newName()
        let statement = try together({
            (known != nil || PQsendPrepare(connection, name, sql, Int32(types.count), types) == 1)
                && PQsendDescribePrepared(connection, name) == 1
        }) { result in
            Prepared(
                name: name, parameters: (0..<PQnparams(result)).map { PQparamtype(result, $0) },
                columns: PostgresSession.columns(result))
        }
        prepared[sql] = statement
        return statement
    }

    /// Runs a statement of this engine's own words and hands out the result, in binary form. What it takes is bound to
    /// the types of its parameters; of these `types` are the first, and `arrays` more come behind them. Where all types
    /// are known, a statement that is new to the connection is made ready and run in one message.
    func execute<Value>(
        _ sql: String, _ types: [UInt32], arrays: Int = 0, _ bind: ([UInt32]) -> BoundParameters,
        _ body: (OpaquePointer) throws -> Value
    ) throws -> Value {
        if let known = prepared[sql] { return try run(known, bind(known.parameters), body) }
        guard !types.contains(0) else {
            let statement = try prepare(sql, types)
            return try run(statement, bind(statement.parameters), body)
        }
        let name = try newName()
        let all = types + Array(repeating: 0, count: arrays)
        let parameters = bind(all)
        return try together({
            PQsendPrepare(connection, name, sql, Int32(types.count), types) == 1
                && parameters.withPointers { values, lengths, formats in
                    PQsendQueryPrepared(connection, name, parameters.count, values, lengths, formats, 1)
                } == 1
        }, first: { prepared[sql] = Prepared(name: name, parameters: all, columns: nil) }, body)
    }

    /// Runs a statement once, planned for the very values that it takes, all of whose types are known.
    func executeAnew<Value>(
        _ sql: String, _ types: [UInt32], _ parameters: BoundParameters, _ body: (OpaquePointer) throws -> Value
    ) throws -> Value {
        let result = parameters.withPointers { values, lengths, formats in
            PQexecParams(connection, sql, parameters.count, types, values, lengths, formats, 1)
        }
        return try use(result, body)
    }

    private func run<Value>(
        _ statement: Prepared, _ parameters: BoundParameters, _ body: (OpaquePointer) throws -> Value
    ) throws -> Value {
        let result = parameters.withPointers { values, lengths, formats in
            PQexecPrepared(connection, statement.name, parameters.count, values, lengths, formats, 1)
        }
        return try use(result, body)
    }

    private func use<Value>(_ result: OpaquePointer?, _ body: (OpaquePointer) throws -> Value) throws -> Value {
        defer { PQclear(result) }
        try check(result)
        guard let result else { throw failure() }
        return try body(result)
    }

    /// A name for a statement. Where too many are ready, all are forgotten.
    private func newName() throws -> String {
        if prepared.count >= PostgresLimits.preparedStatements {
            try run("DEALLOCATE ALL")
            prepared.removeAll()
        }
        preparedCount += 1
        return "lunas_\(preparedCount)"
    }

    private static func columns(_ result: OpaquePointer) -> [UInt32] {
        (0..<PQnfields(result)).map { PQftype(result, $0) }
    }

    /// Sends some commands in one message and hands out what comes of the last, when the connection is free again. What
    /// comes behind a failure is not done. `first` is told of the success of the first.
    private func together<Value>(
        _ send: () -> Bool, first: () -> Void = {}, _ body: (OpaquePointer) throws -> Value
    ) throws -> Value {
        guard PQenterPipelineMode(connection) == 1 else { throw failure() }
        let last = send() && PQpipelineSync(connection) == 1 ? outcome(first) : .failure(failure())
        // A connection on which something is still to come cannot be used for anything else.
        isStuck = PQexitPipelineMode(connection) != 1
        let result = try last.get()
        defer { PQclear(result) }
        return try body(result)
    }

    /// The result of the last command of a message, or its first failure.
    private func outcome(_ first: () -> Void) -> Result<OpaquePointer, any Error> {
        var last: OpaquePointer?
        var problem: (any Error)?
        var isBetween = false
        while true {
            guard let result = PQgetResult(connection) else {
                // One command is over; twice in a row says that nothing comes any more.
                guard !isBetween, isAlive else { break }
                isBetween = true
                continue
            }
            isBetween = false
            let status = PQresultStatus(result)
            do { if problem == nil, status != PGRES_PIPELINE_SYNC { try check(result) } } catch { problem = error }
            guard problem == nil, status != PGRES_PIPELINE_SYNC else {
                PQclear(result)
                if status == PGRES_PIPELINE_SYNC { break }
                continue
            }
            if last == nil { first() }
            PQclear(last)
            last = result
        }
        guard problem == nil, isAlive, let last else {
            PQclear(last)
            return .failure(problem ?? failure())
        }
        return .success(last)
    }

    /// Starts a copy and hands out its pieces until there are no more.
    func copyOut(_ sql: String, _ each: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        let started = PQexec(connection, sql)
        let status = PQresultStatus(started)
        defer { PQclear(started) }
        guard status == PGRES_COPY_OUT else { throw PostgresFailure(started, on: connection) }
        var problem: (any Error)?
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(connection, &buffer, 0)
            guard length > 0, let buffer else { break }
            defer { PQfreemem(buffer) }
            // After a failure of the caller the rest is still read: only then the connection is free again.
            guard problem == nil else { continue }
            do {
                let bytes = UnsafeRawPointer(buffer).assumingMemoryBound(to: UInt8.self)
                try each(UnsafeBufferPointer(start: bytes, count: Int(length)))
            } catch { problem = error }
        }
        try finishCommand()
        if let problem { throw problem }
    }

    /// Starts a copy and sends what `fill` gives until it gives nothing any more.
    func copyIn(_ sql: String, _ next: () -> [UInt8]?) throws {
        let started = PQexec(connection, sql)
        let status = PQresultStatus(started)
        defer { PQclear(started) }
        guard status == PGRES_COPY_IN else { throw PostgresFailure(started, on: connection) }
        while let bytes = next() {
            let sent = bytes.withUnsafeBytes { raw in
                PQputCopyData(connection, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
            }
            guard sent == 1 else { break }
        }
        guard PQputCopyEnd(connection, nil) == 1 else { throw failure() }
        try finishCommand()
    }

    /// Takes the results of a command up to its end; the first failure is thrown.
    private func finishCommand(_ each: (OpaquePointer) -> Void = { _ in }) throws {
        var problem: (any Error)?
        while let result = PQgetResult(connection) {
            defer { PQclear(result) }
            do {
                try check(result)
                each(result)
            } catch { problem = problem ?? error }
        }
        if let problem { throw problem }
        guard isAlive else { throw failure() }
    }

    private func failure() -> PostgresFailure { PostgresFailure(nil, on: connection) }

    private func check(_ result: OpaquePointer?) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE: return
        default:
            let failure = PostgresFailure(result, on: connection)
            if failure.state == "23505" { throw DuplicateKey(detail: failure.message) }
            throw failure
        }
    }
}
