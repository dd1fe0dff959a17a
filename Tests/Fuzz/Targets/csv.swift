import Formats

/// Any bytes as a text file, packed or not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    if let file = mapped(UnsafeBufferPointer(start: start, count: count)) { readAll(file) }
    return 0
}
