import ArgumentParser
import Desk
import Receivables
import Wording

struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stay, take part in every run, and begin the day's run at its time.",
        discussion: """
            Any number of workers on any number of machines share a run. One that dies or hangs loses what it held to \
            the others. SIGTERM and SIGINT end it cleanly. The time of the day's run is the setting "run-time".
            """)

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp(
            "What \"lunas nodes\" calls it. Default: the machine and the process.", valueName: "node"))
    var name: String?

    @Flag(help: "Do what is to be done now, then end.")
    var once = false

    @OptionGroup var chunk: ChunkOption
    @OptionGroup var lease: LeaseOption

    func run() throws {
        let stop = StopSignal()
        try Session.run(global, patience: stop.waiting) { session in
            var options = WorkerOptions(name: name ?? Environment.nodeName)
            options.isOnce = once
            options.chunkDebtors = try chunk.checked()
            options.leaseSeconds = try lease.checked() ?? options.leaseSeconds
            session.output.remark(session.catalogue.text(.workerStarts, [Fact("name", options.name)]))
            let result = try session.desk.work(options, stop.waiting) { session.output.tell($0) }
            guard !global.json else { return session.output.document(result.json) }
            session.output.page(
                session.catalogue.text(
                    .workerEnds,
                    [
                        Fact("node", result.node), Fact("name", result.name), Fact("runs", result.runs),
                        Fact("scheduled", result.scheduled), Fact("shares", result.shares),
                        Fact("refused", result.refused),
                    ]) + "\n")
        }
    }
}
