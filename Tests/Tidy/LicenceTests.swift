import Foundation
import Testing

@Suite struct LicenceTests {
    @Test func manifestSaysTheLicence() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let licence = try String(contentsOf: root.appendingPathComponent("LICENSE"), encoding: .utf8)
        #expect(licence.contains("SPDX-License-Identifier: Apache-2.0"))
    }
}
