import Formats

/// Any bytes as a zip archive.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWorkbook(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard Workbook.isWorkbook(bytes), let file = mapped(bytes) else { return 0 }
    readAll(file)
    return 0
}
