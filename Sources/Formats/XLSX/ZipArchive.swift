import CZip
import Receivables

/// A zip archive in memory, read entry by entry as a stream.
struct ZipArchive: ~Copyable {
    private let archive: OpaquePointer
    private let file: MappedFile
    let name: String
    var byteCount: Int { file.bytes.count }

    static func isZip(_ bytes: Bytes) -> Bool {
        bytes.count >= 4 && bytes[0] == 0x50 && bytes[1] == 0x4B && (bytes[2] == 0x03 || bytes[2] == 0x05)
    }

    init(_ file: MappedFile, name: String) throws(Problem) {
        self.file = file
        self.name = name
        var error = zip_error_t()
        guard let source = zip_source_buffer_create(file.bytes.baseAddress, UInt64(file.bytes.count), 0, &error) else {
            throw Gunzip.damaged(name, Phrase(.outOfMemory))
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            let reason = String(cString: zip_error_strerror(&error))
            zip_error_fini(&error)
            throw Gunzip.damaged(name, Phrase(.archiveBroken), detail: reason)
        }
        self.archive = archive
    }

    deinit { zip_discard(archive) }

    /// Streams the entry at `path` to `body` in pieces; false when there is no such entry. Refuses bombs and damage.
    func read(_ path: String, limitBytes: Int64, _ body: (Bytes) throws(Problem) -> Void) throws(Problem) -> Bool {
        let index = zip_name_locate(archive, path, UInt32(ZIP_FL_NOCASE))
        guard index >= 0 else { return false }
        var status = zip_stat_t()
        guard zip_stat_index(archive, UInt64(index), 0, &status) == 0,
            let entry = zip_fopen_index(archive, UInt64(index), 0)
        else { throw Gunzip.damaged(name, Phrase(.partUnreadable, [Fact("part", path)])) }
        defer { zip_fclose(entry) }
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 17)
        defer { buffer.deallocate() }
        var total: Int64 = 0
        while true {
            let count = zip_fread(entry, buffer.baseAddress, UInt64(buffer.count))
            guard count >= 0 else {
                let reason = String(cString: zip_file_strerror(entry))
                throw Gunzip.damaged(name, Phrase(.partUnreadable, [Fact("part", path)]), detail: reason)
            }
            if count == 0 { return true }
            total += count
            guard total <= limitBytes else {
                throw Problem(.fileTooLarge, [Fact("file", "\(name): \(path)"), Fact("limit", limitBytes >> 30)])
            }
            // The size that the archive states may be a lie.
            let packed = min(Int64(clamping: status.comp_size), Int64(file.bytes.count))
            try Gunzip.refuseBomb(unpacked: total, packed: packed, name: name)
            try body(Bytes(rebasing: buffer[..<Int(count)]))
        }
    }
}
