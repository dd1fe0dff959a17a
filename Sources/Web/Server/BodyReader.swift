import Formats
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import Receivables

/// The body of a request, whichever kind it was.
struct RequestBodyFacts: Sendable {
    var form = Fields()
    var json: JSONValue?
    var upload: Upload?

    /// Takes the file of an upload away that no page has taken.
    func remove() {
        if let upload { unlink(upload.path) }
    }
}

/// Reads a body within the limits of its kind.
struct BodyReader {
    let request: Request

    init(_ request: Request) { self.request = request }

    /// Errors: `body-too-large`, `body-unreadable`, `body-late`, `output-unwritable`.
    func read(_ kind: BodyKind) async throws -> RequestBodyFacts {
        switch kind {
        case .nothing:
            return RequestBodyFacts()
        case .form:
            try requireType("application/x-www-form-urlencoded")
            let bytes = try await collect(WebLimits.formBytes)
            guard let text = String(validating: bytes, as: UTF8.self), let form = Fields(text) else {
                throw Problem(.bodyUnreadable)
            }
            return RequestBodyFacts(form: form)
        case .json:
            try requireType("application/json")
            let bytes = try await collect(WebLimits.jsonBytes)
            guard JSONDepth.isWithin(WebLimits.jsonDepth, bytes),
                let document = bytes.withUnsafeBufferPointer({ JSONValue(parsing: $0) })
            else { throw Problem(.bodyUnreadable) }
            return RequestBodyFacts(json: document)
        case .upload:
            return RequestBodyFacts(upload: try await spool())
        }
    }

    private func requireType(_ wanted: String) throws(Problem) {
        let type = request.headers[.contentType] ?? ""
        let name = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard name == wanted else { throw Problem(.bodyUnreadable, [Fact("wanted", wanted)]) }
    }

    private func refuseLarge(_ limit: Int) throws(Problem) {
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit else { return }
        throw tooLarge(limit)
    }

    private func tooLarge(_ limit: Int) -> Problem { Problem(.bodyTooLarge, [Fact("limit", limit >> 10)]) }

    private func collect(_ limit: Int) async throws -> [UInt8] {
        try refuseLarge(limit)
        return try await Deadline.within(seconds: WebLimits.bodySeconds) { [request] in
            var bytes: [UInt8] = []
            for try await part in request.body {
                guard bytes.count + part.readableBytes <= limit else { throw tooLarge(limit) }
                bytes += part.readableBytesView
            }
            return bytes
        }
    }

    /// Writes the body to a file that nobody else may read.
    private func spool() async throws -> Upload {
        try refuseLarge(WebLimits.uploadBytes)
        let name = Fields(request.uri.query ?? "")?.text("name") ?? "upload.csv"
        var path = Array((SpoolFolder.path + "/lunas-upload-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        let file = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard descriptor >= 0 else { throw Problem(.outputUnwritable, [Fact("file", SpoolFolder.path)]) }
        defer { close(descriptor) }
        do {
            let count = try await Deadline.within(seconds: WebLimits.uploadSeconds) { [request] in
                var count = 0
                for try await part in request.body {
                    count += part.readableBytes
                    guard count <= WebLimits.uploadBytes else { throw tooLarge(WebLimits.uploadBytes) }
                    try BodyReader.write(part, descriptor, file)
                }
                return count
            }
            return Upload(path: file, name: name, bytes: count)
        } catch {
            unlink(file)
            throw error
        }
    }

    private static func write(_ part: ByteBuffer, _ descriptor: Int32, _ file: String) throws(Problem) {
        var rest = part.readableBytesView[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw Problem(.outputUnwritable, [Fact("file", file)]) }
            rest = rest.dropFirst(written)
        }
    }
}

/// Where uploads lie while they come in.
enum SpoolFolder {
    static let path: String = "/var/tmp"
}

/// Work that must be done within a time.
enum Deadline {
    /// Error: `body-late` when the time is over; the work is then cancelled.
    static func within<Result: Sendable>(
        seconds: Int64, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw Problem(.bodyLate) }
            return result
        }
    }
}

/// How deep a JSON document is nested, without reading it: a parser that calls itself must not be sent to the bottom.
enum JSONDepth {
    static func isWithin(_ limit: Int, _ bytes: [UInt8]) -> Bool {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for byte in bytes {
            if isInText {
                if isEscaped { isEscaped = false } else if byte == UInt8(ascii: "\\") { isEscaped = true }
                else if byte == UInt8(ascii: "\"") { isInText = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > limit { return false }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return true
    }
}
