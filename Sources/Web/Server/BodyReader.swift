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
            return try await spool()
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

    /// Writes the file to where nobody else may read it: the body itself, or the file of a form.
    private func spool() async throws -> RequestBodyFacts {
        try refuseLarge(WebLimits.uploadBytes)
        let name = Fields(request.uri.query ?? "")?.text("name") ?? "upload.csv"
        let form = MultipartReader(contentType: request.headers[.contentType] ?? "")
        let file = try SpoolFile(in: SpoolFolder.path, "lunas-upload-")
        do {
            return try await Deadline.within(seconds: WebLimits.uploadSeconds) { [request] in
                var count = 0
                var sink = UploadSink(file, name: name, form)
                for try await part in request.body {
                    count += part.readableBytes
                    guard count <= WebLimits.uploadBytes else { throw tooLarge(WebLimits.uploadBytes) }
                    try sink.take(part)
                }
                return try sink.facts()
            }
        } catch {
            unlink(file.path)
            throw error
        }
    }
}

/// A file that comes in, closed when nobody writes it any more.
final class SpoolFile: Sendable {
    let path: String
    private let descriptor: Int32

    /// Error: `output-unwritable`.
    init(in folder: String, _ beginning: String) throws(Problem) {
        let file = try TemporaryFile(in: folder, beginning)
        (path, descriptor) = (file.path, file.descriptor)
    }

    deinit { close(descriptor) }

    /// Error: `output-unwritable`.
    func write(_ bytes: some Collection<UInt8>) throws(Problem) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw Problem.unwritable(path) }
            rest = rest.dropFirst(written)
        }
    }
}

/// Where the body of an upload goes: into the file, or field by field.
private struct UploadSink {
    private let file: SpoolFile
    private var name: String
    private var form: MultipartReader?
    private var fields = Fields()
    private var files = 0
    private var bytes = 0

    init(_ file: SpoolFile, name: String, _ form: MultipartReader?) {
        self.file = file
        self.name = name
        self.form = form
    }

    /// Errors: `body-unreadable`, `output-unwritable`.
    mutating func take(_ part: ByteBuffer) throws {
        guard var form else { return try write(part.readableBytesView) }
        try form.take(part.readableBytesView) { piece in
            switch piece {
            case .field(let name, let value): fields.add(name, value)
            case .file(let called):
                files += 1
                if !called.isEmpty { name = called }
            case .bytes(let slice):
                // One file is wanted; another one would end up behind it.
                guard files == 1 else { throw Problem(.bodyUnreadable) }
                try write(slice)
            }
        }
        self.form = form
    }

    private mutating func write(_ part: some Collection<UInt8>) throws(Problem) {
        bytes += part.count
        try file.write(part)
    }

    /// Error: `body-unreadable` where a form ended before its end, or had no file.
    func facts() throws(Problem) -> RequestBodyFacts {
        if let form, !form.isWhole || files == 0 { throw Problem(.bodyUnreadable) }
        return RequestBodyFacts(form: fields, upload: Upload(path: file.path, name: name, bytes: bytes))
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
