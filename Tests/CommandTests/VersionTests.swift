import Support
import Testing

@Suite struct VersionTests {
    @Test func saysItsVersion() throws {
        let scratch = try Scratch()
        let ended = try Program(in: scratch.folder).run("--version")
        #expect(ended.status == 0)
        #expect(!ended.out.isEmpty)
    }
}
