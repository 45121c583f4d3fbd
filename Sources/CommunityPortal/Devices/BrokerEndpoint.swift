import Commons
import Gateway
import HTTPTypes
import PortalKit
import Rulebook
import Secrets

extension CommunityPortal {
    /// What RabbitMQ asks about devices that speak to it. Whoever asks has to know the token.
    var brokerEndpoints: [Endpoint] {
        [
            .api(
                .post, Route("/broker/{token}/{question}"), .open,
                Phrase(
                    zh: "RabbitMQ 询问设备的身份与主题权限（rabbitmq_auth_backend_http）；路径中须有约定的令牌",
                    en: "RabbitMQ asks who a device is and where it may speak (rabbitmq_auth_backend_http); the path "
                        + "holds the token that was agreed"),
                group: CommunityPortal.group,
                parameters: [
                    .path("token", .string(1...200), zh: "令牌", en: "The token"),
                    .path(
                        "question", .oneOf(words: ["user", "vhost", "resource", "topic"]), zh: "问题",
                        en: "The question"),
                ],
                input: .upload(types: ["application/x-www-form-urlencoded"]),
                output: .init(nil, type: "text/plain"), refusals: [.missing, .invalid, .tooLarge], bodyLimit: 1 << 14,
                pace: .trusted,
                handler: askedByBroker)
        ]
    }

    @Sendable private func askedByBroker(_ call: Call) async throws -> Reply {
        guard let brokerToken, constantTimeEqual(call.parameter("token"), brokerToken) else {
            throw Refusal(.missing, zh: "没有这个地址", en: "there is no such address")
        }
        var bytes: [UInt8] = []
        for try await piece in call.upload { bytes += piece }
        guard let fields = Fields(encoded: bytes) else {
            throw Refusal(.invalid, zh: "不是表单", en: "this is no form")
        }
        func field(_ name: String) -> String { fields.all(name).first ?? "" }
        let user = field("username")
        let question: BrokerQuestion
        switch call.parameter("question") {
        case "user": question = .user(name: user, password: field("password"))
        case "vhost": question = .host(user: user)
        case "resource":
            question = .resource(
                user: user, kind: field("resource"), name: field("name"), permission: field("permission"))
        case "topic": question = .topic(user: user, key: field("routing_key"), permission: field("permission"))
        default: throw Refusal(.missing, zh: "没有这个地址", en: "there is no such address")
        }
        let isAllowed = try await question.answer(by: desk)
        return .bytes(Array((isAllowed ? "allow" : "deny").utf8), type: "text/plain; charset=utf-8")
    }
}
