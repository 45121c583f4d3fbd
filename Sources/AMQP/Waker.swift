import Glibc

/// Wakes a thread that waits for a socket.
final class Waker: Sendable {
    private let reading: Int32
    private let writing: Int32

    /// - Throws: When the process has no more file descriptors.
    init() throws(AMQPError) {
        var pair: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
            throw AMQPError(.connection, "no file descriptor: \(String(cString: strerror(errno)))")
        }
        (reading, writing) = (pair[0], pair[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    func wake() {
        var byte: UInt8 = 1
        // When it is full the thread will wake anyway.
        _ = send(writing, &byte, 1, Int32(MSG_NOSIGNAL))
    }

    /// Waits until it is woken, a socket has something, or time is over; forgets that it was woken.
    /// - Parameters:
    ///   - socket: nil: there is none.
    ///   - toWrite: Whether room to write wakes as well.
    func wait(for socket: Int32?, toWrite: Bool = false, atMost time: Duration) {
        let wanted = Int16(POLLIN) | (toWrite ? Int16(POLLOUT) : 0)
        var descriptors = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
        if let socket { descriptors.append(pollfd(fd: socket, events: wanted, revents: 0)) }
        let (seconds, attoseconds) = time.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        _ = poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: max(milliseconds, 1)))
        guard descriptors[0].revents != 0 else { return }
        var bytes: [UInt8] = Array(repeating: 0, count: 256)
        while recv(reading, &bytes, bytes.count, 0) > 0 {}
    }
}
