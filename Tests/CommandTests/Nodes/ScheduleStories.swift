import Foundation
import Support
import Testing

/// Workers that stay: schedules, good-byes, trouble.
@Suite struct ScheduleStories {
    /// Five workers at once, each with a clock of its own: the day is run once, and it is that of the database.
    @Test func firesOnce() throws {
        let story = try NodeStory(debtors: 40)
        try story.restore("fires")
        // The last run must not be after today.
        try story.book.done("settings set run-time 00:00")
        func today() throws -> Int {
            let rows = try story.rows()
            return try rows.count("SELECT (\(rows.clock) + 25200) / 86400")
        }
        let before = try today()
        let clocks = ["2026-03-10", "2026-03-01", "2027-01-01", "2001-01-01", "2099-12-31"]
        let workers = try clocks.enumerated().map { number, clock in
            try story.start("worker --once --name w\(number)", "w\(number)", clock: clock + "T09:00:00+07:00")
        }
        var scheduled = 0
        for (number, worker) in workers.enumerated() {
            scheduled += try story.end(worker, "w\(number)")["scheduled"].int ?? 0
        }
        guard try today() == before else { return }
        #expect(scheduled == 1)
        #expect(try story.rows().all("SELECT name, last_day FROM schedules") == ["run|\(before)"])
        #expect(try story.rows().count("SELECT count(*) FROM runs WHERE day = \(before)") == 1)
        #expect(try story.rows().count("SELECT count(*) FROM runs WHERE finished_at IS NULL") == 0)
        #expect(try story.book.json("worker --once --name late")["scheduled"] == 0)
        try story.book.verify()
    }

    /// A worker that stays begins the run of the day by itself, is listed, and ends when it is asked to.
    @Test(arguments: [SIGTERM, SIGINT]) func staysAndGoes(signal: Int32) throws {
        let story = try NodeStory(debtors: 40)
        try story.restore("stays")
        let worker = try story.start("worker --name stays", "stays")
        #expect(try story.wait(for: "SELECT count(*) FROM nodes WHERE name = 'stays'"))
        let listed = try story.book.json("nodes")
        #expect(listed["nodes.0.state"] == "here" && listed["nodes.0.kind"] == "worker" && listed["run"] == .null)
        #expect(try story.book.done("nodes --language en").contains("stays"))
        let runs = try story.rows().count("SELECT count(*) FROM runs")
        try story.book.done("settings set run-time 00:00")
        #expect(
            try story.wait(for: "SELECT count(*) > \(runs) FROM runs WHERE finished_at IS NOT NULL"),
            "it looks again every few seconds")
        #expect(worker.isRunning)
        kill(worker.processIdentifier, signal)
        let told = try story.end(worker, "stays")
        #expect(told["runs"] == 1 && told["scheduled"] == 1 && (told["shares"].int ?? 0) > 0)
        #expect(try story.book.json("nodes")["nodes"].list.isEmpty)
        try story.book.verify()
    }

    /// Asked to stop in the middle of a run, a worker writes what it is writing, gives back the rest and goes; nobody
    /// waits for its leases.
    @Test func stoppedAtWork() throws {
        let story = try NodeStory(debtors: 300)
        try story.restore("stopped")
        let run = try story.start("run --date \(NodeStory.day) --chunk 1 --lease 3600", "run")
        #expect(try story.wait(for: NodeStory.isAtWork))
        let worker = try story.start("worker --lease 3600 --name leaver", "leaver")
        #expect(try story.wait(for: NodeStory.held(by: "leaver")))
        story.stop(worker)
        let told = try story.end(worker, "leaver")
        #expect(told["refused"] == 0)
        #expect(try story.rows().count(NodeStory.held(by: "leaver")) == 0)
        #expect(try story.end(run, "run") == story.told)
        #expect(try story.difference() == "")
    }

    /// A stranger holds the database, or it is not there yet: a worker waits and comes back by itself.
    @Test func waitsForTheDatabase() throws {
        let story = try NodeStory(debtors: 40)
        try story.restore("waits")
        let stranger = try story.rows()
        try stranger.hold()
        let worker = try story.start("worker --name patient", "patient")
        // Longer than one write waits.
        usleep(TestedEngine.chosen.isFile ? 6_500_000 : 11_500_000)
        #expect(worker.isRunning)
        try stranger.letGo()
        #expect(try story.wait(for: "SELECT count(*) FROM nodes WHERE name = 'patient'"))
        story.stop(worker)
        #expect(try story.end(worker, "patient")["name"] == "patient")
        let nowhere = try story.book.place("nowhere")
        let ended = try story.book.program.run("worker", "--database", nowhere, "--json")
        #expect(ended.status == 69 && ended.out.contains("database-missing"), "what waiting does not mend is told")
    }

    /// What a killed node leaves behind is shown until others take it over.
    @Test func nodesTellWhoIsGone() throws {
        let story = try NodeStory(debtors: 120)
        try story.restore("gone")
        let run = try story.start("run --date \(NodeStory.day) --chunk 1 --lease 3600", "run")
        #expect(try story.wait(for: NodeStory.isAtWork))
        kill(run.processIdentifier, SIGKILL)
        run.waitUntilExit()
        var nodes = try story.book.json("nodes")
        #expect(Shape(ShapeTests.nodesShape).misfits(nodes).isEmpty)
        #expect(nodes["nodes.0.kind"] == "run" && nodes["nodes.0.state"] == "here", "nobody knows yet")
        #expect(nodes["run.date"].text == NodeStory.day && nodes["run.stopped"] == false)
        let held = nodes["nodes.0.holds"].list.count
        #expect(held > 0 && nodes["run.shares"].list.filter { $0["state"] == "held" }.count == held)
        #expect((nodes["run.debtorsDone"].int ?? 0) < (nodes["run.debtors"].int ?? 0))
        try story.rows().run("UPDATE nodes SET seen_at = seen_at - 91000000")
        nodes = try story.book.json("nodes")
        #expect(nodes["nodes.0.state"] == "gone")
        // The leases would last for an hour, but whoever is alone knows that nobody holds them.
        #expect(try story.book.json("run --date \(NodeStory.day) --chunk 1") == story.told)
        #expect(try story.difference() == "")
        #expect(try story.book.json("nodes")["nodes"].list.isEmpty)
    }
}
