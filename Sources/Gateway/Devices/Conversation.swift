import Community
import MQTT
import NIOCore

/// What is said with one device over MQTT 3.1.1 or 5, as a value: packets go in, and what has to be done comes out.
/// It is an endpoint for devices and no broker: a device says its own things and hears what is meant for it.
struct Conversation {
    enum Step {
        case send(Packet)
        /// Who is it? `Conversation.known` or `unknown` has to be told.
        case logIn(number: String, key: String)
        /// Take it in; `taken` has to be told, if it has a place.
        case take(Delivery, place: Int?)
        /// May it hear these? `allowed` has to be told.
        case subscribe(Subscribe)
        /// It hears of commands and wishes from here on.
        case listens
        /// The device has the command of this id.
        case received(String)
        /// Nothing more is said.
        case close(ReasonCode)
    }

    /// Messages that are not acknowledged yet, and their bytes: then nothing more is read.
    static let mostInFlight = 1_000
    static let mostBytes = 1 << 20
    static let mostAliases = 16
    static let mostFilters = 200
    /// Bytes of a packet: before somebody is known, and after.
    static let strangersPacket = 16 << 10
    static let packet = 1 << 20
    /// In seconds, where a device of version 5 does not want to be watched or hardly.
    static let keepAlive: UInt16 = 1_200

    private enum State {
        case fresh
        case asking(Connect)
        case open
        case closed
    }

    private var state = State.fresh
    private(set) var version = ProtocolVersion.v311
    /// The device's, once it is known.
    private(set) var login: CommunityDesk.DeviceLogin?
    private(set) var client = ""
    /// After so many milliseconds without a packet it is taken for gone; nil: it is not watched.
    private(set) var patience: Int64?
    private var will: Connect.Will?
    private var incoming = Inbound()
    private var outgoing = Outbound()
    private var filters: [String: (filter: HeardTopics, quality: QualityOfService)] = [:]
    /// What a gateway's own topics mean; nil: it may have none.
    private var announced: AnnouncedTopics?
    /// Commands that were told in a gateway's own words: nobody will answer them.
    private var unanswered: Set<String> = []
    private var aliases: [UInt32: String] = [:]
    /// Packets of QoS 2 that came and are not released: what comes with the same identifier is no other message
    /// (MQTT 5, 4.3.3).
    private var unreleased: Set<UInt16> = []
    /// It wanted its session to outlive the connection.
    private var wantsSession = false
    /// It wants to hear reasons in words.
    private var wantsReasons = true
    /// Somebody is asked what it may hear.
    private var isAsking = false
    private let now: @Sendable () -> Int64

    /// - Parameter now: milliseconds since 1970, for readings that do not say when they were.
    init(now: @escaping @Sendable () -> Int64) { self.now = now }

    /// More may be read.
    var isReady: Bool {
        switch state {
        case .fresh: true
        case .asking, .closed: false
        case .open: !isAsking && incoming.count < Self.mostInFlight && incoming.bytes < Self.mostBytes
        }
    }

    /// Bytes of the largest packet that the device takes.
    var largest: Int { outgoing.largest }

    var isClosed: Bool { if case .closed = state { true } else { false } }

    // MARK: What comes

    mutating func receive(_ packet: Packet) -> [Step] {
        switch (state, packet) {
        case (.fresh, .connect(let connect)): return begin(connect)
        case (.open, .publish(let publish)): return take(publish)
        case (.open, .pubrel(let release)):
            let code = unreleased.remove(release.id) == nil ? ReasonCode.packetIdentifierNotFound : .success
            return [.send(.pubcomp(Acknowledgement(release.id, code)))]
        case (.open, .puback(let acknowledgement)):
            let isTaken = !acknowledgement.code.isFailure
            return answering(
                outgoing.acknowledged(acknowledgement.id), isDone: isTaken, isTaken ? Self.got : Self.refused)
        case (.open, .subscribe(let subscribe)): return ask(subscribe)
        case (.open, .unsubscribe(let unsubscribe)): return end(unsubscribe)
        case (.open, .pingreq): return [.send(.pingresp)]
        case (.open, .disconnect(let farewell)):
            // A session that was to end cannot go on after all (MQTT 5, 3.14.2.2.2).
            if !wantsSession, farewell.properties.number(.sessionExpiry) ?? 0 > 0 { return close(.protocolError) }
            // Whoever says that something is wrong wants others to know (MQTT 5, 3.1.2.5).
            if farewell.code == .success { will = nil }
            return close(.success)
        default: return close(.protocolError)
        }
    }

