import Glibc
import Synchronization

/// Where the file that is being read lies in memory. When somebody shortens it meanwhile, the system answers a look at
/// the missing part with a signal (SIGBUS, see mmap(2)); its handler tells that from an error of the program by this.
package enum InputRange {
    private static let from = Atomic<UInt>(0)
    private static let end = Atomic<UInt>(0)

    /// Whether an address lies in the file; safe in a signal handler.
    package static func contains(_ address: UInt) -> Bool {
        address >= from.load(ordering: .acquiring) && address < end.load(ordering: .acquiring)
    }

    /// The last file that was opened is the one whose rows are read.
    static func note(_ bytes: Bytes) {
        guard let base = bytes.baseAddress else { return }
        let start = UInt(bitPattern: base)
        let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
        from.store(start, ordering: .releasing)
        end.store((start + UInt(bytes.count) + page - 1) / page * page, ordering: .releasing)
    }
}
