import Formats
import Foundation
import Receivables
import Support
import Testing

@Suite struct OutputFileTests {
    @Test("a file appears when it is whole, and never before")
    func appears() throws {
        let scratch = try Scratch()
        let path = scratch.path("out.csv")
        let file = try OutputFile(path)
        for _ in 0..<20_000 { try file.write("abcdefgh\n") }
        #expect(!FileManager.default.fileExists(atPath: path))
        try file.finish()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == String(repeating: "abcdefgh\n", count: 20_000))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == ["out.csv"])
    }

    @Test("what was given up leaves nothing, and keeps what stood there")
    func givenUp() throws {
        let scratch = try Scratch()
        try scratch.write("out.csv", "old")
        do {
            let file = try OutputFile(scratch.path("out.csv"))
            try file.write("new")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == ["out.csv"])
        #expect(try String(contentsOfFile: scratch.path("out.csv"), encoding: .utf8) == "old")
    }

    @Test("what is held back goes to standard output when it is whole, and not at all when it is given up")
    func heldBack() throws {
        let scratch = try Scratch()
        let path = try scratch.write("out", "")
        let out = try #require(FileHandle(forWritingAtPath: path))
        let text = String(repeating: "abcdefgh\n", count: 20_000)
        do {
            let file = try OutputFile(nil, isHeldBack: true, standardOutput: out.fileDescriptor)
            try file.write(text)
        }
        #expect(try scratch.bytes("out").isEmpty)
        let file = try OutputFile(nil, isHeldBack: true, standardOutput: out.fileDescriptor)
        try file.write(text)
        #expect(try scratch.bytes("out").isEmpty)
        try file.finish()
        #expect(try String(decoding: scratch.bytes("out"), as: UTF8.self) == text)
        #expect(fcntl(out.fileDescriptor, F_GETFD) >= 0, "it stays open")
    }

    @Test("a place that cannot be written says so")
    func unwritable() {
        let found = problem { _ = try OutputFile("/nowhere/out.csv") }
        #expect(found?.code == .outputUnwritable)
        #expect(found?.fact("file") == "/nowhere/out.csv")
    }
}
