import Foundation
import Glibc
import Synchronization

/// A server on this machine that speaks to one client after the other, as its script says.
final class TinyServer: Sendable {
    let port: Int
    private let listener: Int32
    private let heard = Mutex<[String]>([])

    /// One client, line by line.
    final class Client {
        private let socket: Int32
        private let server: TinyServer
        private var waiting: [UInt8] = []

        init(_ socket: Int32, _ server: TinyServer) {
            self.socket = socket
            self.server = server
        }

        /// Without its CR LF; nil: the client is gone.
        func line() -> String? {
            while true {
                if let end = waiting.firstIndex(of: 10) {
                    let line = waiting[..<end].filter { $0 != 13 }
                    waiting = Array(waiting[(end + 1)...])
                    let text = String(decoding: line, as: UTF8.self)
                    server.heard.withLock { $0.append(text) }
                    return text
                }
                guard let more = receive() else { return nil }
                waiting += more
            }
        }

        func bytes(_ count: Int) -> [UInt8]? {
            while waiting.count < count {
                guard let more = receive() else { return nil }
                waiting += more
            }
            defer { waiting = Array(waiting.dropFirst(count)) }
            return Array(waiting.prefix(count))
        }

        func say(_ text: String) {
            let bytes = Array(text.utf8)
            _ = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }

        private func receive() -> [UInt8]? {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(socket, &buffer, buffer.count, 0)
            return count > 0 ? Array(buffer.prefix(count)) : nil
        }
    }

    struct NoSocket: Error {}

    init(_ script: @escaping @Sendable (Client) -> Void) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isBound else { throw NoSocket() }
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { break }
                script(Client(client, self))
                close(client)
            }
            // Only here: its number may be somebody else's a moment later.
            close(listener)
        }
    }

    /// Every line that clients said.
    var lines: [String] { heard.withLock { $0 } }

    /// Nobody can connect any more; the thread ends.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }
}
