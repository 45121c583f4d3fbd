import Synchronization

/// Where the outside reaches the server, without a slash at the end.
final class Site: Sendable {
    private let held: Mutex<(url: String, isListening: Bool)>
    private let host: String
    private let scheme: String
    private let isGiven: Bool

    init(_ settings: ServerSettings) {
        host = settings.host
        scheme = settings.scheme
        isGiven = settings.baseURL != nil
        held = Mutex((settings.baseURL ?? "\(settings.scheme)://\(settings.host):\(settings.port)", false))
    }

    var url: String { held.withLock { $0.url } }
    /// Somebody can come.
    var isListening: Bool { held.withLock { $0.isListening } }

    /// Links and QR codes must not name port 0, which stands for any that is free.
    func listens(at port: Int) {
        held.withLock { held in
            held.isListening = true
            if !isGiven { held.url = "\(scheme)://\(host):\(port)" }
        }
    }
}
