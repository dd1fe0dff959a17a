import Foundation
import Support
import Testing

/// A second process that works on the database of a test.
final class ProbeProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread: [UInt8] = []

    /// `asNobody`: without the rights of the owner of all rights, where the tests have them.
    init(_ tested: TestedEngine, _ scratch: Scratch, _ task: String, _ number: Int = 0, asNobody: Bool = false) throws {
        let words = [
            Program.named("Probe"), tested.description,
            asNobody ? tested.readerAddress(scratch) : tested.address(scratch), task, String(number),
        ]
        let isOwner = asNobody && getuid() == 0
        let all = isOwner ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + words : words
        process.executableURL = URL(fileURLWithPath: all[0])
        process.arguments = Array(all.dropFirst())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// The next word that it says; nil when it has ended.
    func word() -> String? {
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                let word = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end + 1)
                return word
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            unread += more
        }
    }

    /// Lets it come to its end, and gives what it still said and its status.
    func end() throws -> (words: [String], status: Int32) {
        try input.fileHandleForWriting.close()
        var words: [String] = []
        while let word = word() { words.append(word) }
        process.waitUntilExit()
        return (words, process.terminationStatus)
    }

    /// Ends it without a warning, and gives what it had said.
    func kill() -> [String] {
        Foundation.kill(process.processIdentifier, SIGKILL)
        var words: [String] = []
        while let word = word() { words.append(word) }
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal, "it was at work when it was killed")
        return words
    }
}
