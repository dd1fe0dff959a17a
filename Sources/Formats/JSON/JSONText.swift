extension JSONValue {
    /// The document as text; `indent` nil for one line.
    package func text(indent: Int? = 2) -> String {
        var text = JSONText(indent: indent)
        text.append(self)
        return String(decoding: text.bytes, as: UTF8.self)
    }
}

/// Writes values as JSON (RFC 8259), byte by byte: a worklist has millions of them.
package struct JSONText {
    /// What is written so far. Whoever writes much takes it away from time to time.
    package var bytes: [UInt8] = []
    private let indent: Int?
    private var depth = 0

    package init(indent: Int?) { self.indent = indent }

    package mutating func append(_ value: JSONValue) {
        switch value {
        case .null: add("null")
        case .bool(let flag): add(flag ? "true" : "false")
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .string(let text): quote(text)
        case .array(let values): list("[", values, "]") { $0.append($1) }
        case .object(let members): list("{", members, "}") { $0.append($1) }
        }
    }

    private mutating func append(_ member: JSONValue.Member) {
        key(member.key)
        append(member.value)
    }

    private mutating func key(_ key: String) {
        quote(key)
        add(indent == nil ? ":" : ": ")
    }

    private mutating func list<Item>(
        _ open: StaticString, _ items: [Item], _ close: StaticString, _ each: (inout JSONText, Item) -> Void
    ) {
        begin(open)
        for (index, item) in items.enumerated() {
            next(isFirst: index == 0)
            each(&self, item)
        }
        end(close, isEmpty: items.isEmpty)
    }

    private mutating func begin(_ open: StaticString) {
        add(open)
        depth += 1
    }

    private mutating func next(isFirst: Bool) {
        if !isFirst { bytes.append(0x2C) }
        newLine()
    }

    private mutating func end(_ close: StaticString, isEmpty: Bool) {
        depth -= 1
        if !isEmpty { newLine() }
        add(close)
    }

    private mutating func newLine() {
        guard let indent else { return }
        bytes.append(0x0A)
        for _ in 0..<indent * depth { bytes.append(0x20) }
    }

    private mutating func add(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Section 7: the two that must be escaped, and control characters.
    private mutating func quote(_ text: String) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22: add("\\\"")
            case 0x5C: add("\\\\")
            case 0x0A: add("\\n")
            case 0x0D: add("\\r")
            case 0x09: add("\\t")
            case 0..<0x20:
                add(byte < 0x10 ? "\\u000" : "\\u001")
                bytes.append(contentsOf: String(byte & 15, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}

extension JSONText {
    /// Writes an object one of whose members is a long list, whose items are made one by one and written as they come.
    package static func stream<Items: Sequence>(
        _ before: [JSONValue.Member], _ key: String, _ items: Items, _ item: (Items.Element) -> JSONValue,
        _ after: [JSONValue.Member], indent: Int? = 2, to write: ([UInt8]) throws -> Void
    ) rethrows {
        var text = JSONText(indent: indent)
        text.begin("{")
        for (index, member) in before.enumerated() {
            text.next(isFirst: index == 0)
            text.append(member)
        }
        text.next(isFirst: before.isEmpty)
        text.key(key)
        text.begin("[")
        var isEmpty = true
        for element in items {
            text.next(isFirst: isEmpty)
            isEmpty = false
            text.append(item(element))
            if text.bytes.count > 1 << 16 {
                try write(text.bytes)
                text.bytes.removeAll(keepingCapacity: true)
            }
        }
        text.end("]", isEmpty: isEmpty)
        for member in after {
            text.next(isFirst: false)
            text.append(member)
        }
        text.end("}", isEmpty: false)
        try write(text.bytes)
    }
}
