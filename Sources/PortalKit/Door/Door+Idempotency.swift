import Commons
import HTTPTypes
import Rulebook
import Secrets

extension Door {
    private static let kept: [HTTPField.Name] = [.contentType, .eTag, .location]

    /// Does what the request asks once, however often it is sent with its key.
    func answerOnce(_ call: Call, _ person: Person, _ key: String) async throws -> Reply {
        let content = Array("\(call.method.rawValue) \(call.path)?\(call.rawQuery)\n".utf8) + call.body
        let key = IdempotencyKey(personID: person.id, key: key, fingerprint: SHA256Digest.hex(of: content))
        switch try await doorkeeper.begin(key) {
        case .running:
            let refusal = Refusal(
                .conflict, zh: "同一请求正在处理", en: "this very request is being done", place: "Idempotency-Key")
            throw Fault(.conflict, refusal).with(.retryAfter, "1")
        case .different:
            throw Refusal(
                .invalid, zh: "这个 Idempotency-Key 已用于另一请求", en: "this Idempotency-Key belongs to another request",
                place: "Idempotency-Key")
        case .done(let answer): return Door.reply(answer)
        case .fresh: break
        }
        let reply: Reply
        do {
            reply = try await handled(call)
        } catch {
            // Nothing was done; whoever asks again may. If this fails as well, the key's age frees it.
            try? await doorkeeper.finish(key, nil)
            throw error
        }
        do {
            try await doorkeeper.finish(key, Door.kept(reply))
        } catch {
            // It was done, and whoever asked is told so; only a repetition would not know of it.
            report(error, call.id, call.endpoint)
        }
        return reply
    }

    /// nil for answers that say that nothing was done, and for streams.
    private static func kept(_ reply: Reply) -> KeptAnswer? {
        guard reply.status.code < 400 else { return nil }
        var headers: [String: String] = [:]
        for name in kept { headers[name.canonicalName] = reply.headers[name] }
        if let etag = reply.etag { headers["etag"] = etag.header }
        switch reply.body {
        case .nothing: return KeptAnswer(status: reply.status.code, headers: headers, body: [])
        case .bytes(let bytes): return KeptAnswer(status: reply.status.code, headers: headers, body: bytes)
        case .content, .events: return nil
        }
    }

    private static func reply(_ answer: KeptAnswer) -> Reply {
        let body: Reply.Body = answer.body.isEmpty ? .nothing : .bytes(answer.body)
        var reply = Reply(status: .init(code: answer.status), body: body)
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { reply.headers[name] = value }
        }
        reply.headers[.idempotencyReplayed] = "true"
        return reply
    }
}
