import Formats
import Foundation
import Receivables
import Support
import Testing

/// Files that are written under another name until they are whole.
@Suite struct NewFileTests {
    @Test("a second writer is refused, and touches nothing of the first")
    func twoWriters() throws {
        let scratch = try Scratch()
        let path = scratch.path("book.backup")
        let first = try NewFile(path)
        let place = first.unfinishedPath
        try Data("half".utf8).write(to: URL(fileURLWithPath: place), options: [])
        for _ in 1...3 {
            let problem = #expect(throws: Problem.self) { _ = try NewFile(path) }
            #expect(problem?.code == .databaseLocked)
        }
        #expect(FileManager.default.contents(atPath: place) == Data("half".utf8))
        try first.finish()
        #expect(FileManager.default.contents(atPath: path) == Data("half".utf8))
        #expect(!FileManager.default.fileExists(atPath: place))
    }

    @Test("what is not finished is gone")
    func unfinished() throws {
        let scratch = try Scratch()
        let path = scratch.path("book.backup")
        var place = ""
        do { place = try NewFile(path).unfinishedPath }
        #expect(!place.isEmpty && !FileManager.default.fileExists(atPath: place))
        try NewFile(path).finish()
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
