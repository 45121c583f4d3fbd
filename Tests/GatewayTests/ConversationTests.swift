import Community
import MQTT
import NIOCore
import Testing

@testable import Gateway

@Suite struct ConversationTests {
    private static let login = CommunityDesk.DeviceLogin(device: "d1", number: "S1", key: "k1")

    private func fresh() -> Conversation { Conversation(now: { 1_764_010_800_000 }) }

    private func connect(_ version: ProtocolVersion, _ change: (inout Connect) -> Void = { _ in }) -> Packet {
        var connect = Connect(version: version, client: "c", user: "S1", password: Array("key".utf8))
        change(&connect)
        return .connect(connect)
    }

    private func open(_ version: ProtocolVersion, _ change: (inout Connect) -> Void = { _ in }) -> Conversation {
        var conversation = fresh()
        _ = conversation.receive(connect(version, change))
        _ = conversation.known(Self.login, connection: 1)
        return conversation
    }

    private func publish(
        _ topic: String = "linli/S1/readings", _ text: String = #"{"property":"smoke","value":1}"#,
        _ quality: QualityOfService = .atLeastOnce, id: UInt16? = 1, properties: [Property] = []
    ) -> Packet {
        .publish(
            Publish(
                topic: topic, payload: ByteBuffer(string: text), quality: quality,
                id: quality == .atMostOnce ? nil : id,
                properties: properties))
    }

    private func sent(_ steps: [Conversation.Step]) -> [Packet] {
        steps.compactMap { if case .send(let packet) = $0 { packet } else { nil } }
    }

    private func closed(_ steps: [Conversation.Step]) -> ReasonCode? {
        for case .close(let code) in steps { return code }
        return nil
    }

    private func places(_ steps: [Conversation.Step]) -> [Int] {
        steps.compactMap { if case .take(_, let place?) = $0 { place } else { nil } }
    }

    private let taken = ReadingReport(taken: 1)

    // MARK: Log-in

    @Test(arguments: ProtocolVersion.allCases)
    func aDeviceSaysWhoItIsFirst(_ version: ProtocolVersion) {
        var conversation = fresh()
        guard case .logIn("S1", "key")? = conversation.receive(connect(version)).first else {
            Issue.record("nobody is asked")
            return
        }
        // Nothing is read until it is known.
        #expect(!conversation.isReady && conversation.login == nil)
        let steps = conversation.known(Self.login, connection: 1)
        guard case .connack(let answer)? = sent(steps).first else {
            Issue.record("no CONNACK")
            return
        }
        #expect(answer.code == .success && !answer.hasSession && conversation.isReady)
        #expect(answer.properties.isEmpty == (version == .v311))
    }

    @Test(arguments: ProtocolVersion.allCases)
    func whoeverCannotBeKnownIsRefused(_ version: ProtocolVersion) {
        let wrongs: [((inout Connect) -> Void, ReasonCode)] = [
            ({ $0.user = nil }, .badUserNameOrPassword), ({ $0.user = "" }, .badUserNameOrPassword),
            ({ $0.password = nil }, .badUserNameOrPassword), ({ $0.password = [0xFF] }, .badUserNameOrPassword),
            ({ $0.will = .init(topic: "$SYS/x", payload: ByteBuffer()) }, .notAuthorized),
            ({ $0.will = .init(topic: "linli/S1/commands", payload: ByteBuffer()) }, .notAuthorized),
        ]
        for (change, code) in wrongs {
            var conversation = fresh()
            let steps = conversation.receive(connect(version, change))
            #expect(sent(steps) == [.connack(Connack(code))] && closed(steps) == code && conversation.isClosed)
        }
        var conversation = fresh()
        _ = conversation.receive(connect(version))
        #expect(closed(conversation.unknown(.badUserNameOrPassword)) == .badUserNameOrPassword)
        // Only a gateway that announces has topics of its own.
        conversation = fresh()
        _ = conversation.receive(connect(version) { $0.will = .init(topic: "elsewhere", payload: ByteBuffer()) })
        let steps = conversation.known(Self.login, connection: 1)
        #expect(sent(steps) == [.connack(Connack(.notAuthorized))] && closed(steps) == .notAuthorized)
        #expect(conversation.login == nil && conversation.isClosed && conversation.gone() == nil)
    }

