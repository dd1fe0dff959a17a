import Formats

/// The parts of a workbook, each behind a byte 0xFF, in an archive whose check sums are right: so the fuzzer gets at
/// what reads the XML.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSheet(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let names = [
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels", "_rels/.rels",
    ]
    let texts = UnsafeBufferPointer(start: start, count: count).split(separator: 0xFF, omittingEmptySubsequences: false)
    var archive = ZipMaker()
    for (name, text) in zip(names, texts) where !text.isEmpty {
        archive.entries.append(.init(name: name, bytes: Array(text), isStored: true))
    }
    for (name, text) in usual where !archive.entries.contains(where: { $0.name == name }) {
        archive.add(name, text, stored: true)
    }
    archive.bytes.withUnsafeBufferPointer { if let file = mapped($0) { readAll(file) } }
    return 0
}

private let usual: [(String, String)] = [
    ("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Type=\"/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    ),
    ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
]
