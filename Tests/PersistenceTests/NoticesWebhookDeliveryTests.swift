import Commons
import Persistence
import Secrets
import Synchronization
import Testing

@Suite struct NoticesWebhookDeliveryTests {
    static func webhook(
        _ id: String, _ organisation: String = "o1", events: Set<String> = ["case.submitted"], isActive: Bool = true
    ) -> WebhookSubscription {
        WebhookSubscription(
            id: id, organisation: organisation, person: "li", url: "https://example.cn/\(id)", secret: "secret \(id)",
            events: events, isActive: isActive, createdAt: FilesClock().now)
    }

    @Test(arguments: Engines.Kind.allCases)
    func webhooksAreKept(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let webhooks = [
                Self.webhook("a", events: ["x", "y"]), Self.webhook("b", events: ["y"], isActive: false),
                Self.webhook("c", "o2", events: ["x"]), Self.webhook("d", events: []),
            ]
            try await store.write { records in
                for webhook in webhooks { try records.setWebhook(webhook) }
                #expect(try records.webhooks(of: "o1") == [webhooks[0], webhooks[1], webhooks[3]])
                #expect(try records.webhooks(for: "x", organisations: ["o1", "o2", "o3"]).map(\.id) == ["a", "c"])
                #expect(try records.webhooks(for: "x", organisations: ["o2"]).map(\.id) == ["c"])
                #expect(try records.webhooks(for: "y", organisations: ["o1"]).map(\.id) == ["a"])
                #expect(try records.webhooks(for: "x", organisations: []).isEmpty)
                var changed = webhooks[0]
                (changed.url, changed.events, changed.failures) = ("https://example.cn/other", ["z"], 7)
                try records.setWebhook(changed)
                #expect(try records.webhook("a") == changed)
                #expect(try records.webhooks(for: "x", organisations: ["o1"]).isEmpty)
                let now = FilesClock().now
                try records.setWebhookDelivery(
                    WebhookDelivery(id: "d1", webhook: "a", event: "z", payload: [], createdAt: now, at: now))
                try records.removeWebhook("a")
                #expect(try records.webhook("a") == nil)
                #expect(try records.webhookDelivery("d1") == nil)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func deliveriesAreKept(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let now = FilesClock().now
            let deliveries = (0..<6).map { number in
                WebhookDelivery(
                    id: "d\(number)", webhook: number < 5 ? "a" : "b", event: "x", payload: [123, 0, 255],
                    createdAt: now.adding(seconds: Int64(number / 2)),
                    state: WebhookDelivery.State.allCases[number % 3], attempts: number,
                    at: now.adding(seconds: Int64(10 - number)), outcome: "HTTP \(number)")
            }
            try await store.write { records in
                try records.setWebhook(Self.webhook("a"))
                try records.setWebhook(Self.webhook("b"))
                for delivery in deliveries { try records.setWebhookDelivery(delivery) }
                #expect(try records.webhookDeliveries(of: "a", limit: 4) == [4, 3, 2, 1].map { deliveries[$0] })
                let due = try records.webhookDeliveries(dueBy: now.adding(seconds: 10), limit: 9)
                #expect(due.map(\.id) == ["d3", "d0"])
                #expect(try records.webhookDeliveries(dueBy: now.adding(seconds: 7), limit: 9).map(\.id) == ["d3"])
                #expect(try records.removeWebhookDeliveries(settledBefore: now.adding(seconds: 8)) == 2)
                #expect(try records.webhookDeliveries(of: "a", limit: 9).map(\.id) == ["d3", "d2", "d1", "d0"])
            }
        }
    }

    /// A store with one webhook and one delivery, and what its receiver answers: a status, or 0 for nothing.
    final class Scene: Sendable {
        let store: SQLStore
        let clock = FilesClock()
        let answer = Mutex(500)
        let requests = FilesCollected<WebhookRequest>()

        struct Unreachable: Error, CustomStringConvertible { let description = "timed out" }

