import Community
import Logging
import MQTT
import NIOCore
import Synchronization

/// One connection of a device: bytes in and out, and a `Conversation` that says what to do with them. All of it
/// happens on its event loop.
final class DeviceConnection: ChannelDuplexHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// Somebody who does not say who they are is not waited for longer.
    private static let patience = TimeAmount.seconds(10)

    /// Tells it from all others of the node.
    let number: Int
    private let hub: DeviceHub
    private let loop: any EventLoop
    private var context: ChannelHandlerContext?
    private var conversation: Conversation
    private var reader = PacketReader(limit: Conversation.strangersPacket)
    private var buffer = ByteBuffer()
    /// Somebody wants to read, and has to wait.
    private var holdsRead = false
    private var waitsForRoom = false
    private var waitsForAllowance = false
    private var flushes = false
    private var isGone = false
    private var watch: Scheduled<Void>?
    /// When the last bytes came, in milliseconds since 1970.
    private let heard = Atomic<Int64>(0)

    var heardAt: Int64 { heard.load(ordering: .relaxed) }

    init(number: Int, hub: DeviceHub, on loop: any EventLoop) {
        self.number = number
        self.hub = hub
        self.loop = loop
        conversation = Conversation(now: hub.milliseconds)
    }

    // MARK: The channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { channelActive(context: context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        guard watch == nil else { return }
        watch = context.eventLoop.scheduleTask(in: Self.patience) { [self] in
            if conversation.login == nil { run(conversation.close(.keepAliveTimeout)) }
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var more = unwrapInboundIn(data)
        heard.store(hub.milliseconds(), ordering: .relaxed)
        if buffer.readableBytes == 0 { buffer = more } else { buffer.writeBuffer(&more) }
        goOn()
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { holdsRead = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { goOn() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: In

    /// Whoever does not read what they are told is not listened to either.
    private var mayRead: Bool {
        guard conversation.isReady, context?.channel.isWritable == true else { return false }
        if waitsForRoom || waitsForAllowance { return false }
        if let login, let wait = hub.wait(for: login.device) {
            waitsForAllowance = true
            loop.scheduleTask(in: .milliseconds(wait)) { [self] in
                waitsForAllowance = false
                if !isGone { goOn() }
            }
            return false
        }
        let hasRoom = hub.load.hasRoom { [weak self] in
            self?.onLoop { connection in
                connection.waitsForRoom = false
                connection.goOn()
            }
        }
        waitsForRoom = !hasRoom
        return hasRoom
    }

    /// Reads packets as long as there are some and they may be answered.
    private func goOn() {
        while buffer.readableBytes > 0, mayRead {
            do throws(PacketProblem) {
                guard let packet = try reader.next(&buffer) else { break }
                run(conversation.receive(packet))
            } catch {
                hub.tell("what a device sent is no packet", ["reason": error.reason, "device": login?.number ?? ""])
                run(conversation.fail(error.code))
            }
        }
        // Nothing is held for a connection that says nothing.
        if buffer.readableBytes == 0 {
            buffer = ByteBuffer()
        } else if buffer.readerIndex > 64 << 10 {
            buffer.discardReadBytes()
        }
        if holdsRead, mayRead {
            holdsRead = false
            context?.read()
        }
    }

    private var login: CommunityDesk.DeviceLogin? { conversation.login }

    // MARK: What has to be done

    private func run(_ steps: [Conversation.Step]) {
        for step in steps {
            switch step {
            case .send(let packet): send(packet)
            case .logIn(let number, let key): logIn(number, key)
            case .take(let delivery, let place): take(delivery, at: place)
            case .subscribe(let subscribe): ask(subscribe)
            case .listens: if let login { hub.push(to: login) }
            case .received(let command): hub.received(command)
            case .close: close()
            }
        }
    }

    private func send(_ packet: Packet) {
        guard let context else { return }
        var bytes = context.channel.allocator.buffer(capacity: 64)
        packet.write(conversation.version, to: &bytes)
        if bytes.readableBytes > conversation.largest {
            bytes.clear()
            packet.withoutWords.write(conversation.version, to: &bytes)
            guard bytes.readableBytes <= conversation.largest else {
                _ = conversation.close(.packetTooLarge)
                return close()
            }
        }
        context.write(wrapOutboundOut(bytes), promise: nil)
        if flushes { return }
        flushes = true
        // Once for all that is said now.
        context.eventLoop.execute { [self] in
            flushes = false
            self.context?.flush()
        }
    }

    private func logIn(_ number: String, _ key: String) {
        Task { [hub] in
            let answer: Result<LogIn?, any Error>
            do {
                if let login = try await hub.desk.logIn(device: number, key: key) {
                    // What it announced before may be much: it is read here, while others are served.
                    let kept = try await hub.desk.announcements(by: login)
                    let topics = login.announces ? AnnouncedTopics(gateway: login.number, kept: kept) : nil
                    answer = .success((login, topics))
                } else {
                    answer = .success(nil)
                }
            } catch {
                answer = .failure(error)
            }
            onLoop { $0.answered(answer) }
        }
    }

    private typealias LogIn = (login: CommunityDesk.DeviceLogin, topics: AnnouncedTopics?)

    private func answered(_ answer: Result<LogIn?, any Error>) {
        guard !isGone else { return }
        switch answer {
        case .success(let (login, topics)?):
            reader.limit = Conversation.packet
            run(conversation.known(login, connection: number, topics: topics))
            // It may have been too long in coming.
            guard conversation.login != nil, !conversation.isClosed else { return }
            hub.join(self, login, client: conversation.client)
            keepWatch()
        case .success(nil): run(conversation.unknown(.badUserNameOrPassword))
        case .failure: run(conversation.unknown(.serverUnavailable))
        }
        goOn()
    }

    private func take(_ delivery: Delivery, at place: Int?) {
        let bytes = DeviceConnection.size(of: delivery)
        if let login, !delivery.isReadings { hub.spend(by: login.device) }
        hub.load.add(bytes)
        hub.desk.take(delivery) { [self] result in
            hub.load.remove(bytes)
            onLoop { $0.taken(result, place) }
        }
    }

    /// What a parsed reading takes is a few times what it was sent as; the least for what is short.
    private static func size(of delivery: Delivery) -> Int { 200 + max(delivery.weight * 50, delivery.bytes) }

    private func taken(_ result: Result<ReadingReport, any Error>, _ place: Int?) {
        switch result {
        case .success(let report): if let place { run(conversation.taken(place, report)) }
        case .failure(let error):
            // It is sent again once the device is back, and by then what was wrong may be over.
            hub.tell("what a device said was not taken in", ["device": login?.number ?? "", "reason": "\(error)"])
            // Not "unavailable", which stands only in a CONNACK: some clients end for good when they read it here.
            run(conversation.close(.serverBusy))
        }
        goOn()
    }

    private func ask(_ subscribe: Subscribe) {
        guard let login else { return }
        Task { [hub] in
            let numbers = try? await hub.desk.spokenFor(by: login)
            onLoop { connection in
                if let numbers {
                    connection.run(connection.conversation.allowed(subscribe, numbers: Set(numbers.keys)))
                } else {
                    connection.run(connection.conversation.close(.serverBusy))
                }
                connection.goOn()
            }
        }
    }

    // MARK: What it is told

    func tell(_ post: DevicePost) {
        onLoop { connection in
            connection.run(connection.conversation.tell(post))
        }
    }

    /// Says why and ends it.
    func end(_ code: ReasonCode) { onLoop { $0.run($0.conversation.close(code)) } }

    // MARK: The end

    private func close() {
        guard let context else { return }
        context.flush()
        context.close(mode: .all, promise: nil)
    }

    private func end() {
        guard !isGone else { return }
        // What it said before it went was said, a farewell as well.
        if login != nil {
            while !conversation.isClosed, let packet = try? reader.next(&buffer) { run(conversation.receive(packet)) }
        }
        isGone = true
        watch?.cancel()
        guard let login else { return }
        if let last = conversation.gone() {
            let bytes = DeviceConnection.size(of: last)
            hub.load.add(bytes)
            hub.desk.take(last) { [hub] _ in hub.load.remove(bytes) }
        }
        hub.leave(self, login)
    }

    /// A device that says nothing for too long is gone, whatever TCP thinks (MQTT 5, 3.1.2.10).
    private func keepWatch() {
        watch?.cancel()
        guard let patience = conversation.patience, let context else { return }
        // Nobody can be heard who is not listened to.
        if holdsRead { heard.store(hub.milliseconds(), ordering: .relaxed) }
        let left = heardAt + patience - hub.milliseconds()
        if left <= 0 { return run(conversation.close(.keepAliveTimeout)) }
        watch = context.eventLoop.scheduleTask(in: .milliseconds(max(left, 1))) { [self] in keepWatch() }
    }

    /// Nothing is done for a connection that is gone.
    private func onLoop(_ body: @escaping @Sendable (DeviceConnection) -> Void) {
        loop.execute { [self] in
            if !isGone { body(self) }
        }
    }
}
