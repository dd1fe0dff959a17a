import Foundation
import Support
import Testing

/// What cannot be written is a failure with a code, never a crash, and a changed book stays changed.
@Suite struct OutputTests {
    private func runInto(_ device: String, _ book: Book, _ words: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: book.program.path)
        process.arguments = words
        process.environment = book.program.environment
        process.currentDirectoryURL = URL(fileURLWithPath: book.scratch.folder)
        process.standardOutput = FileHandle(forWritingAtPath: device)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDevice() throws {
        let book = try SmallBook.make()
        for command in [
            "ageing", "ageing --json", "verify", "worklist --json", "account K1", "export dues",
            "export dues --format xlsx", "account NOPE --json",
        ] {
            #expect(try runInto("/dev/full", book, Book.words(command)) == 73, "\(command)")
        }
        #expect(
            try runInto("/dev/full", book, Book.words("payments add --account K1 --amount 1000 --key once")) == 73)
        #expect(try book.json("payments add --account K1 --amount 1000 --key once")["amount"] == "1000.00")
        #expect(try book.json("account K1")["payments"].list.count == 2, "said or not, it was done once")
        try book.verify()
    }

    /// A file is there whole or not at all, and what stood there before stays until then.
    @Test func filesAreWholeOrNotThere() throws {
        let book = try SmallBook.make()
        for format in ["csv", "json", "xlsx"] {
            let path = book.scratch.path("dues.\(format)")
            try book.file("dues.\(format)", "older")
            try book.done("export dues --output dues.\(format)")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(bytes.count > 100 && !FileManager.default.fileExists(atPath: path + ".part"), "\(format)")
            try book.fails("export dues --portfolio NOPE --output dues.\(format)", 65, "portfolio-unknown")
            let after = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(after == bytes, "\(format)")
        }
    }

    /// The same table in three formats says the same.
    @Test func formatsAgree() throws {
        let book = try SmallBook.make()
        for table in Book.tables {
            let csv = try book.done("export \(table) --format csv").split(whereSeparator: \.isNewline)
            let json = try JSON(parsing: try book.done("export \(table) --format json"))
            #expect(json["export"].text == table && json["rows"].list.count == csv.count - 1, "\(table)")
            #expect(json["rows"].list.allSatisfy { $0.keys == json["rows.0"].keys })
        }
    }
}