        init(_ store: SQLStore) async throws {
            self.store = store
            let surroundings = clock.surroundings
            try await store.write { records in
                try records.setWebhook(NoticesWebhookDeliveryTests.webhook("a"))
                try WebhookPost.put(
                    "case.submitted", Array("{\"n\":1}".utf8), organisations: ["o1"], in: records, surroundings)
                try WebhookPost.put("case.other", [], organisations: ["o1"], in: records, surroundings)
                try WebhookPost.put("case.submitted", [], organisations: ["o2"], in: records, surroundings)
            }
        }

        func runOne() async throws -> Bool {
            let post = WebhookPost(store: store, surroundings: clock.surroundings) { request in
                self.requests.add(request)
                let answer = self.answer.withLock(\.self)
                if answer == 0 { throw Unreachable() }
                return answer
            }
            return try await JobRunner(
                store: store, surroundings: clock.surroundings, node: "n", handlers: [post.handler], sleep: { _ in }
            ).runOne()
        }

        func delivery() async throws -> WebhookDelivery {
            let all = try await store.read { try $0.webhookDeliveries(of: "a", limit: 9) }
            #expect(all.count == 1)
            return try #require(all.first)
        }

        func failures() async throws -> Int? { try await store.read { try $0.webhook("a")?.failures } }
    }

    @Test func requestsAreSigned() async throws {
        try await Engines.withStore(.sqlite) { store in
            let scene = try await Scene(store)
            scene.answer.withLock { $0 = 204 }
            #expect(try await scene.runOne())
            let request = try #require(scene.requests.all.first)
            let code = HMACSHA256.code(for: Array("1000000000.{\"n\":1}".utf8), key: Array("secret a".utf8))
            let delivery = try await scene.delivery()
            #expect(request.url == "https://example.cn/a" && request.body == Array("{\"n\":1}".utf8))
            #expect(
                request.headers == [
                    .init("Content-Type", "application/json; charset=utf-8"), .init("Linli-Event", "case.submitted"),
                    .init("Linli-Delivery", delivery.id),
                    .init("Linli-Signature", "t=1000000000,v1=\(Hexadecimal.text(code))"),
                ])
            #expect(delivery.state == .delivered && delivery.attempts == 1 && delivery.outcome == "HTTP 204")
            #expect(try await !scene.runOne())
        }
    }

    /// Ten attempts at growing intervals, then no more until somebody asks.
    @Test(arguments: Engines.Kind.allCases)
    func failuresAreTriedTenTimes(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let scene = try await Scene(store)
            #expect(try await scene.runOne())
            for (index, delay) in WebhookPost.delays.enumerated() {
                let waiting = try await scene.delivery()
                #expect(waiting.state == .pending && waiting.attempts == index + 1)
                #expect(waiting.at == scene.clock.now.adding(seconds: delay))
                scene.clock.pass(seconds: delay - 1)
                #expect(try await !scene.runOne())
                scene.clock.pass(seconds: 1)
                scene.answer.withLock { $0 = index == 8 ? 0 : 302 }
                #expect(try await scene.runOne())
            }
            let given = try await scene.delivery()
            #expect(given.state == .givenUp && given.attempts == 10 && given.outcome == "timed out")
            #expect(try await scene.failures() == 10)
            scene.clock.pass(seconds: 999_999)
            #expect(try await !scene.runOne())

            let now = scene.clock.now
            try await store.write { try WebhookPost.retry(given.id, in: $0, now: now) }
            scene.answer.withLock { $0 = 200 }
            #expect(try await scene.runOne())
            #expect(try await scene.delivery().state == .delivered)
            #expect(try await scene.failures() == 0)
            let refusal = await #expect(throws: Refusal.self) {
                try await store.write { try WebhookPost.retry("none", in: $0, now: now) }
            }
            #expect(refusal?.kind == .missing)
        }
    }

    @Test func nothingIsSentToWebhooksThatAreOff() async throws {
        try await Engines.withStore(.sqlite) { store in
            let scene = try await Scene(store)
            try await store.write { try $0.setWebhook(Self.webhook("a", isActive: false)) }
            #expect(try await scene.runOne())
            #expect(scene.requests.all.isEmpty)
            #expect(try await scene.delivery().state == .givenUp)
        }
    }
}
