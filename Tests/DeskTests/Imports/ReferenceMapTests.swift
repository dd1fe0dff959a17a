import Receivables
import Testing

@testable import Desk

/// The table of references against a dictionary.
@Suite struct ReferenceMapTests {
    private func ask<Result>(_ key: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        Array(key.utf8).withUnsafeBufferPointer(body)
    }

    /// Keys of every length around that of a head, many of which begin alike or differ in their length alone.
    private func key(_ random: inout Seeded) -> String {
        let stem = random.pick(["", "1234567890123456", "1234567890123456789", "KONTRAK-", "\u{0}\u{0}"])
        return stem + (0..<random.int(0...20)).map { _ in random.pick(["0", "A", "\u{0}"]) }.joined()
    }

    @Test("finds what was added, and nothing else", arguments: 0..<50)
    func asDictionary(seed: Int) {
        var random = Seeded(UInt64(seed))
        var map = ReferenceMap()
        var model: [String: Int] = [:]
        for number in 0..<2000 {
            let key = key(&random)
            let target = ReferenceMap.Target(debtor: Int64(number), account: 0)
            let place = ask(key) { map.add($0, target) }
            if model[key] == nil { model[key] = place }
            #expect(place == model[key])
            let asked = self.key(&random)
            #expect(ask(asked) { map.index(of: $0) } == model[asked])
            #expect(ask(asked) { map.find($0) } == model[asked])
        }
        #expect(map.count == model.count)
        for (key, place) in model {
            #expect(map.withKey(place) { String(decoding: $0, as: UTF8.self) } == key)
        }
    }

    @Test("an account's own reference wins over an alias, whichever comes first")
    func alias() {
        var map = ReferenceMap()
        let alias = ReferenceMap.Target(debtor: 1, account: 1)
        let own = ReferenceMap.Target(debtor: 2, account: 2)
        for first in [alias, own] {
            let key = "KEY-\(first.account)"
            let place = ask(key) { map.add($0, first, isAlias: first == alias) }
            ask(key) { _ = map.add($0, first == alias ? own : alias, isAlias: first != alias) }
            #expect(map[place] == own)
        }
    }
}
