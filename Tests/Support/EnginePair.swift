/// Two engines under test, for what goes from one to another.
package struct EnginePair: Sendable, CustomStringConvertible {
    package let from: TestedEngine
    package let to: TestedEngine

    /// Neither of them is a server.
    package var isOfFiles: Bool { from.isFile && to.isFile }
    package var description: String { "\(from) to \(to)" }

    /// The engine of this pass with itself, and where it is not SQLite with that both ways.
    package static let all: [EnginePair] = {
        let chosen = TestedEngine.chosen
        let itself = EnginePair(from: chosen, to: chosen)
        guard chosen.description != TestedEngine.sqlite.description else { return [itself] }
        return [
            itself, EnginePair(from: .sqlite, to: chosen), EnginePair(from: chosen, to: .sqlite),
        ]
    }()
}