    @Test func versionFiveHasMoreToRefuse() {
        var conversation = fresh()
        let steps = conversation.receive(connect(.v5) { $0.properties = [.text(.authenticationMethod, "x")] })
        #expect(closed(steps) == .badAuthenticationMethod)
        var nameless = fresh()
        #expect(
            closed(nameless.receive(connect(.v311) { ($0.client, $0.isClean) = ("", false) }))
                == .clientIdentifierNotValid)
    }

    @Test func whoHasNoNameIsGivenOne() {
        let conversation = open(.v5) { $0.client = "" }
        #expect(conversation.client == "linli-1")
    }

    @Test func silenceIsWatched() {
        #expect(open(.v311) { $0.keepAlive = 0 }.patience == nil)
        #expect(open(.v311) { $0.keepAlive = 10 }.patience == 15_000)
        // Version 5 can be told.
        #expect(open(.v5) { $0.keepAlive = 0 }.patience == 1_800_000)
        #expect(open(.v5) { $0.keepAlive = 65_535 }.patience == 1_800_000)
    }

    @Test(arguments: ProtocolVersion.allCases)
    func nothingElseComesFirstOrTwice(_ version: ProtocolVersion) {
        var first = fresh()
        #expect(closed(first.receive(.pingreq)) == .protocolError)
        var twice = open(version)
        #expect(closed(twice.receive(connect(version))) == .protocolError)
        #expect(twice.receive(.pingreq).isEmpty)
    }

    // MARK: Up

    @Test(arguments: ProtocolVersion.allCases)
    func messagesAreAcknowledgedInTheirOrder(_ version: ProtocolVersion) {
        var conversation = open(version)
        var all: [Int] = []
        for id in 1...3 { all += places(conversation.receive(publish(id: UInt16(id)))) }
        #expect(sent(conversation.taken(all[1], taken)).isEmpty)
        #expect(sent(conversation.taken(all[0], taken)) == [.puback(Acknowledgement(1)), .puback(Acknowledgement(2))])
        #expect(sent(conversation.taken(all[2], taken)) == [.puback(Acknowledgement(3))])
        #expect(conversation.taken(all[2], taken).isEmpty)
    }

    @Test func qualities() {
        var conversation = open(.v311)
        let never = places(conversation.receive(publish("linli/S1/readings", "{}", .atMostOnce)))
        #expect(never.count == 1 && sent(conversation.taken(never[0], taken)).isEmpty)
        let once = places(conversation.receive(publish("linli/S1/readings", "{}", .exactlyOnce, id: 9)))
        #expect(sent(conversation.taken(once[0], taken)) == [.pubrec(Acknowledgement(9))])
        #expect(sent(conversation.receive(.pubrel(Acknowledgement(9)))) == [.pubcomp(Acknowledgement(9))])
    }

    /// QoS 2: until it is released, what comes with its identifier is the same message.
    @Test(arguments: ProtocolVersion.allCases)
    func exactlyOnceIsOnce(_ version: ProtocolVersion) {
        var conversation = open(version)
        let message = publish("linli/S1/readings", "{}", .exactlyOnce, id: 9)
        let first = places(conversation.receive(message))
        // Again before it is durable, and after.
        #expect(first.count == 1 && conversation.receive(message).isEmpty)
        #expect(
            sent(conversation.taken(first[0], taken)) == [.pubrec(Acknowledgement(9)), .pubrec(Acknowledgement(9))])
        #expect(sent(conversation.receive(message)) == [.pubrec(Acknowledgement(9))])
        #expect(sent(conversation.receive(.pubrel(Acknowledgement(9)))) == [.pubcomp(Acknowledgement(9))])
        #expect(
            sent(conversation.receive(.pubrel(Acknowledgement(9))))
                == [.pubcomp(Acknowledgement(9, .packetIdentifierNotFound))])
        #expect(places(conversation.receive(message)).count == 1)
    }

    @Test func whatIsRefusedIsNotReleased() {
        var conversation = open(.v5)
        let message = publish("elsewhere", "{}", .exactlyOnce, id: 9)
        for _ in 0..<2 {
            let place = places(conversation.receive(message))
            #expect(place.count == 1)
            _ = conversation.taken(place[0], taken)
        }
    }

    @Test(arguments: ProtocolVersion.allCases)
    func noMoreIsReleasedThanWasAgreed(_ version: ProtocolVersion) {
        var conversation = open(version)
        for id in 1...UInt16(Conversation.mostInFlight) {
            for place in places(conversation.receive(publish("linli/S1/readings", "{}", .exactlyOnce, id: id))) {
                _ = conversation.taken(place, taken)
            }
        }
        let steps = conversation.receive(publish("linli/S1/readings", "{}", .exactlyOnce, id: 2_000))
        #expect(closed(steps) == (version == .v5 ? .receiveMaximumExceeded : nil))
    }

    @Test func versionFiveForbidsMore() {
        var heard = open(.v5)
        #expect(closed(heard.receive(publish(properties: [.number(.subscriptionIdentifier, 1)]))) == .protocolError)
        var longer = open(.v5) { $0.will = .init(topic: "linli/S1/events", payload: ByteBuffer()) }
        let steps = longer.receive(.disconnect(Farewell(.success, properties: [.number(.sessionExpiry, 5)])))
        #expect(closed(steps) == .protocolError && longer.gone() != nil)
        var data = fresh()
        let asked = data.receive(connect(.v5) { $0.properties = [Property(.authenticationData, .bytes([1]))] })
        #expect(closed(asked) == .protocolError)
    }

    @Test func onlyVersionFiveSaysWhatWasWrong() {
        func answer(_ version: ProtocolVersion, _ report: ReadingReport) -> Packet? {
            var conversation = open(version)
            return sent(conversation.taken(places(conversation.receive(publish()))[0], report)).first
        }
        let half = ReadingReport(taken: 1, refused: [.outOfRange: 2])
        #expect(answer(.v311, half) == .puback(Acknowledgement(1)))
        #expect(
            answer(.v5, half)
                == Packet.puback(Acknowledgement(1, .success, properties: [.text(.reasonString, "2 outOfRange")])))
        let strangers = ReadingReport(refused: [.unknownDevice: 1])
        #expect(
            answer(.v5, strangers)
                == .puback(Acknowledgement(1, .notAuthorized, properties: [.text(.reasonString, "1 unknownDevice")])))
        let nonsense = ReadingReport(refused: [.malformed: 1, .unknownDevice: 1])
        guard case .puback(let said)? = answer(.v5, nonsense) else {
            Issue.record("no answer")
            return
        }
        #expect(said.code == .payloadFormatInvalid)
    }

    @Test(arguments: ["elsewhere", "linli/S1/commands", "linli/S1/wishes"])
    func elsewhereIsKeptApart(_ topic: String) {
        var conversation = open(.v5)
        let steps = conversation.receive(publish(topic, "text"))
        guard case .take(let delivery, let place?)? = steps.first, case .malformed(let text) = delivery.content else {
            Issue.record("it is not kept")
            return
        }
        #expect(text == "\(topic) text")
        guard case .puback(let said)? = sent(conversation.taken(place, taken)).first else {
            Issue.record("no answer")
            return
        }
        #expect(said.code == .notAuthorized)
    }

    @Test func aliases() {
        var conversation = open(.v5)
        #expect(places(conversation.receive(publish(id: 1, properties: [.number(.topicAlias, 16)]))).count == 1)
        let steps = conversation.receive(publish("", "{}", id: 2, properties: [.number(.topicAlias, 16)]))
        guard case .take(let delivery, _)? = steps.first, case .readings = delivery.content else {
            Issue.record("not the topic of the alias")
            return
        }
        var unknown = open(.v5)
        #expect(closed(unknown.receive(publish("", "{}", properties: [.number(.topicAlias, 1)]))) == .protocolError)
        var beyond = open(.v5)
        #expect(closed(beyond.receive(publish(id: 1, properties: [.number(.topicAlias, 17)]))) == .topicAliasInvalid)
    }

    @Test func noMoreIsReadThanCanBeHeld() {
        var conversation = open(.v311)
        var all: [Int] = []
        for index in 0..<Conversation.mostInFlight {
            #expect(conversation.isReady)
            all += places(conversation.receive(publish(id: UInt16(index + 1))))
        }
        #expect(!conversation.isReady)
        _ = conversation.taken(all[0], taken)
        #expect(conversation.isReady)
        var heavy = open(.v311)
        _ = heavy.receive(publish("linli/S1/readings", String(repeating: " ", count: Conversation.mostBytes)))
        #expect(!heavy.isReady)
    }

    // MARK: Down

    private func listening(_ version: ProtocolVersion, _ quality: QualityOfService = .atLeastOnce, _ most: Int? = nil)
        -> Conversation
    {
        var conversation = open(version) { connect in
            if let most { connect.properties = [.number(.receiveMaximum, most)] }
        }
        let wanted = Subscribe(5, [.init("linli/+/commands", quality)])
        _ = conversation.receive(.subscribe(wanted))
        _ = conversation.allowed(wanted, numbers: ["S1"])
        return conversation
    }

    @Test func subscriptionsAreGrantedOneByOne() {
        var conversation = open(.v5)
        let wanted = Subscribe(
            5,
            [
                .init("linli/S1/commands", .exactlyOnce), .init("linli/S2/commands"), .init("#"),
                .init("linli/S1/#", .atMostOnce),
                .init("a/#/b"), .init("$share/g/linli/S1/commands"),
            ])
        guard case .subscribe? = conversation.receive(.subscribe(wanted)).first else {
            Issue.record("nobody is asked")
            return
        }
        let steps = conversation.allowed(wanted, numbers: ["S1"])
        #expect(
            sent(steps) == [
                .suback(
                    Codes(
                        5,
                        [
                            .grantedQoS1, .notAuthorized, .notAuthorized, .success, .topicFilterInvalid,
                            .sharedSubscriptionsNotSupported,
                        ]))
            ])
        guard case .listens? = steps.last else {
            Issue.record("nothing is told")
            return
        }
        let end = conversation.receive(.unsubscribe(Unsubscribe(6, ["linli/S1/commands", "none"])))
        #expect(sent(end) == [.unsuback(Codes(6, [.success, .noSubscriptionExisted]))])
    }

    @Test func aCommandIsToldOnceAndItsReceiptIsKnown() {
        var conversation = listening(.v5)
        let topic = DeviceTopic("S1", .commands)
        let steps = conversation.tell(topic.text, [1], command: "c1")
        guard case .publish(let publish)? = sent(steps).first, let id = publish.id else {
            Issue.record("nothing is told")
            return
        }
        #expect(publish.topic == "linli/S1/commands" && publish.quality == .atLeastOnce)
        #expect(conversation.tell(topic.text, [1], command: "c1").isEmpty)
        #expect(conversation.tell(DeviceTopic("S1", .wishes).text, [1]).isEmpty)
        guard case .received("c1")? = conversation.receive(.puback(Acknowledgement(id))).first else {
            Issue.record("nobody knows that it came")
            return
        }
        #expect(conversation.receive(.puback(Acknowledgement(id))).isEmpty)
    }

    @Test func whoAsksForNoReceiptGivesNone() {
        var conversation = listening(.v311, .atMostOnce)
        let steps = conversation.tell(DeviceTopic("S1", .commands).text, [1], command: "c1")
        #expect(steps.count == 2)
        guard case .received("c1")? = steps.first else {
            Issue.record("it waits for a receipt")
            return
        }
    }

    @Test func noMoreIsToldThanTheDeviceTakes() {
        var conversation = listening(.v5, .atLeastOnce, 2)
        let topic = DeviceTopic("S1", .commands)
        let told = (1...4).flatMap { sent(conversation.tell(topic.text, [1], command: "c\($0)")) }
        #expect(told.count == 2)
        guard case .publish(let publish) = told[0], let id = publish.id else { return }
        #expect(sent(conversation.receive(.puback(Acknowledgement(id)))).count == 1)
    }

    // MARK: The end

    @Test func aWillIsForThoseWhoDoNotSayGoodBye() {
        func conversation() -> Conversation {
            open(.v5) {
                $0.will = .init(topic: "linli/S1/events", payload: ByteBuffer(string: #"{"kind":"fault"}"#))
            }
        }
        var broken = conversation()
        guard case .event(let draft, _)? = broken.gone()?.content else {
            Issue.record("no will")
            return
        }
        #expect(draft.kind == "fault" && broken.gone() == nil)
        var polite = conversation()
        _ = polite.receive(.disconnect(Farewell()))
        #expect(polite.gone() == nil)
        var insisting = conversation()
        _ = insisting.receive(.disconnect(Farewell(.disconnectWithWill)))
        #expect(insisting.gone() != nil)
    }

    @Test func versionFiveIsToldWhy() {
        var old = open(.v311)
        #expect(sent(old.close(.sessionTakenOver)).isEmpty && old.isClosed)
        var new = open(.v5)
        guard case .disconnect(let farewell)? = sent(new.close(.sessionTakenOver)).first else {
            Issue.record("nothing is said")
            return
        }
        #expect(farewell.code == .sessionTakenOver && new.close(.success).isEmpty)
    }
}

extension ReadingReport {
    fileprivate init(taken: Int = 0, refused: [RefusedReading.Reason: Int] = [:]) {
        self.init(taken: taken, repeated: 0, refused: refused, examples: [])
    }
}
