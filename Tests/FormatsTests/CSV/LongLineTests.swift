import Formats
import Foundation
import Receivables
import Support
import Testing

@Suite struct LongLineTests {
    /// A file with a header, a good row, one row of `size` bytes between `before` and `after`, and another good row.
    private static func file(_ scratch: Scratch, size: Int, before: String, after: String) throws -> String {
        let path = try scratch.write("long.csv", "No Kontrak,Nama\nK1,Budi\n" + before)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        let piece = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<size >> 20 { try handle.write(contentsOf: piece) }
        try handle.write(contentsOf: Data((after + "\nK3,Siti\n").utf8))
        try handle.close()
        return path
    }

    @Test(
        "a line of any length is one bad row, and the rows around it are read",
        arguments: [("K2,", ""), ("K2,\"", "\""), ("K2,\"", "")]
    )
    func longLine(before: String, after: String) throws {
        let scratch = try Scratch()
        let size = Effort.amount(64 << 20, long: 1 << 30)
        let table = try TextTable(path: Self.file(scratch, size: size, before: before, after: after), map: ImportMap())
        let bad: Scanned = before.hasSuffix("\"") ? .quoteNotClosed : .tooLong
        #expect(
            Scanned.scan(table.scanner())
                == [.record(["No Kontrak", "Nama"]), .record(["K1", "Budi"]), bad, .record(["K3", "Siti"])]
        )
    }

    @Test("a line that fills all of the file is a bad header, and no other")
    func onlyLine() throws {
        let scratch = try Scratch()
        let path = try scratch.write("long.csv", [UInt8](repeating: 0x61, count: 3 << 20))
        #expect(Scanned.scan(try TextTable(path: path, map: ImportMap()).scanner()) == [.tooLong])
    }
}
