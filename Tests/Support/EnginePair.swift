/// Two engines under test, for what goes from one to another.
package struct EnginePair: Sendable, CustomStringConvertible {
    package let from: TestedEngine
    package let to: TestedEngine

    package var description: String { "\(from) to \(to)" }

    package static let all = TestedEngine.all.flatMap { from in
        TestedEngine.all.map { EnginePair(from: from, to: $0) }
    }
}
