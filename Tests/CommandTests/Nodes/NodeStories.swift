import Foundation
import Receivables
import Support
import Testing

/// Several processes at one run: they share it, and what happens to one of them changes nothing.
@Suite struct NodeStories {
    @Test func workersShareARun() throws {
        let story = try NodeStory(debtors: 400)
        for count in [2, 3] {
            try story.restore("shared_\(count)")
            let run = try story.startHalted("run --date \(NodeStory.day) --chunk 1", "run")
            let workers = try (1..<count).map { try story.start("worker --once --name w\($0)", "w\($0)") }
            #expect(try story.wait(for: "SELECT count(*) FROM nodes WHERE kind = 'worker' AND shares > 0"))
            kill(run.processIdentifier, SIGCONT)
            #expect(try story.end(run, "run") == story.told)
            var shares = 0
            for (index, worker) in workers.enumerated() {
                let told = try story.end(worker, "w\(index + 1)")
                #expect(told["refused"] == 0 && told["scheduled"] == 0 && told["name"].text == "w\(index + 1)")
                shares += told["shares"].int ?? 0
            }
            #expect(shares > 0, "a worker that comes into the middle of a run takes part")
            #expect(try story.difference() == "", "\(count) nodes")
            #expect(try story.book.json("nodes")["nodes"].list.isEmpty)
            try story.book.verify()
        }
    }

    /// The second of the same day helps, one of another day comes again later.
    @Test func twoRunsAtOnce() throws {
        let story = try NodeStory(debtors: 400)
        try story.restore("twice")
        let first = try story.startHalted("run --date \(NodeStory.day) --chunk 1", "first")
        let second = try story.start("run --date \(NodeStory.day)", "second")
        let other = try story.book.program.run("run", "--date", "2026-03-11", "--json")
        #expect(other.status == 75 && other.out.contains("database-locked"))
        let imported = try story.book.program.run("import", "receivables", "many.csv", "--json")
        #expect(imported.status == 75 && imported.out.contains("database-locked"))
        kill(first.processIdentifier, SIGCONT)
        #expect(try story.end(first, "first") == story.told)
        #expect(try story.end(second, "second") == story.told)
        #expect(try story.difference() == "")
        try story.book.verify()
    }

    /// Processes that die while they hold shares, one after the other: what they held is done by the others.
    @Test func killedNodes() throws {
        let story = try NodeStory(debtors: 600)
        var random = Seeded(88)
        let (usual, killsPerRound) = TestedEngine.chosen.isFile ? (6, 4) : (2, 3)
        let rounds = Effort.amount(usual, long: 60)
        var (kills, holding) = (0, 0)
        for round in 0..<rounds {
            try story.restore("killed_\(round)")
            // By turns the run that began lives to the end, and a worker outlives the runs.
            let runSurvives = round % 2 == 0
            let run = try story.startHalted("run --date \(NodeStory.day) --chunk 1 --lease 1", "run")
            let worker = runSurvives ? nil : try story.start("worker --once --lease 1 --name survivor", "survivor")
            if !runSurvives {
                #expect(try story.wait(for: NodeStory.held(by: "survivor")))
                kill(run.processIdentifier, SIGKILL)
                run.waitUntilExit()
                kills += run.terminationReason == .uncaughtSignal ? 1 : 0
            }
            for number in 1...killsPerRound {
                let name = "victim\(number)"
                let victim = try story.start("worker --once --lease 1 --name \(name)", name)
                guard try story.wait(2, for: NodeStory.held(by: name)) else { break }
                usleep(UInt32(random.int(0...40)) * 1000)
                kill(victim.processIdentifier, SIGKILL)
                victim.waitUntilExit()
                guard victim.terminationReason == .uncaughtSignal else { break }
                kills += 1
                if try story.rows().count(NodeStory.held(by: name)) > 0 { holding += 1 }
            }
            kill(run.processIdentifier, SIGCONT)
            if let worker {
                #expect(try story.end(worker, "survivor")["runs"] == 1)
            } else {
                #expect(try story.end(run, "run") == story.told, "round \(round)")
            }
            #expect(try story.difference() == "", "round \(round)")
            try story.book.verify()
        }
        let told = "nodes: \(kills) killed at work, \(holding) of them left shares behind\n"
        FileHandle.standardError.write(Data(told.utf8))
        #expect(
            kills >= rounds * killsPerRound * 3 / 4 && holding * 2 >= kills, "the kills must meet nodes at work")
    }

    /// A node that hangs past the end of its lease and comes back has lost its shares: what it still wants to write is
    /// refused.
    @Test func hungNode() throws {
        let story = try NodeStory(debtors: 300)
        try story.restore("hung")
        let run = try story.startHalted("run --date \(NodeStory.day) --chunk 1", "run")
        let worker = try story.start("worker --lease 1 --name hung", "hung")
        try #require(try story.halt(worker, "hung"))
        kill(run.processIdentifier, SIGCONT)
        #expect(try story.end(run, "run") == story.told, "the others take over what it held")
        let written = "SELECT * FROM journal WHERE kind <> 'day-closed'"
        let journal = try story.rows().all(written)
        let nodes = try story.book.json("nodes")
        #expect(nodes["nodes.0.name"] == "hung" && nodes["nodes.0.refused"] == 0 && nodes["run"] == .null)
        kill(worker.processIdentifier, SIGCONT)
        #expect(try story.wait(for: "SELECT refused FROM nodes WHERE name = 'hung'"), "it wanted to write")
        story.stop(worker)
        let told = try story.end(worker, "hung")
        #expect((told["refused"].int ?? 0) > 0)
        #expect(try story.rows().all(written) == journal, "and wrote nothing")
        #expect(try story.difference() == "")
        try story.book.verify()
    }

    /// The clock of a node decides about no lease: one that is years ahead takes nothing that somebody holds, and one
    /// that is years behind holds nothing for ever.
    @Test(arguments: ["2036-03-10T09:00:00+07:00", "2016-03-10T09:00:00+07:00"])
    func wrongClocks(clock: String) throws {
        let story = try NodeStory(debtors: 200)
        try story.restore("clocks")
        let run = try story.startHalted("run --date \(NodeStory.day) --chunk 1 --lease 60", "run")
        let sleeper = try story.start("worker --once --lease 60 --name sleeper", "sleeper")
        try #require(try story.halt(sleeper, "sleeper"))
        kill(run.processIdentifier, SIGCONT)
        let wrong = try story.start("worker --once --lease 1 --name wrong", "wrong", clock: clock)
        let others = """
            SELECT NOT EXISTS (SELECT 1 FROM run_shares s JOIN nodes n ON n.node_id = s.node_id
                WHERE s.state = 'open' AND s.task = 'debtors' AND n.name <> 'sleeper')
                AND NOT EXISTS (SELECT 1 FROM run_shares WHERE state = 'open' AND task = 'debtors' AND node_id IS NULL)
            """
        #expect(try story.wait(for: others), "all but what the sleeper holds is done")
        let open = "SELECT share, token, node_id FROM run_shares WHERE state = 'open' ORDER BY share"
        let held = try story.rows().all(open)
        usleep(1_500_000)
        #expect(try story.rows().all(open) == held)
        kill(sleeper.processIdentifier, SIGCONT)
        #expect(try story.end(sleeper, "sleeper")["refused"] == 0)
        #expect(try story.end(wrong, "wrong")["refused"] == 0)
        #expect(try story.end(run, "run") == story.told)
        try story.book.verify()
    }
}
