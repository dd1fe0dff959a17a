/// Archives made by hand, byte by byte, without compression: what goes in can be damaged in known places.
enum Packing {
    /// A gzip member of stored blocks (RFC 1952, RFC 1951).
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        return head + stored(bytes) + little(crc(bytes), 4) + little(UInt32(bytes.count), 4)
    }

    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var from = 0
        repeat {
            let count = min(65_535, bytes.count - from)
            let isLast: UInt8 = from + count == bytes.count ? 1 : 0
            result.append(isLast)
            result += little(UInt32(count), 2) + little(UInt32(~count & 0xFFFF), 2)
            result += bytes[from..<from + count]
            from += count
        } while from < bytes.count
        return result
    }

    /// A zip archive of stored entries.
    static func zip(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in entries {
            let name = Array(name.utf8)
            var head = little(20, 2) + little(0, 4) + little(0, 4)
            head += little(crc(bytes), 4) + little(UInt32(bytes.count), 4) + little(UInt32(bytes.count), 4)
            head += little(UInt32(name.count), 2) + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(20, 2) + head
            directory += [UInt8](repeating: 0, count: 10) + little(UInt32(archive.count), 4) + name
            archive += little(0x0403_4B50, 4) + head + name + bytes
        }
        let count = UInt32(entries.count)
        var end = little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
        end += little(UInt32(directory.count), 4) + little(UInt32(archive.count), 4) + little(0, 2)
        return archive + directory + end
    }

    /// The least workbook with this text as its only sheet.
    static func workbook(sheet: String, properties: String = "") -> [UInt8] {
        let book = """
            <workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
            \(properties)<sheets>\
            <sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>
            """
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        let relations = """
            <Relationships><Relationship Id="rId1" Type="\(kind)" Target="worksheets/sheet1.xml"/></Relationships>
            """
        return zip([
            ("xl/workbook.xml", Array(book.utf8)), ("xl/_rels/workbook.xml.rels", Array(relations.utf8)),
            ("xl/worksheets/sheet1.xml", Array(sheet.utf8)),
        ])
    }

    private static func little(_ value: UInt32, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }

    /// CRC-32 as zip and gzip use it.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
