import Formats
import Foundation
import Receivables

/// Where errors of the program itself are written down: one JSON object per line, under an id that the user is told.
///
/// It holds the place and the technical cause, never the arguments of the command, for those are personal data.
struct ErrorLog {
    let environment: Environment

    /// LUNAS_LOG, else `lunas/lunas.log` in the folder for state of the XDG base directory specification.
    var path: String? {
        if let named = environment.variables["LUNAS_LOG"], !named.isEmpty { return named }
        if let state = environment.variables["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/lunas/lunas.log"
        }
        return environment.variables["HOME"].map { $0 + "/.local/state/lunas/lunas.log" }
    }

    /// Writes the problem down. Gives its id and the file, or nil for the file where none can be written: the line
    /// then goes to standard error.
    func write(_ problem: Problem, from source: String) -> (id: String, file: String?) {
        let id = ErrorLog.newID()
        let text = line(problem, id, from: source)
        guard let path, append(text, to: path) else {
            FileHandle.standardError.write(Data(text.utf8))
            return (id, nil)
        }
        return (id, path)
    }

    static func newID() -> String { String(UUID().uuidString.prefix(8)) }

    func line(_ problem: Problem, _ id: String, from source: String) -> String {
        let causes = problem.facts.filter { $0.name != "database" }.map { JSONValue.Member($0.name, $0.json) }
        let line: JSONValue = [
            "at": .string(environment.now.text(offsetSeconds: 0)), "level": "error", "id": .string(id),
            "version": .string(Lunas.version), "from": .string(source), "code": .string(problem.code.rawValue),
            "cause": .object(causes),
        ]
        return line.text(indent: nil) + "\n"
    }

    private func append(_ text: String, to path: String) -> Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return Foundation.write(descriptor, bytes, bytes.count) == bytes.count
    }
}
