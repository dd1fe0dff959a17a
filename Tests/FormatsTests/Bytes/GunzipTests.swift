import Formats
import Receivables
import Testing

@Suite struct GunzipTests {
    private static let text = "a,b\n" + (1...20_000).map { "\($0),baris \($0 &* 2_654_435_761 % 1_000_003)\n" }.joined()

    @Test("a packed file is read like the plain one")
    func plain() throws {
        let opened = try OpenedTable(Packed.gzip(Array(Self.text.utf8)))
        #expect(try opened.rows() == OpenedTable(Self.text).rows())
        #expect(
            try OpenedTable(Packed.gzip([0xEF, 0xBB, 0xBF] + Array("a;b\n1;2".utf8))).rows() == [["a", "b"], ["1", "2"]]
        )
    }

    @Test("members one after another are one file")
    func members() throws {
        let bytes = Packed.gzip(Array("a,b\n".utf8)) + Packed.gzip([]) + Packed.gzip(Array("1,2\n".utf8))
        #expect(try OpenedTable(bytes).rows() == [["a", "b"], ["1", "2"]])
    }

    @Test("a packed workbook is read too")
    func packedWorkbook() throws {
        let book = WorkbookMaker(sheets: [("S", [[.text("a"), .text("b")], [.number("1"), .text("x")]])])
        #expect(try OpenedTable(Packed.gzip(book.bytes)).cells() == [["a", "b"], ["1", "x"]])
    }

    @Test("a truncated archive is damaged, wherever it was cut")
    func truncated() {
        let whole = Packed.gzip(Array(Self.text.prefix(3000).utf8))
        for length in stride(from: 2, to: whole.count, by: 7) {
            #expect(problem { _ = try OpenedTable(Array(whole[..<length])) }?.code == .fileDamaged, "\(length) bytes")
        }
    }

    @Test("a changed byte is found by the check sum, or is no change of the text")
    func changed() throws {
        let whole = Packed.gzip(Array(Self.text.prefix(3000).utf8))
        let rows = try OpenedTable(whole).rows()
        for place in stride(from: 10, to: whole.count, by: 3) {
            var bytes = whole
            bytes[place] ^= 0x10
            let found = problem {
                let read = try OpenedTable(bytes).rows()
                #expect(read == rows, "byte \(place)")
            }
            #expect(found == nil || found?.code == .fileDamaged, "byte \(place)")
        }
    }

    @Test("rubbish behind the archive is refused")
    func trailing() throws {
        let found = try #require(problem { _ = try OpenedTable(Packed.gzip(Array("a,b\n".utf8)) + [1, 2, 3]) })
        #expect(found.code == .fileDamaged)
        #expect(found.fact("reason") == "archive-too-long")
    }

    @Test("a bomb is refused long before it has gone off")
    func bomb() throws {
        let packed = Packed.gzip([UInt8](repeating: 0x61, count: 80 << 20))
        #expect(packed.count < 100_000)
        let found = try #require(problem { _ = try OpenedTable(packed) })
        #expect(found.code == .fileDamaged)
        #expect(found.fact("reason") == "archive-bomb times=250")
    }
}
