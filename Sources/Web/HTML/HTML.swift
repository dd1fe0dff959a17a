/// Markup. What is interpolated is escaped unless it is markup itself, so that text of people can never become an
/// element or attribute: `"<p title=\"\(name)\">\(name)</p>"`. Attribute values stand in double quotes, always.
///
/// Bytes rather than a `String`: a page is some thousand short pieces that go to a socket.
package struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    package private(set) var bytes: [UInt8]

    package init() { bytes = [] }

    package init(stringLiteral value: String) { bytes = Array(value.utf8) }

    package init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Text of people, escaped.
    package init(text: some StringProtocol) {
        bytes = []
        HTML.escape(text, into: &bytes)
    }

    package var isEmpty: Bool { bytes.isEmpty }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func append(_ other: HTML) { bytes += other.bytes }

    package static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum.append(right)
        return sum
    }

    package static func += (left: inout HTML, right: HTML) { left.append(right) }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { HTML.add(literal.utf8, to: &bytes) }

        package mutating func appendInterpolation(_ markup: HTML) { bytes += markup.bytes }

        package mutating func appendInterpolation(_ markup: HTML?) {
            if let markup { bytes += markup.bytes }
        }

        /// Several pieces behind one another.
        package mutating func appendInterpolation(_ pieces: some Sequence<HTML>) {
            for piece in pieces { bytes += piece.bytes }
        }

        package mutating func appendInterpolation(_ text: some StringProtocol) { HTML.escape(text, into: &bytes) }

        package mutating func appendInterpolation(_ number: some BinaryInteger) { bytes += String(number).utf8 }

        /// An attribute without a value, such as `hidden`, or nothing.
        package mutating func appendInterpolation(_ attribute: StaticString, if isThere: Bool) {
            guard isThere else { return }
            bytes.append(UInt8(ascii: " "))
            attribute.withUTF8Buffer { bytes += $0 }
        }

        /// An attribute with a value, or nothing where there is none.
        package mutating func appendInterpolation(_ attribute: StaticString, _ value: (some StringProtocol)?) {
            guard let value else { return }
            bytes.append(UInt8(ascii: " "))
            attribute.withUTF8Buffer { bytes += $0 }
            bytes += "=\"".utf8
            HTML.escape(value, into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private static func add(_ text: String.UTF8View, to bytes: inout [UInt8]) {
        if text.withContiguousStorageIfAvailable({ bytes.append(contentsOf: $0) }) == nil { bytes += Array(text) }
    }

    private static func escape(_ text: some StringProtocol, into bytes: inout [UInt8]) {
        if text.utf8.withContiguousStorageIfAvailable({ escape($0, into: &bytes) }) == nil {
            Array(text.utf8).withUnsafeBufferPointer { escape($0, into: &bytes) }
        }
    }

    /// Copies whole stretches: nearly everything that people write has nothing to escape.
    private static func escape(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        var copied = text.startIndex
        for index in text.indices {
            guard let reference = reference(for: text[index]) else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<index]))
            reference.withUTF8Buffer { bytes.append(contentsOf: $0) }
            copied = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
    }

    /// What stands for a byte that may not stand for itself.
    private static func reference(for byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        // Not allowed in a document, and one that stands in a name must not end it.
        case 0: "\u{FFFD}"
        default: nil
        }
    }
}

extension Sequence {
    /// Markup of every element, behind one another.
    package func html(_ markup: (Element) throws -> HTML) rethrows -> HTML {
        var result = HTML()
        for element in self { result.append(try markup(element)) }
        return result
    }
}
