import Foundation
import Receivables
import Support
import Testing

/// Damaged and hostile files: a clear refusal or rejected rows, the documented exit code, and a book that is whole.
@Suite(.enabled(if: Effort.isFirstPass, "files are read before there is anything to store"))
struct DamagedFileTests {
    private static let header = "Customer No,Customer Name,Contract No,Due Date,Amount\n"

    private static func rows(_ count: Int) -> String {
        header + (1...count).map { "C\($0),Debtor \($0),K\($0),2026-01-\(10 + $0 % 20),\($0 * 100)\n" }.joined()
    }

    /// Imports a file that must be refused, and checks that the book is what it was.
    private func refused(_ book: Book, _ name: String, _ code: String, at location: SourceLocation = #_sourceLocation)
        throws
    {
        let before = try Rows(book.database).dump()
        let error = try book.fails(
            ["import", "receivables", name], code == "file-unreadable" ? 66 : 65, code, at: location)
        #expect(error["details.file"].text?.contains(name) == true, "\(error.shown)", sourceLocation: location)
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged, sourceLocation: location)
    }

    @Test func damagedArchives() throws {
        let book = try Book()
        let packed = Packing.gzip(Array(DamagedFileTests.rows(400).utf8))
        try book.scratch.write("good.gz", packed)
        #expect(try book.json("import receivables good.gz --dry-run")["accepted"] == 400)
        for cut in [3, 9, 10, 40, packed.count / 2, packed.count - 8, packed.count - 1] {
            try book.scratch.write("cut.gz", Array(packed.prefix(cut)))
            try refused(book, "cut.gz", "file-damaged")
        }
        for place in [12, packed.count / 2, packed.count - 6, packed.count - 2] {
            var bytes = packed
            bytes[place] ^= 0x11
            try book.scratch.write("bits.gz", bytes)
            try refused(book, "bits.gz", "file-damaged")
        }
        try book.scratch.write("more.gz", packed + [1, 2, 3, 4])
        try refused(book, "more.gz", "file-damaged")
        try book.scratch.write("nothing.gz", Packing.gzip([]))
        try refused(book, "nothing.gz", "file-empty")
        // Two archives in one file are one file, as gzip has it; another encoding inside is read as outside.
        try book.scratch.write("two.gz", packed + Packing.gzip(Array("C999,Last,K999,2026-01-10,5\n".utf8)))
        #expect(try book.json("import receivables two.gz --dry-run")["accepted"] == 401)
        let latin = Array((DamagedFileTests.header + "C1,Ren").utf8) + [0xE9] + Array(",K1,2026-01-10,5\n".utf8)
        try book.scratch.write("latin.gz", Packing.gzip(latin))
        #expect(try book.json("import receivables latin.gz")["mapping.encoding"] == "windows-1252")
        #expect(try book.json("account K1")["name"] == "René")
    }

