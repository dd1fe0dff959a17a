import Desk
import Receivables
import Synchronization
import Testing

/// Decisions on several threads, used in the order of their jobs.
@Suite struct PipelineTests {
    private struct Failure: Error, Equatable {
        let job: Int
    }

    @Test("decisions are used in order, whatever the number of workers", arguments: [1, 2, 5])
    func order(workers: Int) throws {
        var used: [Int] = []
        try Pipeline.run(
            (0..<500).makeIterator(), workers: workers, ahead: 2, worker: { { $0 * 2 } }, use: { used.append($0) })
        #expect(used == (0..<500).map { $0 * 2 })
    }

    @Test("the failure of the earliest job is thrown, after what came before it was used", arguments: [0, 1, 3, 40])
    func failingDecision(at place: Int) throws {
        var used = 0
        let thrown = #expect(throws: Failure.self) {
            try Pipeline.run(
                (0..<200).makeIterator(), workers: 2, ahead: 2,
                worker: { { job in if job >= place { throw Failure(job: job) } else { return job } } },
                use: { (_: Int) in used += 1 })
        }
        #expect(thrown == Failure(job: place) && used == place)
    }

    @Test("a failing use ends the workers", arguments: [0, 1, 10])
    func failingUse(at place: Int) throws {
        var used = 0
        #expect(throws: Failure(job: place)) {
            try Pipeline.run((0..<200).makeIterator(), workers: 2, ahead: 2, worker: { { $0 } }) { (job: Int) in
                if job == place { throw Failure(job: job) }
                used += 1
            }
        }
        #expect(used == place)
    }

    @Test("a worker that cannot be made is a failure")
    func failingWorker() throws {
        #expect(throws: Failure(job: -1)) {
            try Pipeline.run(
                (0..<10).makeIterator(), workers: 2, ahead: 1,
                worker: { () throws -> (Int) throws -> Int in throw Failure(job: -1) }, use: { (_: Int) in })
        }
    }
}
