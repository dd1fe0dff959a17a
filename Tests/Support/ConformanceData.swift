import Foundation

/// Third-party test data outside this repository. Its folder is named by `LUNAS_CONFORMANCE_DATA`; without it the
/// tests that need it are skipped and say so.
package enum ConformanceData {
    package static let variable = "LUNAS_CONFORMANCE_DATA"

    package static var folder: String? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    package static var isPresent: Bool { folder != nil }

    /// The path of a file of the data.
    package static func path(_ name: String) throws -> String {
        guard let folder else { throw Missing(name: name) }
        return folder + "/" + name
    }

    package static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// Says how many cases of a set ran: the log of the tests is the evidence.
    package static func report(_ set: String, cases: Int) {
        FileHandle.standardError.write(Data("conformance: \(set): \(cases) cases\n".utf8))
    }

    package struct Missing: Error {
        let name: String
    }
}
