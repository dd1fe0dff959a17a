import Formats
import Foundation
import Receivables
import Synchronization
import Wording

/// What is left to say when the program stops in the middle of an instruction: a programming error is an internal error
/// like any other, with an id that is in the log and exit code 70, and not a dump of memory on the user's screen.
///
/// Everything is written down beforehand, because a signal handler may neither allocate nor lock. SWIFT_BACKTRACE
/// brings back the backtraces of the Swift runtime, for those who look for the error.
enum CrashReport {
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]
    private static let isInstalled = Atomic(false)

    /// Addresses of the prepared texts; 0: nothing to write there.
    private static let logPath = Atomic<UInt>(0)
    private static let logLine = Atomic<UInt>(0)
    private static let remark = Atomic<UInt>(0)
    private static let document = Atomic<UInt>(0)
    /// What is said instead when the file that is read was shortened meanwhile.
    private static let changed = Atomic<UInt>(0)

    static func install(_ environment: Environment) {
        guard environment.variables["SWIFT_BACKTRACE"] == nil, !isInstalled.exchange(true, ordering: .relaxed) else {
            return
        }
        let isJSON = CommandLine.arguments.contains("--json")
        let catalogue = Catalogue(environment.language.flatMap(Language.init) ?? .indonesian)
        let log = ErrorLog(environment: environment)
        let id = ErrorLog.newID()
        let problem = Problem(.internalError, [Fact("id", id), Fact("log", log.path ?? "")])
        prepare(log.path, logPath)
        prepare(log.line(Problem(.internalError, [Fact("detail", "signal")]), id, from: "crash"), logLine)
        prepare(isJSON ? nil : Output.remark(problem, catalogue), remark)
        prepare(isJSON ? Output.errorDocument(problem, catalogue.tell(problem)).text() + "\n" : nil, document)
        let shortened = Problem(.fileChanged)
        prepare(
            isJSON
                ? Output.errorDocument(shortened, catalogue.tell(shortened)).text() + "\n"
                : Output.remark(shortened, catalogue), changed)
        for number in signals { signal(number) { _ in CrashReport.write() } }
        var action = sigaction()
        action.sa_flags = SA_SIGINFO
        action.__sigaction_handler.sa_sigaction = { _, info, _ in
            let address = info.map { UInt(bitPattern: $0.pointee._sifields._sigfault.si_addr) }
            guard let address, InputRange.contains(address) else { CrashReport.write() }
            CrashReport.writeChanged()
        }
        sigaction(SIGBUS, &action, nil)
    }

    private static func prepare(_ text: String?, _ place: borrowing Atomic<UInt>) {
        guard let text, let copy = strdup(text) else { return }
        place.store(UInt(bitPattern: copy), ordering: .releasing)
    }

    /// The handler: only calls that are safe in one (see signal-safety(7)).
    private static func write() -> Never {
        let path = text(logPath)
        let descriptor = path.map { open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) } ?? -1
        write(text(logLine), to: descriptor >= 0 ? descriptor : STDERR_FILENO)
        write(text(remark), to: STDERR_FILENO)
        write(text(document), to: STDOUT_FILENO)
        _exit(ExitStatus.software.rawValue)
    }

    private static func writeChanged() -> Never {
        write(text(changed), to: text(document) == nil ? STDERR_FILENO : STDOUT_FILENO)
        _exit(ExitStatus(.fileChanged).rawValue)
    }

    private static func text(_ place: borrowing Atomic<UInt>) -> UnsafePointer<CChar>? {
        UnsafePointer(bitPattern: place.load(ordering: .acquiring))
    }

    private static func write(_ text: UnsafePointer<CChar>?, to descriptor: Int32) {
        guard let text else { return }
        _ = Foundation.write(descriptor, text, strlen(text))
    }
}
