import Formats
import Foundation
import Support
import Testing

/// Strategies and calendars go out as files and come back in.
@Suite struct SettingsFileTests {
    private let now = ["LUNAS_NOW": "2026-11-23T10:00:00+07:00", "LUNAS_LANGUAGE": "en"]

    @Test func aStrategyGoesOutAndComesBack() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder, environment: now)
        #expect(try program.run("init").status == 0)
        let shown = try program.run("strategy", "show", "default")
        #expect(shown.status == 0)
        try scratch.write("same.yaml", shown.out)
        let same = try program.run("strategy", "set", "same.yaml", "--json")
        #expect(JSONValue(parsing: same.out)?["new"] == .bool(false))
        try scratch.write("other.yaml", shown.out + "\n# changed\n")
        let other = try program.run("strategy", "set", "other.yaml", "--json")
        #expect(other.status == 0, "\(other.err)")
        let piped = try program.run(["strategy", "set", "-"], input: shown.out)
        #expect(piped.status == 0, "\(piped.err)")
    }

    @Test func aCalendarGoesOutAndComesBack() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder, environment: now)
        #expect(try program.run("init").status == 0)
        let shown = try program.run("holidays", "show", "id")
        try scratch.write("id.yaml", shown.out)
        let set = try program.run("holidays", "set", "id.yaml", "--json")
        #expect(set.status == 0, "\(set.err)")
        #expect((JSONValue(parsing: set.out)?["days"]?.integer ?? 0) > 50)
        #expect(try program.run("holidays", "show", "id").out == shown.out)
    }

    @Test(arguments: [
        (
            "strategy: x\nsegments:\n  - name: a\n    ladder:\n      - { id: q, dpd: 1, do: dance }\n",
            "line 5: \"dance\" is unknown"
        ),
        ("strategy: [x", "it is not YAML"), ("strategy: x\n", "\"segments\" is missing"),
        ("strategy: x\nsegments: []\n", "at least one segment is needed"),
    ])
    func aMistakeIsToldWithItsLine(_ text: String, _ told: String) throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder, environment: now)
        #expect(try program.run("init").status == 0)
        try scratch.write("s.yaml", text)
        let ended = try program.run("strategy", "set", "s.yaml")
        #expect(ended.status == 78)
        #expect(ended.err.contains(told), "\(ended.err)")
    }
}
