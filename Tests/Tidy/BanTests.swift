import Testing

@Suite struct BanTests {
    @Test(arguments: Ban.all) func nobodyDoesIt(_ ban: Ban) throws {
        let findings = try Clone.here.allSwift.filter { $0.folder != "Tests/Tidy" }.flatMap { try ban.findings($0) }
        #expect(findings == [], "\(ban.reason)")
    }

    @Test(arguments: Ban.all) func findsABadSample(_ ban: Ban) throws {
        let folder = try #require(ban.folders.first)
        let bad = TextFile(path: folder + "Somewhere.swift", text: "let a = 1\n" + ban.bad + "\n")
        #expect(try ban.findings(bad).map(\.line) == [2])
        let good = TextFile(path: folder + "Somewhere.swift", text: ban.good + "\n")
        #expect(try ban.findings(good) == [])
    }

    @Test(arguments: Ban.all) func doesNotMindWords(_ ban: Ban) throws {
        let folder = try #require(ban.folders.first)
        let words = TextFile(path: folder + "Somewhere.swift", text: "// \(ban.bad.replacing("\n", with: " "))\n")
        #expect(try ban.findings(words) == [])
    }

    @Test func randomnessThatIsHandedInIsFine() throws {
        let chance = try #require(Ban.all.first { $0.name == "chance" })
        let text = "let a = Int.random(in: 0...(b + 1), using: &random)\nlet c = d.shuffled(using: &random)\n"
        #expect(try chance.findings(TextFile(path: "Tests/DeskTests/A.swift", text: text)) == [])
    }

    /// An exception that names nothing is a mistake, or has outlived its file.
    @Test(arguments: Ban.all) func exceptionsAreNeeded(_ ban: Ban) throws {
        for exception in ban.exceptions {
            var strict = ban
            strict.exceptions = []
            let files = Clone.here.allSwift.filter { $0.path.hasPrefix(exception) }
            #expect(try files.contains { try !strict.findings($0).isEmpty }, "\(exception) needs no exception")
        }
    }

    @Test func nothingIsLeftUndone() throws {
        let findings = try Clone.here.files.flatMap { try Unfinished.findings($0) }
        #expect(findings == [])
    }

    @Test(arguments: Unfinished.words) func findsWhatIsLeftUndone(word: String) throws {
        #expect(try Unfinished.findings(TextFile(path: "a.md", text: "a\n\(word): b")).map(\.line) == [2])
        #expect(try Unfinished.findings(TextFile(path: "a.md", text: "a\(word)b")) == [])
    }
}
