import Glibc
import Receivables

/// Reads `multipart/form-data` (RFC 7578) piece by piece as it comes in: fields as a whole, the bytes of a file as they
/// are there, so that a large file is never in memory. Browsers send a form with a file so where no script helps.
struct MultipartReader {
    /// What was read.
    enum Piece: Equatable {
        case field(name: String, value: String)
        /// A file begins; what follows is in it.
        case file(name: String)
        case bytes(ArraySlice<UInt8>)
    }

    private enum Place {
        case preamble, headers, field(String), file, end
    }

    /// What stands before every part but, maybe, the first: that one may open the body.
    private let delimiter: [UInt8]
    private var buffer: [UInt8]
    private var place = Place.preamble
    private var fields = 0
    private var fieldBytes = 0

    /// Nil where the content type is no form with files, or names no usable boundary (RFC 2046 §5.1.1).
    init?(contentType: String) {
        let parts = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
        guard parts.first?.lowercased() == "multipart/form-data",
            let parameter = parts.dropFirst().first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        let boundary = MultipartReader.unquoted(parameter.dropFirst("boundary=".count))
        guard (1...70).contains(boundary.utf8.count) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // As if a line had ended before the body.
        buffer = Array("\r\n".utf8)
    }

    /// The last boundary has come: the body is whole.
    var isWhole: Bool { if case .end = place { true } else { false } }

    /// Takes bytes and hands out what they complete. Error: `body-unreadable`.
    mutating func take(_ bytes: some Sequence<UInt8>, _ each: (Piece) throws -> Void) throws {
        buffer += bytes
        while try step(each) {}
    }

    /// Reads on; false where more bytes are needed.
    private mutating func step(_ each: (Piece) throws -> Void) throws -> Bool {
        switch place {
        case .preamble:
            guard let end = find(delimiter) else { return wait(keeping: delimiter.count - 1) }
            return try pass(end)
        case .headers: return try readHeaders(each)
        case .field(let name):
            guard let end = find(delimiter) else {
                guard buffer.count <= WebLimits.formBytes else { throw Problem(.bodyUnreadable) }
                return false
            }
            fieldBytes += end
            guard fieldBytes <= WebLimits.formBytes, let value = String(validating: buffer[..<end], as: UTF8.self)
            else { throw Problem(.bodyUnreadable) }
            try each(.field(name: name, value: value))
            return try pass(end)
        case .file:
            let end = find(delimiter)
            let count = end ?? max(0, buffer.count - delimiter.count + 1)
            if count > 0 { try each(.bytes(buffer[..<count])) }
            guard let end else { return wait(keeping: delimiter.count - 1) }
            return try pass(end)
        case .end:
            buffer = []
            return false
        }
    }

    /// Forgets what cannot be the beginning of what is looked for.
    private mutating func wait(keeping count: Int) -> Bool {
        buffer.removeFirst(max(0, buffer.count - count))
        return false
    }

    /// Goes behind the delimiter at `end`, to the headers of the next part or the end.
    private mutating func pass(_ end: Int) throws -> Bool {
        let rest = buffer[(end + delimiter.count)...]
        guard rest.count >= 2 else {
            // The line of the delimiter is not all here: come again with nothing before it.
            buffer.removeFirst(end)
            place = .preamble
            return false
        }
        if rest.starts(with: "--".utf8) {
            place = .end
        } else if rest.starts(with: "\r\n".utf8) {
            place = .headers
        } else {
            throw Problem(.bodyUnreadable)
        }
        buffer.removeFirst(end + delimiter.count + 2)
        return true
    }

    private mutating func readHeaders(_ each: (Piece) throws -> Void) throws -> Bool {
        let mark = Array("\r\n\r\n".utf8)
        guard let end = find(mark) else {
            guard buffer.count <= WebLimits.headerBytes else { throw Problem(.bodyUnreadable) }
            return false
        }
        fields += 1
        guard fields <= WebLimits.formFields, let text = String(validating: buffer[..<end], as: UTF8.self) else {
            throw Problem(.bodyUnreadable)
        }
        buffer.removeFirst(end + mark.count)
        let (name, file) = try MultipartReader.disposition(text)
        if let file {
            try each(.file(name: file))
            place = .file
        } else {
            place = .field(name)
        }
        return true
    }

    /// The name of the field, and what the file is called where the part is one.
    private static func disposition(_ headers: String) throws(Problem) -> (name: String, file: String?) {
        let lines = headers.split(separator: "\r\n")
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }) else {
            throw Problem(.bodyUnreadable)
        }
        guard let name = parameter("name", of: line) else { throw Problem(.bodyUnreadable) }
        return (name, parameter("filename", of: line))
    }

    /// A value in double quotes. Browsers write a quote in it as `%22` (HTML, "multipart form data").
    private static func parameter(_ name: String, of line: Substring) -> String? {
        var rest = line
        while let start = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: start)...].drop { $0 == " " }
            guard rest.hasPrefix(name + "=\"") else { continue }
            return String(rest.dropFirst(name.count + 2).prefix { $0 != "\"" }).replacing("%22", with: "\"")
        }
        return nil
    }

    private static func unquoted(_ text: Substring) -> String {
        text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1
            ? String(text.dropFirst().dropLast()) : String(text)
    }

    /// Where some bytes, which begin with CR, stand in the buffer.
    private func find(_ wanted: [UInt8]) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return nil }
            var from = 0
            while bytes.count - from >= wanted.count {
                guard let found = memchr(start + from, 0x0D, bytes.count - from - wanted.count + 1) else { return nil }
                let place = UnsafeRawPointer(found) - start
                if memcmp(start + place, wanted, wanted.count) == 0 { return place }
                from = place + 1
            }
            return nil
        }
    }
}
