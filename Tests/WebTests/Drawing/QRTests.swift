import Support
import Testing

@testable import Web

/// The picture of a QR code has its modules where the standard wants what every code has (ISO/IEC 18004 §5.3).
@Suite struct QRTests {
    /// The dark modules of a drawing, by row, read from its path.
    private static func modules(_ markup: String) throws -> [[Bool]] {
        let box = try #require(markup.split(separator: "viewBox=\"0 0 ").last)
        let side = try #require(Int(box.prefix { $0 != " " }))
        let drawn = try #require(markup.split(separator: "<path d=\"").last)
        let path = drawn.prefix { $0 != "\"" }
        var rows = Array(repeating: Array(repeating: false, count: side), count: side)
        for stroke in path.split(separator: "M") {
            let place = stroke.prefix { $0 != "h" }.split(separator: " ").compactMap { Int($0) }
            let run = try #require(Int(stroke.drop { $0 != "h" }.dropFirst().prefix { $0.isNumber }))
            #expect(place.count == 2 && stroke == "\(place[0]) \(place[1])h\(run)v1h-\(run)z")
            for x in place[0]..<place[0] + run { rows[place[1]][x] = true }
        }
        return rows
    }

    @Test(
        "finders in three corners, a line of alternating modules between them, and white around",
        arguments: [
            "a", "otpauth://totp/Lunas:rina?secret=DQREJQNY7FM3COVSRFWWBKB3BUD6W46Y&issuer=Lunas", "é", "\u{1}",
        ])
    func patterns(text: String) throws {
        let markup = try #require(QRDrawing.markup(text, title: "t"))
        let rows = try QRTests.modules(markup.text)
        let (first, last) = (QRDrawing.quiet, rows.count - QRDrawing.quiet - 1)
        #expect((last - first + 1 - 17) % 4 == 0, "the side of version v is 17 + 4 v")
        for (index, row) in rows.enumerated() {
            for (x, isDark) in row.enumerated() where !(first...last).contains(index) || !(first...last).contains(x) {
                #expect(!isDark)
            }
        }
        for (top, left) in [(first, first), (first, last - 6), (last - 6, first)] {
            for y in 0..<7 {
                for x in 0..<7 {
                    let ring = max(abs(x - 3), abs(y - 3))
                    #expect(rows[top + y][left + x] == (ring != 2), "finder at \(top), \(left)")
                }
            }
        }
        for place in first + 8...last - 8 {
            #expect(rows[first + 6][place] == ((place - first) % 2 == 0))
            #expect(rows[place][first + 6] == ((place - first) % 2 == 0))
        }
    }

    @Test func tooLong() { #expect(QRDrawing.markup(String(repeating: "x", count: 5000), title: "t") == nil) }
}