    /// What came is no packet.
    mutating func fail(_ code: ReasonCode) -> [Step] {
        // Who speaks another version is told so (3.1.1, 3.1.2.2).
        if case .fresh = state, code == .unsupportedProtocolVersion { return refuse(code) }
        return close(code)
    }

    /// Ends it: a DISCONNECT says why where the version knows one.
    mutating func close(_ code: ReasonCode) -> [Step] {
        defer { state = .closed }
        // That we go is no news of the device.
        if code == .serverShuttingDown { will = nil }
        switch state {
        case .closed: return []
        case .open where version == .v5 && code.isFailure:
            // Some clients look for the code only where a reason stands beside it.
            let farewell = Farewell(code, properties: [.text(.reasonString, "\(code)")])
            return [.send(.disconnect(farewell)), .close(code)]
        default: return [.close(code)]
        }
    }

    /// The connection is gone: what the device wanted to be said of it then.
    mutating func gone() -> Delivery? {
        defer { (state, will) = (.closed, nil) }
        guard let will, let login, let topic = DeviceTopic(will.topic) else { return nil }
        let message = DeviceMessage(topic: topic, bytes: Array(will.payload.readableBytesView), isRepeated: false)
        return Delivery(message.content(now: now()), from: .device(login.number))
    }

    // MARK: Log-in

    private mutating func begin(_ connect: Connect) -> [Step] {
        version = connect.version
        wantsReasons = connect.properties.number(.requestProblemInformation) != 0
        wantsSession = connect.properties.number(.sessionExpiry) ?? 0 > 0
        if connect.properties.text(.authenticationMethod) != nil { return refuse(.badAuthenticationMethod) }
        if connect.properties.contains(where: { $0.name == .authenticationData }) { return refuse(.protocolError) }
        if connect.client.isEmpty, !connect.isClean, version == .v311 { return refuse(.clientIdentifierNotValid) }
        if let will = connect.will {
            let mayBe = DeviceTopic(will.topic).map { !$0.channel.isDown } ?? DeviceTopic.isForeign(will.topic)
            guard mayBe else { return refuse(.notAuthorized) }
        }
        guard let number = connect.user, !number.isEmpty, let password = connect.password,
            let key = String(validating: password, as: UTF8.self)
        else { return refuse(.badUserNameOrPassword) }
        state = .asking(connect)
        return [.logIn(number: number, key: key)]
    }

    private mutating func refuse(_ code: ReasonCode) -> [Step] {
        state = .closed
        return [.send(.connack(Connack(code))), .close(code)]
    }

    /// Nobody has this number and key, or it cannot be asked now.
    mutating func unknown(_ code: ReasonCode) -> [Step] { refuse(code) }

    /// - Parameters:
    ///   - connection: tells it from all others; part of the name that it is given if it has none.
    ///   - topics: what its own topics mean, if it may have some.
    mutating func known(
        _ login: CommunityDesk.DeviceLogin, connection: Int, topics: AnnouncedTopics? = nil
    ) -> [Step] {
        guard case .asking(let connect) = state else { return [] }
        if login.announces {
            announced = topics ?? AnnouncedTopics(gateway: login.number, kept: [])
        } else if let will = connect.will, DeviceTopic(will.topic) == nil {
            return refuse(.notAuthorized)
        }
        self.login = login
        client = connect.client.isEmpty ? "linli-\(connection)" : connect.client
        will = connect.will
        state = .open
        outgoing.most = Int(connect.properties.number(.receiveMaximum) ?? 100)
        outgoing.largest = Int(connect.properties.number(.maximumPacketSize) ?? .max)
        var properties: [Property] = []
        var keepAlive = connect.keepAlive
        if version == .v5 {
            properties = [
                // Nothing is kept of a connection: commands are, in the records.
                .number(.sessionExpiry, 0), .number(.receiveMaximum, Self.mostInFlight),
                .number(.maximumPacketSize, Self.packet), .number(.topicAliasMaximum, Self.mostAliases),
                .number(.subscriptionIdentifierAvailable, 0), .number(.sharedSubscriptionAvailable, 0),
            ]
            if connect.client.isEmpty { properties.append(.text(.assignedClientIdentifier, client)) }
            if keepAlive == 0 || keepAlive > Self.keepAlive {
                keepAlive = Self.keepAlive
                properties.append(.number(.serverKeepAlive, keepAlive))
            }
        }
        patience = keepAlive == 0 ? nil : Int64(keepAlive) * 1_500
        return [.send(.connack(Connack(.success, properties: properties)))]
    }

