import Glibc
import Receivables
import Store
import Synchronization

/// An advisory lock on a file beside the database. The system drops it with the process, however that ends.
final class FileLock: HeldLock {
    private let descriptor: Int32

    init(path: String, _ hold: LockHold) throws {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw Problem(.databaseReadOnly, [Fact("database", path)])
        }
        // From here on the object is whole: its end closes the descriptor, also when this throws. Closed a second time
        // it would be another thread's.
        guard flock(descriptor, (hold == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            throw Problem(.databaseLocked, [Fact("database", path), Fact("reason", Phrase(.otherTaskAtWork))])
        }
    }

    func release() { flock(descriptor, LOCK_UN) }

    deinit { Glibc.close(descriptor) }
}

/// The line in which processes stand that want to write. Without it one that writes transaction after transaction would
/// take the turn again before others, who can only ask from time to time, see that it is free. Whoever is at the head
/// of the line waits for the turn itself.
final class WritersLine: Sendable {
    /// `F_OFD_SETLK` of `fcntl(2)`: a lock on bytes that belongs to the open file, whichever thread asks.
    private static let setLock: CInt = 37
    private let path: String
    /// Nil while there is no file: whoever works on the book for long has made it, and else there is no line.
    private let descriptor = Mutex<CInt?>(nil)

    init(path: String) { self.path = path }

    /// Waits for the head of the line. Error: `database-locked`.
    func join() throws(Problem) {
        var tries = 0
        while !set(F_WRLCK) {
            tries += 1
            guard errno == EAGAIN || errno == EACCES || errno == EINTR else { return }
            guard tries < SQLiteLimits.busyTries else { throw Problem(.databaseLocked) }
            WritersLine.pause()
        }
    }

    /// Before one asks again.
    static func pause() { usleep(SQLiteLimits.busyPauseMicroseconds) }

    func leave() { _ = set(F_UNLCK) }

    /// True also where there is no line.
    private func set(_ kind: CInt) -> Bool {
        var lock = flock()
        lock.l_type = Int16(kind)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_len = 1
        return descriptor.withLock { descriptor in
            if descriptor == nil {
                let opened = open(path, O_RDWR | O_CLOEXEC)
                guard opened >= 0 else { return true }
                descriptor = opened
            }
            guard let descriptor else { return true }
            return withUnsafeMutablePointer(to: &lock) { lock in
                fcntl(descriptor, WritersLine.setLock, UnsafeMutableRawPointer(lock)) == 0
            }
        }
    }

    deinit {
        if let descriptor = descriptor.withLock({ $0 }) { Glibc.close(descriptor) }
    }
}