    @Test func damagedWorkbooks() throws {
        let book = try SmallBook.make()
        try book.done("export dues --output dues.xlsx --language en")
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: book.scratch.path("dues.xlsx"))))
        for cut in [4, 30, 100, whole.count / 3, whole.count / 2, whole.count - 30, whole.count - 1] {
            try book.scratch.write("cut.xlsx", Array(whole.prefix(cut)))
            try refused(book, "cut.xlsx", "file-damaged")
        }
        try book.scratch.write("other.zip", Packing.zip([("hello.txt", Array("hello".utf8))]))
        try refused(book, "other.zip", "file-damaged")
        let sheet = "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Contract No</t></is></c>"
        for broken in [
            sheet, sheet + "</row></sheetData></worksheet>", "\u{0}\u{1}",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet>&b;</worksheet>",
        ] {
            try book.scratch.write("broken.xlsx", Packing.workbook(sheet: broken))
            let ended = try book.program.run("import", "receivables", "broken.xlsx", "--json")
            #expect(ended.status == 65, "\(broken.prefix(60)): \(ended.status) \(ended.err)")
            #expect(try JSON(parsing: ended.out)["error.code"].text?.isEmpty == false)
        }
        var random = Seeded(11)
        for _ in 0..<Effort.cases(25, long: 2000) {
            var bytes = whole
            for _ in 0..<random.int(1...8) { bytes[random.int(0...bytes.count - 1)] = UInt8(random.int(0...255)) }
            try book.scratch.write("bits.xlsx", bytes)
            let ended = try book.program.run("import", "receivables", "bits.xlsx", "--dry-run", "--json")
            #expect([0, 65].contains(ended.status), "\(ended.status) \(ended.err.prefix(300))")
        }
        try book.verify()
    }

    @Test func binaryRubbish() throws {
        let book = try Book()
        var random = Seeded(5)
        let before = try Rows(book.database).dump()
        for length in [1, 2, 3, 7, 100, 5000, 100_000] {
            try book.scratch.write("rubbish.bin", (0..<length).map { _ in UInt8(random.int(0...255)) })
            let ended = try book.program.run("import", "receivables", "rubbish.bin", "--json")
            #expect(ended.status == 65, "\(length): \(ended.status) \(ended.err.prefix(200))")
        }
        for bytes in [
            [0xFF, 0xFE], [0xFE, 0xFF, 0x00], [0xEF, 0xBB, 0xBF], [0x1F, 0x8B], [0x50, 0x4B, 0x03, 0x04],
            [0x50, 0x4B, 0x05, 0x06], [0x00],
        ] as [[UInt8]] {
            try book.scratch.write("mark.bin", bytes)
            let ended = try book.program.run("import", "receivables", "mark.bin", "--json")
            #expect(ended.status == 65, "\(bytes): \(ended.status) \(ended.err.prefix(200))")
        }
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged)
    }

    @Test func wrongEncodings() throws {
        let book = try Book()
        let latin =
            Array((DamagedFileTests.header + "C1,Ren").utf8) + [0xE9]
            + Array(",K1,2026-01-10,5\nC2,Ani,K2,2026-01-10,5\n".utf8)
        try book.scratch.write("latin.csv", latin)
        try book.file("utf8.json", #"{"encoding": "utf-8"}"#)
        try book.file("utf16.json", #"{"encoding": "utf-16le"}"#)
        let said = try book.json("import receivables latin.csv --map utf8.json --dry-run")
        #expect(said["accepted"] == 1 && said["rejects.0.code"] == "bad-encoding" && said["rejects.0.line"] == 2)
        let ended = try book.program.run("import", "receivables", "latin.csv", "--map", "utf16.json", "--json")
        #expect(ended.status == 65, "\(ended.out)")
        let text: [UInt8] =
            [0xFF, 0xFE] + DamagedFileTests.rows(3).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        try book.scratch.write("odd.csv", Array(text.dropLast()))
        try refused(book, "odd.csv", "file-encoding")
        try book.scratch.write("surrogate.csv", text + [0x00, 0xD8, 0x41, 0x00])
        try refused(book, "surrogate.csv", "file-encoding")
    }

    @Test func headersOfAllSorts() throws {
        let book = try Book()
        try book.file("header.csv", DamagedFileTests.header)
        let nothing = try book.json("import receivables header.csv")
        #expect(nothing["read"] == 0 && nothing["accepted"] == 0 && nothing["rejected"] == 0)
        #expect(try book.done("import receivables header.csv --language en").contains("0 rows read"))
        try book.file("twice.csv", "Customer No,Contract No,Due Date,Amount,Amount\nC1,K1,2026-01-10,5,6\n")
        try refused(book, "twice.csv", "columns-duplicate")
        try book.file(
            "unneeded.csv", "Customer No,Contract No,Due Date,Amount,Remark,Remark\nC1,K1,2026-01-10,5,a,b\n")
        #expect(try book.json("import receivables unneeded.csv --dry-run")["accepted"] == 1)
        for (name, text) in [
            ("lines.csv", "\n\n\n"), ("spaces.csv", "   \n  \n"), ("commas.csv", ",,,\n,,,\n"),
            ("mark.csv", "\u{FEFF}"),
        ] {
            try book.file(name, text)
            let ended = try book.program.run("import", "receivables", name, "--json")
            #expect(ended.status == 65, "\(name): \(ended.out)")
        }
        try book.file("above.csv", "Laporan Piutang\nPT Maju Jaya\n\n" + DamagedFileTests.rows(2))
        #expect(try book.json("import receivables above.csv --dry-run")["accepted"] == 2, "a title above the header")
    }

    @Test func tenThousandColumns() throws {
        let book = try Book()
        let more = (0..<9_995).map { "x\($0)" }.joined(separator: ",")
        try book.file(
            "wide.csv",
            """
            Customer No,Customer Name,Contract No,Due Date,Amount,\(more)
            C1,Budi,K1,2026-01-10,5\(String(repeating: ",", count: 9_995))
            """
        )
        #expect(try book.json("import receivables wide.csv")["accepted"] == 1)
        try book.file("wider.csv", (0..<20_000).map { "x\($0)" }.joined(separator: ",") + "\n")
        try refused(book, "wider.csv", "columns-too-many")
        try book.file(
            "long-row.csv",
            DamagedFileTests.header + "C1,Budi,K1,2026-01-10,5" + String(repeating: ",x", count: 10_000)
                + "\nC2,Ani,K2,2026-01-10,5\n")
        let long = try book.json("import receivables long-row.csv --dry-run")
        #expect(long["accepted"] == 1 && long["rejects.0.code"] == "too-many-fields")
    }

    /// One line of 32 MB (1 GB in the long run), through a pipe; and a quote that is never closed.
    @Test func anEnormousLine() throws {
        let book = try Book()
        let pipe = book.scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let process = try book.program.start(["import", "receivables", pipe])
        let writer = try #require(FileHandle(forWritingAtPath: pipe))
        try writer.write(contentsOf: Data((DamagedFileTests.header + "C1,Budi,K1,2026-01-10,5\nC2,").utf8))
        let piece = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<Effort.amount(32, long: 1024) { try writer.write(contentsOf: piece) }
        try writer.write(contentsOf: Data(",K2,2026-01-10,5\nC3,Ani,K3,2026-01-10,5\n".utf8))
        try writer.close()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        #expect(try book.sums("2026-03-10") == "10.00 10.00")
        let kept = try book.json("imports rejects 1")["rejects"].list
        #expect(kept.map { $0["code"].text } == ["row-too-long"])
        try book.file(
            "quote.csv",
            DamagedFileTests.header + "C8,\"Budi,K8,2026-01-10,5\n"
                + String(DamagedFileTests.rows(2000).dropFirst(DamagedFileTests.header.count)))
        let open = try book.json("import receivables quote.csv --dry-run")
        #expect(
            open["rejected"].int ?? 0 > 0
                && ["quote-not-closed", "row-too-long"].contains(open["rejects.0.code"].text),
            "\(open["rejects"].shown.prefix(300))")
        #expect(open["rejects.0.line"] == 2)
        try book.verify()
    }

    @Test func thingsThatAreNoFiles() throws {
        let book = try Book()
        #expect(symlink("loop", book.scratch.path("loop")) == 0)
        try refused(book, "loop", "file-unreadable")
        mkdir(book.scratch.path("folder"), 0o700)
        try refused(book, "folder", "file-unreadable")
        try refused(book, "/dev/null", "file-empty")
        try book.fails("import receivables -", 65, "file-empty", input: "")
        try book.fails("import receivables header.csv/x", 66, "file-missing")
        // The owner of all rights is stopped by none.
        if getuid() != 0 {
            try book.file("secret.csv", DamagedFileTests.header)
            chmod(book.scratch.path("secret.csv"), 0)
            try refused(book, "secret.csv", "file-unreadable")
        }
    }
}