    // MARK: What the device says

    private mutating func take(_ publish: Publish) -> [Step] {
        guard let login else { return close(.protocolError) }
        // Only those who hear something have identifiers of it (MQTT 5, 3.3.4).
        if publish.properties.number(.subscriptionIdentifier) != nil { return close(.protocolError) }
        var name = publish.topic
        if let alias = publish.properties.number(.topicAlias) {
            guard (1...UInt32(Self.mostAliases)).contains(alias) else { return close(.topicAliasInvalid) }
            if name.isEmpty { name = aliases[alias] ?? "" } else { aliases[alias] = name }
        }
        guard TopicFilter.isTopic(name) else { return close(.protocolError) }
        if publish.quality == .exactlyOnce, let id = publish.id {
            if unreleased.contains(id) {
                let place = incoming.add(
                    Inbound.Waiting(packet: id, quality: .exactlyOnce, bytes: 0, isForbidden: false))
                return incoming.settle(place, ReadingReport(taken: 0, repeated: 1, refused: [:], examples: []), .none)
            }
            if unreleased.count < Self.mostInFlight {
                unreleased.insert(id)
            } else if version == .v5 {
                return close(.receiveMaximumExceeded)
            }
        }
        let bytes = Array(publish.payload.readableBytesView)
        let contents: [Delivery.Content]
        var isForbidden = false
        let topic = DeviceTopic(name).flatMap { $0.channel.isDown ? nil : $0 }
        if let topic {
            let message = DeviceMessage(
                topic: topic, bytes: bytes, packet: publish.id, isRepeated: publish.isDuplicate)
            contents = [message.content(now: now())]
        } else if announced != nil, DeviceTopic.isForeign(name) {
            contents = announced?.contents(of: name, bytes, now: now()) ?? []
        } else {
            isForbidden = true
            contents = [.malformed(DeviceMessage.kept(Array("\(name) ".utf8) + bytes))]
        }
        let place = incoming.add(
            Inbound.Waiting(
                packet: publish.id, quality: publish.quality, bytes: bytes.count + name.utf8.count,
                isForbidden: isForbidden))
        // The last of them is taken in last: then all of it is durable.
        return contents.enumerated().map { index, content in
            var delivery = Delivery(content, from: .device(login.number))
            delivery.bytes = bytes.count
            return .take(delivery, place: index == contents.count - 1 ? place : nil)
        }
    }

    /// It is durable.
    mutating func taken(_ place: Int, _ report: ReadingReport) -> [Step] {
        guard case .open = state else { return [] }
        let steps = incoming.settle(place, report, version == .v5 ? (wantsReasons ? .words : .codes) : .none)
        // What is refused is not released.
        for case .send(.pubrec(let answer)) in steps where answer.code.isFailure { unreleased.remove(answer.id) }
        return steps
    }

    // MARK: What the device hears

    private mutating func ask(_ subscribe: Subscribe) -> [Step] {
        if subscribe.properties.number(.subscriptionIdentifier) != nil {
            return close(.subscriptionIdentifiersNotSupported)
        }
        isAsking = true
        return [.subscribe(subscribe)]
    }

