import Foundation
import Synchronization

/// A folder of one test, gone when the test is over.
package final class Scratch: Sendable {
    package let folder: String
    private let endings = Mutex<[@Sendable () -> Void]>([])

    package init() throws {
        // In small letters: some tests look for words such as D-7 in whole answers, and paths are in them.
        let name = UUID().uuidString.lowercased()
        folder = FileManager.default.temporaryDirectory.path + "/lunas-test-" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Does something more when the test is over.
    package func atEnd(_ ending: @escaping @Sendable () -> Void) { endings.withLock { $0.append(ending) } }

    deinit {
        for ending in endings.withLock({ $0 }) { ending() }
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

    package func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// Takes the right to write from a file of the folder, or from the folder itself for the empty name.
    package func protect(_ name: String) {
        let path = name.isEmpty ? folder : path(name)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        chmod(path, isFolder.boolValue ? 0o555 : 0o444)
    }
}
