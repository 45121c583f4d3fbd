import Database
import Dispatch

/// Hears announcements on a connection of its own and makes it anew when it breaks.
///
/// `@unchecked` is safe: after `init` its variables are touched on its queue only.
final class AnnouncementListener: @unchecked Sendable {
    private static let shortestPause = 0.1
    private static let longestPause = 5.0

    private let settings: ConnectionSettings
    private let hub = AnnouncementHub()
    private let queue = DispatchQueue(label: "linli.postgres.announcements")
    private var connection: ServerConnection?
    private var source: (any DispatchSourceRead)?
    private var listening: Set<String> = []
    /// Seconds until the next attempt to connect.
    private var pause = AnnouncementListener.shortestPause
    /// The connection broke since everything was heard.
    private var mayHaveMissed = false
    private var isClosed = false

    init(_ settings: ConnectionSettings) {
        self.settings = settings
        hub.whenLastLeaves { [weak self] channel in
            guard let self else { return }
            queue.async { self.leave(channel) }
        }
    }

    /// Everything that is announced after this has returned is heard.
    func listen(on channel: String) async throws -> AsyncStream<String> {
        let stream = hub.listen(on: channel)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { continuation.resume(with: Result { try self.begin(channel) }) }
        }
        return stream
    }

    /// Ends every stream.
    func close() {
        hub.finish()
        queue.async {
            self.isClosed = true
            self.disconnect()
        }
    }

    private func begin(_ channel: String) throws {
        guard !isClosed else { throw DatabaseError(.unavailable, "the database is closed") }
        do {
            do {
                if connection != nil { return try join(channel) }
            } catch let failure as ServerFailure where failure.isConnectionLost {
                broke()
            }
            try connect()
        } catch let failure as ServerFailure {
            throw failure.error
        }
    }

    private func join(_ channel: String) throws {
        guard let connection, !listening.contains(channel) else { return }
        try connection.command("LISTEN \"\(settings.channelPrefix)\(channel)\"")
        listening.insert(channel)
        // What came in with the answer wakes nobody.
        publishArrived()
    }

    private func leave(_ channel: String) {
        guard let connection, !hub.channels.contains(channel), listening.remove(channel) != nil else { return }
        // On a broken connection there is nothing to leave.
        _ = try? connection.command("UNLISTEN \"\(settings.channelPrefix)\(channel)\"")
        publishArrived()
    }

    private func connect() throws {
        let connection = try ServerConnection(settings)
        self.connection = connection
        listening = []
        do {
            for channel in hub.channels { try join(channel) }
        } catch {
            disconnect()
            throw error
        }
        guard self.connection != nil else { throw ServerFailure.lost("the connection broke at once") }
        pause = Self.shortestPause
        let source = DispatchSource.makeReadSource(fileDescriptor: connection.socket, queue: queue)
        source.setEventHandler { [weak self] in self?.publishArrived() }
        // The source watches the socket until then.
        source.setCancelHandler { withExtendedLifetime(connection) {} }
        self.source = source
        source.resume()
        if mayHaveMissed {
            mayHaveMissed = false
            for channel in hub.channels { hub.publish("", on: channel) }
        }
    }

    private func disconnect() {
        source?.cancel()
        source = nil
        connection = nil
        listening = []
    }

    private func publishArrived() {
        guard let connection else { return }
        guard let arrived = connection.notifications() else { return broke() }
        for (channel, message) in arrived where channel.hasPrefix(settings.channelPrefix) {
            hub.publish(message, on: String(channel.dropFirst(settings.channelPrefix.count)))
        }
    }

    private func broke() {
        disconnect()
        mayHaveMissed = true
        guard !isClosed else { return }
        queue.asyncAfter(deadline: .now() + pause) { [weak self] in self?.reconnect() }
        pause = min(pause * 2, Self.longestPause)
    }

    private func reconnect() {
        guard !isClosed, connection == nil, !hub.channels.isEmpty else { return }
        do {
            try connect()
        } catch {
            broke()
        }
    }
}