    /// - Parameter numbers: of the devices for which it speaks.
    mutating func allowed(_ subscribe: Subscribe, numbers: Set<String>) -> [Step] {
        isAsking = false
        guard case .open = state else { return [] }
        var codes: [ReasonCode] = []
        var (listens, waits) = (false, false)
        for wanted in subscribe.wanted {
            if wanted.filter.hasPrefix("$share/") {
                codes.append(.sharedSubscriptionsNotSupported)
                continue
            }
            guard let topics = TopicFilter(wanted.filter) else {
                codes.append(.topicFilterInvalid)
                continue
            }
            if let filter = heard(wanted.filter, topics, numbers) {
                if filters.count >= Self.mostFilters, filters[wanted.filter] == nil {
                    codes.append(.quotaExceeded)
                } else {
                    let quality = min(wanted.quality, .atLeastOnce)
                    filters[wanted.filter] = (filter, quality)
                    codes.append(quality == .atMostOnce ? .success : .grantedQoS1)
                    listens = true
                    if case .foreign = filter { waits = waits || topics.matches(AnnouncedTopics.status.topic) }
                }
            } else {
                codes.append(.notAuthorized)
            }
        }
        let answer = Step.send(.suback(Codes(subscribe.id, codes)))
        let listening = listens ? [answer, .listens] : [answer]
        // Gateways that wait for this announce what they have.
        return waits ? listening + tell(AnnouncedTopics.status.topic, AnnouncedTopics.status.word) : listening
    }

    /// Which topics it hears by this filter; nil: none.
    private func heard(_ text: String, _ topics: TopicFilter, _ numbers: Set<String>) -> HeardTopics? {
        if let filter = DeviceFilter(text) {
            return filter.device.map(numbers.contains) ?? true ? .own(filter) : nil
        }
        return announced != nil && DeviceTopic.isForeign(text) ? HeardTopics.foreign(topics) : nil
    }

    private mutating func end(_ unsubscribe: Unsubscribe) -> [Step] {
        let codes = unsubscribe.filters.map { filter -> ReasonCode in
            filters.removeValue(forKey: filter) == nil ? .noSubscriptionExisted : .success
        }
        return [.send(.unsuback(Codes(unsubscribe.id, version == .v5 ? codes : [])))]
    }

    /// Tells the device what waits for it, or for one for which it speaks, if it wants to hear it and has not been told
    /// in this connection.
    mutating func tell(_ post: DevicePost) -> [Step] {
        var steps: [Step] = []
        for command in post.commands {
            if let (topic, bytes) = announced?.message(for: command.command, of: post.number) {
                unanswered.insert(command.id)
                steps += tell(topic, bytes, command: command.id)
            } else if let words = try? DeviceWords.command(command) {
                steps += tell(DeviceTopic(post.number, .commands).text, words, command: command.id)
            }
        }
        var wishes = post.wishes
        for (setting, value) in post.wishes.sorted(by: { $0.key < $1.key }) {
            guard let (topic, bytes) = announced?.message(setting: setting, to: value, of: post.number) else {
                continue
            }
            wishes[setting] = nil
            // Each time it is set a device may wear out a little.
            if !post.isSettled { steps += tell(topic, bytes) }
        }
        if !wishes.isEmpty, let words = try? DeviceWords.wishes(wishes) {
            steps += tell(DeviceTopic(post.number, .wishes).text, words)
        }
        return steps
    }

    /// - Parameter command: the id of the command that it is.
    mutating func tell(_ topic: String, _ bytes: [UInt8], command: String? = nil) -> [Step] {
        guard case .open = state else { return [] }
        let wanting = filters.values.filter { $0.filter.matches(topic) }
        guard let quality = wanting.map(\.quality).max() else { return [] }
        return answering(outgoing.tell(topic, bytes, quality, command: command), isDone: true, Self.sent)
    }

    /// A gateway that has got a command in its own words answers no more than that.
    private mutating func answering(_ steps: [Step], isDone: Bool, _ words: String) -> [Step] {
        guard let login, !unanswered.isEmpty else { return steps }
        return steps.flatMap { step -> [Step] in
            guard case .received(let id) = step, unanswered.remove(id) != nil else { return [step] }
            let answer = CommandAnswer(command: id, isDone: isDone, text: words)
            return [step, .take(Delivery(.answer(answer), from: .device(login.number)), place: nil)]
        }
    }

    private static let got = "网关已收到"
    private static let refused = "网关拒绝接收"
    /// It listens without acknowledging.
    private static let sent = "已发给网关，它不确认收到"
}
