import Glibc

/// Numbers of a workbook as text. A workbook stores binary floating-point numbers and shows 15 digits of them; those 15
/// are what the person saw and meant.
enum WorkbookNumber {
    static func text(_ number: Double, written: String) -> String {
        if written.utf8.count <= 15, written.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return written }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        var buffer = [CChar](repeating: 0, count: 40)
        _ = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.15g", $0) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
