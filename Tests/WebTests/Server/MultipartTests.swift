import Receivables
import Support
import Testing

@testable import Web

/// Forms with a file, cut into pieces anywhere.
@Suite struct MultipartTests {
    private enum Part: Equatable {
        case field(String, String)
        case file(String, [UInt8])
    }

    private static func read(
        _ body: [UInt8], _ type: String, cuts: (Int) -> Int
    ) throws -> (parts: [Part], whole: Bool) {
        var reader = try #require(MultipartReader(contentType: type))
        var parts: [Part] = []
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(max(1, cuts(rest.count)))
            rest = rest.dropFirst(piece.count)
            try reader.take(piece) { read in
                switch read {
                case .field(let name, let value): parts.append(.field(name, value))
                case .file(let name): parts.append(.file(name, []))
                case .bytes(let bytes):
                    guard case .file(let name, let before) = parts.removeLast() else {
                        Issue.record("bytes without a file")
                        return
                    }
                    parts.append(.file(name, before + bytes))
                }
            }
        }
        return (parts, reader.isWhole)
    }

    private static func body(_ parts: [Part], _ boundary: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            bytes += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"".utf8)
            switch part {
            case .field(let name, let value): bytes += Array("\(name)\"\r\n\r\n\(value)".utf8)
            case .file(let name, let content):
                bytes += Array("file\"; filename=\"\(name)\"\r\nContent-Type: text/csv\r\n\r\n".utf8) + content
            }
            bytes += Array("\r\n".utf8)
        }
        return bytes + Array("--\(boundary)--\r\n".utf8)
    }

    @Test("wherever it is cut, the same is read", arguments: 0..<Effort.cases(300, long: 5_000))
    func anyCut(seed: Int) throws {
        var random = Seeded(UInt64(seed + 51_000))
        let boundary = ["b", "----WebKitFormBoundaryx0Y1", "--", "a-b"][random.int(0...3)]
        // Bytes that look like the beginnings of boundaries.
        let letters: [UInt8] = [13, 10, 45] + Array(boundary.utf8) + [0, 65, 255]
        var parts: [Part] = [.field("token", "t-\(seed)"), .field("empty", "")]
        let content = (0..<random.int(0...400)).map { _ in letters[random.int(0...letters.count - 1)] }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let hasDelimiter = content.indices.contains { content[$0...].starts(with: delimiter) }
        let startsWithIt = content.starts(with: delimiter.dropFirst(2))
        guard !hasDelimiter, !startsWithIt else { return }
        parts.append(.file("tagihan \(seed).csv", content))
        let body = MultipartTests.body(parts, boundary)
        let type = "multipart/form-data; boundary=\(random.chance(50) ? "\"\(boundary)\"" : boundary)"
        var cutter = Seeded(UInt64(seed))
        let (read, isWhole) = try MultipartTests.read(body, type) { _ in cutter.int(1...40) }
        #expect(isWhole)
        #expect(read == parts, "seed \(seed)")
        // Cut off anywhere it is not whole, and nothing is made up.
        let short = Array(body.prefix(random.int(0...body.count - "--\r\n".utf8.count - 1)))
        let (some, isComplete) = try MultipartTests.read(short, type) { _ in cutter.int(1...40) }
        #expect(!isComplete && some.count <= parts.count, "seed \(seed)")
    }

    @Test("what is no such form has no reader", arguments: [
        "text/csv", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x", "",
        "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
    ])
    func noForm(type: String) { #expect(MultipartReader(contentType: type) == nil) }

    @Test("a form that makes no sense is refused", arguments: [
        "--b\r\nX: y\r\n\r\nvalue\r\n--b--\r\n", "--b\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--b--\r\n",
        "--bX\r\n", "--b\r\nContent-Disposition: form-data; name=\"\u{0}",
        "--b\r\n" + String(repeating: "x", count: WebLimits.headerBytes + 1),
        "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n"
            + String(repeating: "x", count: WebLimits.formBytes + 1),
    ])
    func refused(body: String) throws {
        do {
            let (_, isWhole) = try MultipartTests.read(Array(body.utf8), "multipart/form-data; boundary=b") { $0 }
            #expect(!isWhole)
        } catch let problem as Problem { #expect(problem.code == .bodyUnreadable) }
    }
}
