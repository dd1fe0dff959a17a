import CLibPQ
import Receivables
import Store

/// What a server or the way to it said, before it becomes a problem of the catalogue.
struct PostgresFailure: Error {
    /// Five characters of SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html); empty where the server
    /// said nothing, because there was no connection any more.
    let state: String
    let message: String

    /// The failure that a result tells.
    init(_ result: OpaquePointer?, on connection: OpaquePointer?) {
        guard let result else {
            self.init(state: "", message: PostgresFailure.message(of: connection))
            return
        }
        func field(_ code: Character) -> String {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) } ?? ""
        }
        let detail = field("D")
        let primary = field("M")
        self.init(
            state: field("C"),
            message: primary.isEmpty
                ? PostgresFailure.message(of: connection) : primary + (detail.isEmpty ? "" : " (\(detail))"))
    }

    init(state: String, message: String) {
        self.state = state
        self.message = message
    }

    /// What libpq said last about a connection, in one line and without its hints, which are indented: the remedy is
    /// ours.
    static func message(of connection: OpaquePointer?) -> String {
        guard let words = PQerrorMessage(connection) else { return "out of memory" }
        return String(cString: words).split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("\t") }
            .joined(separator: " ")
    }

    /// The problem as the catalogue knows it.
    func problem(_ database: String, isWriting: Bool = false) -> Problem {
        let facts = [Fact("database", database), Fact("detail", message)]
        switch state {
        case "40001", "40P01", "55P03", "57014": return Problem(.databaseLocked, facts)
        case "53100", "53400": return Problem(.databaseFull, facts)
        case "25006": return Problem(.databaseReadOnly, facts + [Fact("reason", message)])
        case "42501" where isWriting:
            return Problem(.databaseReadOnly, facts + [Fact("reason", message)])
        case "28000", "28P01", "42501": return Problem(.databaseRefused, facts)
        case "3D000":
            let name = database.split(separator: "/").last ?? ""
            return Problem(.databaseMissing, facts + [Fact("statement", "createdb --encoding UTF8 \(name)")])
        case "XX001", "XX002": return Problem(.databaseUnreadable, facts + [Fact("reason", Phrase(.isDamaged))])
        case "": return Problem(withoutServer, facts)
        // The connection classes, a server that starts, stops or is full.
        case "53200", "53300", "57P01", "57P02", "57P03", "57P04", "25P03": return Problem(.databaseUnavailable, facts)
        default:
            if state.hasPrefix("08") { return Problem(.databaseUnavailable, facts) }
            if state.hasPrefix("58") { return Problem(.databaseUnreadable, facts + [Fact("reason", message)]) }
            return Problem(.internalError, facts + [Fact("state", state)])
        }
    }

    /// What it means when the server said nothing. Most of it passes; what does not is known by the words of libpq,
    /// which are English, for this program asks for no other language.
    private var withoutServer: ProblemCode {
        if message.hasPrefix("invalid "), message.contains(" value") || message.contains("port number") {
            return .databaseURL
        }
        if message.contains("no password supplied") { return .databaseRefused }
        if message.contains("certificate") || message.contains("does not support SSL") { return .databaseUntrusted }
        return .databaseUnavailable
    }
}
