import Glibc

/// Waiting for a socket.
enum Knock {
    /// Whether the socket can be read from, or written to, within some milliseconds.
    static func wait(_ socket: Int32, forReading: Bool, milliseconds: Int32) -> Bool {
        guard socket >= 0 else { return true }
        var waited = pollfd(fd: socket, events: Int16(forReading ? POLLIN : POLLOUT), revents: 0)
        return poll(&waited, 1, milliseconds) > 0
    }
}
