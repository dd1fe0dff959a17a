import Foundation

/// A folder of one test, gone when the test is over.
package final class Scratch: Sendable {
    package let folder: String

    package init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/lunas-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    package func path(_ name: String) -> String { folder + "/" + name }

    /// Writes a file of these bytes and answers its path.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }
}
