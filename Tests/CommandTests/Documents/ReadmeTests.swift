import Foundation
import Support
import Testing

/// What README.md shows is what the program does: its commands are run, in order, and print what stands there.
/// `LUNAS_WRITE_DOCS=1 swift test --filter ReadmeTests` writes what they print now.
@Suite struct ReadmeTests {
    private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")

    @Test func commandsPrintWhatStandsThere() throws {
        let page = try String(contentsOf: ReadmeTests.path, encoding: .utf8)
        var walk = try ReadmeWalk(page)
        try walk.run()
        if ProcessInfo.processInfo.environment["LUNAS_WRITE_DOCS"] != nil {
            try Data(walk.printed.utf8).write(to: ReadmeTests.path)
        } else {
            #expect(walk.printed == page)
        }
        #expect(walk.commands >= 10)
    }
}

/// The code blocks of the page: commands are run where a block begins with one, a table of a file is written.
private struct ReadmeWalk {
    private let lines: [String]
    private let scratch: Scratch
    private let program: Program
    /// The page with what the commands printed.
    private(set) var printed = ""
    private(set) var commands = 0

    /// A terminal's width in the pictures.
    private static let columns = 118

    init(_ page: String) throws {
        lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        scratch = try Scratch()
        program = Program(in: scratch.folder)
        let made = try program.run("demo", "--database", "demo.sqlite", "--date", "2026-11-23")
        #expect(made.status == 0)
    }

    mutating func run() throws {
        var block: [String]?
        var output: [String] = []
        for line in lines {
            guard line.hasPrefix("```") else {
                if block == nil { output.append(line) } else { block?.append(line) }
                continue
            }
            if let inner = block {
                output += try shown(inner)
                block = nil
            } else {
                block = []
            }
            output.append(line)
        }
        printed = output.joined(separator: "\n")
    }

    /// What a block is when its commands have run.
    private mutating func shown(_ block: [String]) throws -> [String] {
        if block.first?.hasPrefix("Customer No;") == true {
            try scratch.write("invoices.csv", block.joined(separator: "\n") + "\n")
        }
        guard let first = block.first, first.hasPrefix("$ lunas ") || first.hasPrefix("lunas ") else { return block }
        var result: [String] = []
        for line in block where line.hasPrefix("$ lunas ") || line.hasPrefix("lunas ") {
            let words = line.split(separator: " ").map(String.init)
            let ended = try program.run(Array(words[(words[0] == "$" ? 2 : 1)...]))
            #expect(ended.status == 0, "\(line): \(ended.err)")
            commands += 1
            result.append(line)
            if line.hasPrefix("$") { result += ReadmeWalk.onTerminal(ended.out) }
        }
        return result
    }

    /// Lines as a terminal shows them, without blank ones at the end.
    private static func onTerminal(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            if line.allSatisfy({ $0 == "─" || $0 == " " }) { return String(line.prefix(columns)) }
            return line.count > columns ? line.prefix(columns - 1) + "…" : String(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }
    }
}
