import Commons
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Rulebook
import Synchronization

/// What Hummingbird hands over with a request.
struct PortalContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Takes requests from the network through the door, and puts into HTTP what comes back.
struct PortalResponder: HTTPResponder {
    let door: Door
    let surroundings: Portal.Surroundings
    private let security: SecurityHeaders
    private let ids = RequestIDs()

    init(door: Door, surroundings: Portal.Surroundings) {
        self.door = door
        self.surroundings = surroundings
        security = SecurityHeaders(isSecure: door.configuration.isSecure)
    }

    func respond(to request: Request, context: PortalContext) async throws -> Response {
        let source = BodySource(request.body, channel: context.channel)
        let peer = context.channel.remoteAddress?.ipAddress ?? ""
        return await respond(to: request.head, source: source, peer: peer)
    }

    func respond(to request: HTTPRequest, source: BodySource, peer: String) async -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let metrics = door.operations.metrics
        metrics.inFlight.add(1, ordering: .relaxed)
        defer { metrics.inFlight.subtract(1, ordering: .relaxed) }
        var passage = Passage(
            id: ids.next(), request: request, source: source, peer: peer,
            trustedProxies: door.configuration.trustedProxies)
        let response = await respond(&passage)
        let duration = (clock.now - start).components
        let microseconds = duration.seconds * 1_000_000 + duration.attoseconds / 1_000_000_000_000
        metrics.note(passage.index, status: response.status.code, microseconds: microseconds)
        if door.configuration.logsRequests, !door.configuration.isQuiet() {
            log(passage, response.status.code, microseconds)
        }
        return response
    }

    private func respond(_ passage: inout Passage) async -> Response {
        do {
            if let reply = try await door.operations.reply(passage, metricsToken: door.configuration.metricsToken) {
                return response(reply, passage, closes: false)
            }
            return response(try await door.answer(&passage), passage, closes: false)
        } catch {
            let fault = fault(error, passage)
            return response(reply(fault, passage), passage, closes: fault.closes)
        }
    }

    // MARK: Errors

    private func fault(_ error: any Error, _ passage: Passage) -> Fault {
        if let fault = error as? Fault { return fault }
        if let refusal = error as? Refusal ?? surroundings.translate(error) {
            var fault = Fault(refusal, ifMatch: passage.head.ifMatch != nil)
            if refusal.kind == .forbidden, passage.admission == nil {
                fault.status = .unauthorized
                fault.headers[.wwwAuthenticate] = "Bearer"
                fault.isAnonymous = true
            }
            return fault
        }
        surroundings.report(error, passage.id, passage.endpoint)
        return .unexpected
    }

    private func reply(_ fault: Fault, _ passage: Passage) -> Reply {
        var reply: Reply
        if passage.interface == .api {
            let json = Problem.json(fault, id: passage.id, language: passage.language)
            reply = Reply(status: fault.status, type: Problem.type, body: .bytes(json.bytes))
        } else if fault.isAnonymous {
            let target = passage.rawQuery.isEmpty ? String(passage.path) : "\(passage.path)?\(passage.rawQuery)"
            let isGoingBack = passage.request.method == .get && Reply.isOwn(target)
            let query = isGoingBack ? [(name: "next", value: target)] : []
            return .redirect(to: door.configuration.logIn.path(values: [], query: query))
        } else if let route = fault.duty.flatMap({ door.configuration.duties[$0] }) {
            return .redirect(to: route.path()).with(.cacheControl, "no-store")
        } else if let fields = fault.proof {
            reply = proofPage(fault, fields, passage)
        } else {
            reply = .page(surroundings.errorPage(failure(fault, passage)), status: fault.status)
        }
        for field in fault.headers { reply.headers.append(field) }
        reply.headers[.cacheControl] = "no-store"
        return reply
    }

    private func failure(_ fault: Fault, _ passage: Passage) -> Portal.Failure {
        Portal.Failure(
            status: fault.status, refusal: fault.refusal, requestID: passage.id, visitor: passage.visitor,
            csrf: passage.admission?.csrf ?? "", path: String(passage.path))
    }

    /// The form again with the question who it is; where there is no form, a page of its own that leads back.
    private func proofPage(_ fault: Fault, _ fields: Fields, _ passage: Passage) -> Reply {
        let target = passage.rawQuery.isEmpty ? String(passage.path) : "\(passage.path)?\(passage.rawQuery)"
        if passage.request.method == .get || passage.request.method == .head {
            return .redirect(to: door.configuration.confirm.path(values: [], query: [(name: "next", value: target)]))
        }
        let request = Portal.ProofRequest(
            action: target, fields: fields, hasSecondFactor: passage.admission?.hasSecondFactor ?? false,
            refusal: fault.refusal.kind == .unproved ? nil : fault.refusal)
        return .page(surroundings.proofPage(failure(fault, passage), request), status: fault.status)
    }

    // MARK: Answers

    private func response(_ reply: Reply, _ passage: Passage, closes: Bool) -> Response {
        var reply = reply
        var headers = reply.headers
        var isFile = false
        if case .content = reply.body { isFile = true }
        security.add(to: &headers, isFile: isFile)
        headers.append(HTTPField(name: .requestID, value: passage.id))
        if closes { headers[.connection] = "close" }
        cookies(&headers, reply, passage)
        cache(&headers, reply, passage)
        if let etag = reply.etag {
            headers[.eTag] = etag.header
            if reply.status == .ok, isUnchanged(etag, passage) {
                headers[.contentType] = nil
                headers[.contentDisposition] = nil
                reply.status = .notModified
                reply.body = .nothing
            }
        }
        let body = body(&reply, &headers, passage)
        return Response(status: reply.status, headers: headers, body: closes ? closing(body, passage) : body)
    }

    private func isUnchanged(_ etag: EntityTag, _ passage: Passage) -> Bool {
        guard passage.request.method == .get || passage.request.method == .head else { return false }
        let header = passage.request.headerFields[.ifNoneMatch]
        return header.flatMap { EntityTag.Condition($0, weakly: true) }?.matches(etag) ?? false
    }

    private func cookies(_ headers: inout HTTPFields, _ reply: Reply, _ passage: Passage) {
        let secure = door.configuration.isSecure ? "; Secure" : ""
        switch reply.session {
        case .begin(let token, let seconds):
            let age = seconds.map { "; Max-Age=\($0)" } ?? ""
            let name = door.configuration.sessionCookie
            headers.append(
                HTTPField(
                    name: .setCookie, value: "\(name)=\(token); Path=/; HttpOnly; SameSite=Lax\(secure)\(age)"))
        case .end:
            let name = door.configuration.sessionCookie
            headers.append(
                HTTPField(name: .setCookie, value: "\(name)=; Path=/; HttpOnly; SameSite=Lax\(secure); Max-Age=0"))
        case nil:
            if let token = passage.newSession {
                let name = door.configuration.sessionCookie
                headers.append(
                    HTTPField(name: .setCookie, value: "\(name)=\(token); Path=/; HttpOnly; SameSite=Lax\(secure)"))
            }
        }
        if let language = passage.newLanguage {
            let name = PortalConfiguration.languageCookie
            let value = "\(name)=\(language.rawValue); Path=/; SameSite=Lax\(secure); Max-Age=31536000"
            headers.append(HTTPField(name: .setCookie, value: value))
        }
    }

    private func cache(_ headers: inout HTTPFields, _ reply: Reply, _ passage: Passage) {
        if headers[.cacheControl]?.hasPrefix("public") == true { return }
        headers.append(HTTPField(name: .vary, value: "Accept-Language, Authorization, Cookie"))
        if headers.contains(.cacheControl) { return }
        let isPublic = passage.admission == nil && reply.session == nil && reply.status.code < 400
        let control = reply.etag != nil ? "private, no-cache" : isPublic ? "no-cache" : "no-store"
        headers.append(HTTPField(name: .cacheControl, value: control))
    }

    private func log(_ passage: Passage, _ status: Int, _ microseconds: Int64) {
        var line = LogLine(surroundings.now(), level: status >= 500 ? "error" : "info", message: "request")
        line.add("request", passage.id)
        line.add("method", passage.request.method.rawValue)
        line.add("route", passage.endpoint?.route.template ?? "")
        line.add("status", Int64(status))
        line.add("microseconds", microseconds)
        if let person = passage.admission?.person { line.add("person", person.id) }
        surroundings.log.write(line.finished)
    }
}

/// Ids of requests: unlike those of other runs, and one after the other within one.
final class RequestIDs: Sendable {
    private let prefix = String(UInt64.random(in: 0..<1 << 40), radix: 36)
    private let last = Atomic<UInt64>(0)

    func next() -> String {
        prefix + "-" + String(last.add(1, ordering: .relaxed).newValue, radix: 36)
    }
}

extension Portal.Surroundings {
    /// Writes an error that nobody is told of into the log.
    func report(_ error: any Error, _ id: String, _ endpoint: Endpoint?) {
        var line = LogLine(now(), level: "error", message: "a request failed")
        line.add("request", id)
        line.add("route", endpoint?.name ?? "")
        line.add("error", String(reflecting: error))
        log.write(line.finished)
    }
}
