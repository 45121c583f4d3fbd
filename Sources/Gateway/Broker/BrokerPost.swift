import AMQP
import Commons
import Community
import Logging
import Synchronization

/// Tells devices behind a broker what waits for them.
struct BrokerPost: Sendable {
    private let desk: CommunityDesk
    private let publisher: AMQPPublisher
    private let log: Logger
    private let attempts = Attempts()

    init(_ desk: CommunityDesk, _ publisher: AMQPPublisher, log: Logger) {
        self.desk = desk
        self.publisher = publisher
        self.log = log
    }

    /// Hears what changes, until the task is cancelled.
    func listen() async {
        while !Task.isCancelled {
            guard let changes = try? await desk.store.announcements(on: CommunityDesk.channel) else {
                try? await Task.sleep(for: .seconds(1))
                continue
            }
            for await change in changes {
                let words = change.split(separator: "/", omittingEmptySubsequences: false)
                switch (words.first.map(String.init) ?? "", words.count) {
                case ("command", 3...): await push([String(words[1])])
                case ("wish", 2): await tellWishes(of: String(words[1]))
                // A device that says how it is set is there: it hears what it should be.
                case (Estate.device.id, 3) where words[2] == "told": await tellWishes(of: String(words[1]))
                default: break
                }
            }
        }
    }

    /// Commands that could not be told before: the device may have come meanwhile.
    func pushAll() async {
        guard let devices = try? await desk.devicesWaiting(), !devices.isEmpty else { return }
        await push(devices)
    }

    private func push(_ devices: [String]) async {
        guard let posts = try? await desk.post(for: devices) else { return }
        for post in posts where !post.isElsewhere {
            for command in post.commands where attempts.mayTry(command.id) {
                // To its end, also when the server stops: else nobody would tell it any more.
                await Task { await tell(command, to: post.number) }.value
            }
        }
    }

    private func tellWishes(of device: String) async {
        guard let post = try? await desk.post(for: [device]).first, !post.isElsewhere, !post.isSettled,
            let words = try? DeviceWords.wishes(post.wishes)
        else { return }
        // Where nobody listens, it hears it when it next says how it is set.
        _ = try? await send(words, DeviceTopic(post.number, .wishes))
    }

    /// Of all nodes the one tells it that was the first to say so.
    private func tell(_ command: DeviceCommand, to number: String) async {
        do {
            guard try await desk.claim(command.id) else { return }
            do {
                try await send(DeviceWords.command(command), DeviceTopic(number, .commands))
                attempts.forget(command.id)
            } catch {
                // Nobody listens there, or the broker is gone.
                try await desk.giveBack(command.id)
                log.info("a command waits for its device", metadata: ["device": "\(number)", "reason": "\(error)"])
            }
        } catch {
            log.warning("a command was not told", metadata: ["device": "\(number)", "reason": "\(error)"])
        }
    }

    private func send(_ words: [UInt8], _ topic: DeviceTopic) async throws {
        let key = topic.text.split(separator: "/").joined(separator: ".")
        try await publisher.publish(
            AMQPMessage(body: words, contentType: "application/json"), to: BrokerFeed.exchange, routingKey: key)
    }
}

/// How often something was tried in vain: the more often, the longer until the next time.
private final class Attempts: Sendable {
    private let state = Mutex<[String: (count: Int, next: ContinuousClock.Instant)]>([:])

    func mayTry(_ id: String) -> Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            let known = state[id]
            if let known, known.next > now { return false }
            // Those that count no longer are forgotten.
            if state.count > 10_000 { state = state.filter { $0.value.next > now } }
            let count = (known?.count ?? 0) + 1
            state[id] = (count, now + .seconds(min(1 << min(count, 5), 30)))
            return true
        }
    }

    func forget(_ id: String) { state.withLock { $0[id] = nil } }
}
