import Receivables
import Store
import Testing

/// Open dues as they are stored.
@Suite struct PositionTextTests {
    private func text(_ dues: [OpenDue]) -> String {
        var bytes: [UInt8] = []
        PositionText.write(dues, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func read(_ text: String) throws -> [OpenDue] {
        var dues: [OpenDue] = []
        try Array(text.utf8).withUnsafeBufferPointer { try PositionText.read($0, into: &dues) }
        return dues
    }

    private func due(_ line: Int32, _ day: Int32, _ open: Components) -> OpenDue {
        OpenDue(line: line, day: Day(day), open: open)
    }

    @Test("equal amounts of rising lines are one run, and a part paid due begins another")
    func runs() {
        let instalment = Components(principal: 100_00, interest: 5_00)
        #expect(text([]) == "[]")
        #expect(text([due(3, 20_000, Components(principal: 70))]) == "[[3,[20000],70]]")
        #expect(
            text([
                due(1, 20_000, Components(principal: 40_00)), due(2, 20_031, instalment), due(3, 20_059, instalment),
                due(5, 20_090, instalment), due(6, 20_080, instalment),
            ]) == "[[1,[20000],4000],[2,[20031,28],10000,500],[5,[20090,-10],10000,500]]")
        #expect(text([due(1, -5, Components(penalty: -9))]) == "[[1,[-5],0,0,0,-9]]")
    }

    @Test("what was written is read", arguments: 0..<1000)
    func roundTrip(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        var dues: [OpenDue] = []
        var line: Int32 = 0
        var day = Int32(random.int(-40_000...60_000))
        var open = Components(principal: 1)
        for _ in 0..<random.int(0...30) {
            line += random.chance(80) ? 1 : Int32(random.int(1...50))
            day += Int32(random.int(-40...40))
            if random.chance(40) {
                open = Components(
                    principal: Int64(random.int(-1_000_000_000_000_000...1_000_000_000_000_000)),
                    interest: random.chance(50) ? 0 : Int64(random.int(0...999)),
                    fee: random.chance(70) ? 0 : Int64(random.int(0...999)),
                    penalty: random.chance(90) ? 0 : Int64(random.int(0...999)))
            }
            dues.append(due(line, day, open))
        }
        #expect(try read(text(dues)) == dues)
    }

    @Test(
        "a damaged text is refused, never guessed at",
        arguments: [
            "", "[", "]", "[[]]", "[[1]]", "[[1,2]]", "[[1,[]]]", "[[1,[2]", "[[1,[2]]", "[[1,[2]],]", "[[1,[2],]]",
            "[[1,[2],3,4,5,6,7]]", "[[1,[2,],3]]", "[[2147483648,[2]]]", "[[2147483647,[2,3]]]", "[[1,[2147483647,1]]]",
            "[[1,[2],1234567890123456789]]", "[[1,[-]]]", "[[1,[2] ]]", "{}", "null",
        ])
    func damaged(text: String) {
        #expect(throws: Problem.self) { _ = try read(text) }
    }
}
