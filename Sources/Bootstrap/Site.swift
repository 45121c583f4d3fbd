import Synchronization

/// Where the outside reaches the server, without a slash at the end.
final class Site: Sendable {
    private let held: Mutex<String>
    private let host: String
    private let isGiven: Bool

    init(_ settings: ServerSettings) {
        host = settings.host
        isGiven = settings.baseURL != nil
        held = Mutex(settings.baseURL ?? "http://\(settings.host):\(settings.port)")
    }

    var url: String { held.withLock { $0 } }

    /// Links and QR codes must not name port 0, which stands for any that is free.
    func listens(at port: Int) {
        if !isGiven { held.withLock { $0 = "http://\(host):\(port)" } }
    }
}
