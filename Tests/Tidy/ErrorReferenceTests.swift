import Foundation
import Testing

@Suite struct ErrorReferenceTests {
    private static let path = "docs/reference/errors.md"

    @Test func pageIsTheCatalogue() throws {
        let reference = try ErrorReference(.here)
        if ProcessInfo.processInfo.environment["LUNAS_WRITE_DOCS"] != nil {
            let file = URL(fileURLWithPath: Clone.here.root + "/" + ErrorReferenceTests.path)
            try Data(reference.page.utf8).write(to: file)
        }
        let page = try String(contentsOfFile: Clone.here.root + "/" + ErrorReferenceTests.path, encoding: .utf8)
        #expect(page == reference.page, "\(ErrorReferenceTests.path) is made from the catalogue: see its head")
    }

    /// Nothing of the catalogue is lost on the way: every code has its sentences and its exit code.
    @Test func everyCodeIsComplete() throws {
        let reference = try ErrorReference(.here)
        let entries = reference.groups.flatMap(\.entries)
        let cases = try Pattern(#"case \w+ = "[\w-]+""#)
        #expect(
            entries.count == cases.matches(try Clone.here.file("Sources/Receivables/Telling/Problem.swift").text).count)
        for entry in entries {
            #expect((64...78).contains(entry.exit), "\(entry.code) has no exit code")
            #expect(!entry.message.isEmpty && !entry.remedy.isEmpty, "\(entry.code) has no sentence or no remedy")
        }
    }
}
