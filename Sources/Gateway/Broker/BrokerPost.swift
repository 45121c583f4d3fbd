import AMQP
import Commons
import Community
import Logging

/// Tells devices behind a broker what waits for them.
struct BrokerPost: Sendable {
    private let desk: CommunityDesk
    private let publisher: AMQPPublisher
    private let log: Logger

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
                case ("command", 3...), ("wish", 2): await push([String(words[1])], wishes: words[0] == "wish")
                default: break
                }
            }
        }
    }

    /// Commands that could not be told before: the device may have come meanwhile.
    func pushAll() async {
        guard let devices = try? await desk.devicesWaiting(), !devices.isEmpty else { return }
        await push(devices, wishes: true)
    }

    private func push(_ devices: [String], wishes: Bool) async {
        guard let posts = try? await desk.post(for: devices) else { return }
        for post in posts where !post.isElsewhere {
            for command in post.commands { await tell(command, to: post.number) }
            if wishes, !post.wishes.isEmpty, let words = try? DeviceWords.wishes(post.wishes) {
                _ = try? await send(words, DeviceTopic(post.number, .wishes))
            }
        }
    }

    /// Of all nodes the one tells it that was the first to say so.
    private func tell(_ command: DeviceCommand, to number: String) async {
        do {
            guard try await desk.claim(command.id) else { return }
            do {
                try await send(DeviceWords.command(command), DeviceTopic(number, .commands))
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
