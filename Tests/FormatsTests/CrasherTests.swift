import Formats
import Foundation
import Receivables
import Support
import Testing

/// Every input that broke a reader once (`Crashers/`), and every one that the fuzzers start from (`Tests/Fuzz/Seeds/`).
@Suite struct CrasherTests {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private static func files(_ folder: URL) -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        let urls = (
            found?.allObjects as? [URL] ?? []
        ).filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
        return urls.sorted { $0.path < $1.path }
    }

    @Test("is read to its end, or refused with a reason that names the file")
    func read() throws {
        let files = Self.files(Self.tests.appendingPathComponent("Crashers"))
            + Self.files(
                Self.tests.deletingLastPathComponent().appendingPathComponent("Fuzz/Seeds")
            ).filter { $0.pathExtension != "dict" }
        #expect(files.count >= 7)
        for file in files {
            let found = problem {
                let table = try TextTable(path: file.path, map: ImportMap())
                var scanner = table.scanner()
                while scanner.next() != .end {
                    #expect(scanner.position > scanner.start, "\(file.lastPathComponent)")
                    for index in scanner.fields.indices {
                        #expect(scanner.value(index).count <= scanner.position - scanner.start)
                    }
                }
            }
            if let found {
                #expect(
                    found.fact("file")?.contains(file.lastPathComponent) == true,
                    "\(file.lastPathComponent): \(found.code)"
                )
            }
        }
    }
}
