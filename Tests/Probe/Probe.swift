import Foundation
import Receivables
import Store
import Support

/// A second process for the tests of engines: `Probe ENGINE ADDRESS TASK [NUMBER]` works on the database at an address
/// and tells what it does, a word a line. It ends when it is killed, or when its standard input does.
@main
enum Probe {
    static func main() {
        let words = CommandLine.arguments
        guard words.count >= 4 else { exit(64) }
        do {
            let engine = try TestedEngine.open(words[1], at: words[2])
            try run(words[3], words.count > 4 ? Int64(words[4]) ?? 0 : 0, engine)
            try engine.close()
        } catch {
            say((error as? Problem)?.code.rawValue ?? "\(error)")
            exit(1)
        }
    }

    private static func run(_ task: String, _ number: Int64, _ engine: any Engine) throws {
        switch task {
        case "hold-lock":
            let lock = try engine.acquire(.book)
            say("held")
            waitForEnd()
            lock.release()
        case "hold-write":
            try engine.write(.durable) { db in
                try add(number, db)
                say("held")
                waitForEnd()
            }
            say("written")
        case "write":
            try engine.write(.durable) { try add(number, $0) }
            say("written")
        case "read": say(String(try engine.read { try $0.integer("SELECT count(*) FROM things") }))
        case "durable", "repeatable":
            // On and on, until somebody kills it.
            for next in number... {
                try engine.write(task == "durable" ? .durable : .repeatable) { try add(next, $0) }
                say(String(next))
            }
        default: exit(64)
        }
    }

    /// One transaction of many statements: a row, a batch of rows, and a sum that all of them must fit to.
    private static func add(_ number: Int64, _ db: any Writing) throws {
        try db.execute("INSERT INTO things (id, number) VALUES (?1, ?2)", [Value(number), Value(0)])
        var batch = RowBatch(width: 3)
        let words = String(repeating: "kata ", count: 200)
        for part in 1...Probe.parts { batch.row([Value(number * 100 + part), Value(number), .text(words)]) }
        try db.insert(batch, into: "parts", columns: ["id", "thing", "words"])
        try db.execute(
            "UPDATE things SET number = (SELECT count(*) FROM parts WHERE thing = ?1) WHERE id = ?1", [Value(number)])
    }

    private static let parts: Int64 = 20

    private static func say(_ word: String) { FileHandle.standardOutput.write(Data((word + "\n").utf8)) }

    private static func waitForEnd() { _ = try? FileHandle.standardInput.readToEnd() }
}
