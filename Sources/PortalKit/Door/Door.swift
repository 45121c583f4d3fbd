import Commons
import HTTPTypes
import Rulebook
import Secrets

/// The order in which every request passes: nothing else decides who gets in.
struct Door: Sendable {
    let endpoints: [Endpoint]
    let table: RouteTable
    let doorkeeper: any Doorkeeper
    let assets: Assets
    let configuration: PortalConfiguration
    let operations: Operations
    let limiter: RateLimiter
    /// First parts of addresses below which there are no pages.
    let programRoots: Set<String>
    let now: @Sendable () -> Instant
    /// Writes an error that nobody is told of into the log.
    let report: @Sendable (any Error, String, Endpoint?) -> Void

    /// Lets the request in and has it answered, or throws a `Fault`, a `Refusal` or whatever the handler throws.
    func answer(_ passage: inout Passage) async throws -> Reply {
        try checkSizes(passage)
        if let reply = try assets.reply(passage) { return reply }
        passage.match = table.match(passage.request.method, passage.path)
        if case .endpoint(let index, _) = passage.match {
            passage.index = index
            passage.endpoint = endpoints[index]
            passage.interface = endpoints[index].interface
        } else if programRoots.contains(String(passage.path.dropFirst().prefix { $0 != "/" })) {
            // Whoever asks here is a program, even where there is nothing.
            passage.interface = .api
        }
        // The language first, so that every refusal speaks it; the person's own is known later.
        if !passage.rawQuery.isEmpty {
            guard let query = Fields(encoded: passage.rawQuery.utf8, most: 200) else {
                throw Fault.malformed(zh: "查询参数编码有误", en: "the query is not encoded well", place: "query")
            }
            passage.query = query
        }
        let known = chooseLanguage(&passage)
        try await authenticate(&passage)
        if !known, let language = (passage.admission?.person.language).flatMap(Language.init) {
            passage.language = language
        }
        try checkPace(passage)
        let (endpoint, values) = try endpoint(passage)
        if !endpoint.isSafe, passage.isBySession || passage.interface == .page {
            try await checkSite(&passage, endpoint)
        }
        passage.policy = try await doorkeeper.policy()
        try checkAccess(passage, endpoint)
        try checkDuty(passage, endpoint)
        try checkNeeds(passage, endpoint)
        var call = call(passage, endpoint, values)
        try await readBody(&call, &passage, endpoint)
        try checkParameters(call)
        try await checkProof(&call, &passage, endpoint)
        guard endpoint.needs.contains(.idempotencyKey), let person = call.person, let key = passage.head.idempotencyKey
        else { return try await handled(call) }
        return try await answerOnce(call, person, key)
    }

    /// Everything that is written meanwhile says in whose name.
    func handled(_ call: Call) async throws -> Reply {
        let origin = Origin(person: call.person?.id, way: call.endpoint.interface.rawValue)
        return try await Origin.$current.withValue(origin) { try await call.endpoint.handler(call) }
    }

    private func checkSizes(_ passage: Passage) throws(Fault) {
        let target = passage.request.path?.utf8.count ?? 0
        if target > configuration.addressLimit { throw .addressTooLong }
        if passage.head.size > configuration.headerLimit { throw .headersTooLarge }
        if passage.head.isAmbiguous {
            throw Fault.malformed(zh: "请求头重复", en: "a header field is there twice").closing
        }
    }

    /// Whether the request itself says it.
    private func chooseLanguage(_ passage: inout Passage) -> Bool {
        if let asked = LanguageChoice.asked(passage.query) {
            passage.language = asked
            if passage.head.cookie(PortalConfiguration.languageCookie) != asked.rawValue { passage.newLanguage = asked }
            return true
        }
        let kept = passage.head.cookie(PortalConfiguration.languageCookie).flatMap(Language.init)
        guard let language = kept ?? passage.head.acceptLanguage.flatMap(LanguageChoice.accepted) else { return false }
        passage.language = language
        return true
    }

    private func checkPace(_ passage: Passage) throws(Fault) {
        guard let paces = configuration.pace, passage.endpoint?.pace != .trusted else { return }
        let moment = now().milliseconds
        if passage.endpoint?.pace == .logIn, passage.endpoint?.isSafe == false { try checkGuessing(passage) }
        let (name, pace) =
            passage.admission.map { ("p" + $0.person.id, paces.account) }
            ?? ("a" + Door.network(passage.address), paces.anonymous)
        if let seconds = limiter.wait(name, pace, now: moment) { throw .tooMany(seconds: seconds) }
    }

    /// Guessing has to be slow: from one network, and at one account.
    func checkGuessing(_ passage: Passage) throws(Fault) {
        guard let paces = configuration.pace else { return }
        let names = ["l" + Door.network(passage.address)] + (passage.admission.map { ["g" + $0.person.id] } ?? [])
        for name in names {
            if let seconds = limiter.wait(name, paces.logIn, now: now().milliseconds) {
                throw .tooMany(seconds: seconds)
            }
        }
    }

    /// Whoever has one IPv6 address has 2^64 of them.
    static func network(_ address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")), !address.contains(".") else { return address }
        let head = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)[0]
        return head.split(separator: ":").prefix(4).joined(separator: ":") + "::"
    }

    private func endpoint(_ passage: Passage) throws(Fault) -> (Endpoint, [String]) {
        switch passage.match {
        case .endpoint(let index, let values): return (endpoints[index], values)
        case .methods(let methods): throw .method(allowed: methods)
        case .nothing: throw .missing
        case .malformed: throw .malformed(zh: "地址编码有误", en: "the address is not encoded well", place: "path")
        }
    }

    private func checkAccess(_ passage: Passage, _ endpoint: Endpoint) throws(Fault) {
        let visitor = passage.visitor
        switch endpoint.access {
        case .open: return
        case .signedIn:
            guard let person = visitor.person else { throw .unauthenticated }
            if !person.isActive {
                throw Fault(.forbidden, Refusal(.forbidden, zh: "账号已停用", en: "the account is not active"))
            }
        case .function(let function):
            let decision = passage.policy.decide(visitor, function)
            if decision.isAllowed { return }
            if visitor.person == nil { throw .unauthenticated }
            throw Fault(.forbidden, Refusal(.forbidden, decision.reason))
        }
    }

    private func checkNeeds(_ passage: Passage, _ endpoint: Endpoint) throws(Fault) {
        if endpoint.needs.contains(.ifMatch) {
            guard let header = passage.head.ifMatch else {
                let refusal = Refusal(
                    .unversioned, zh: "请用 If-Match 说明修改所依据的版本", en: "say with If-Match which version this changes",
                    place: "If-Match")
                throw Fault(refusal, ifMatch: false)
            }
            if EntityTag.Condition(header) == nil {
                throw .malformed(zh: "If-Match 写法有误", en: "If-Match is not written well", place: "If-Match")
            }
        }
        if endpoint.needs.contains(.idempotencyKey) {
            let key = passage.head.idempotencyKey ?? ""
            guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (33...126).contains($0) }) else {
                throw .malformed(
                    zh: "请在 Idempotency-Key 中给出 1 到 128 个可见 ASCII 字符",
                    en: "Idempotency-Key must be there, with 1 to 128 visible ASCII characters",
                    place: "Idempotency-Key")
            }
        }
    }

    private func call(_ passage: Passage, _ endpoint: Endpoint, _ values: [String]) -> Call {
        Call(
            id: passage.id, endpoint: endpoint, method: passage.request.method, path: String(passage.path),
            rawQuery: String(passage.rawQuery), headers: passage.request.headerFields, visitor: passage.visitor,
            admission: passage.admission, policy: passage.policy, address: passage.address, values: values,
            query: passage.query)
    }

    /// What the API declares of its parameters holds before a handler sees them.
    private func checkParameters(_ call: Call) throws {
        guard call.endpoint.interface == .api else { return }
        var details: [Refusal.Detail] = []
        for parameter in call.endpoint.parameters {
            switch parameter.place {
            case .path:
                // An id that no thing can have is the id of nothing.
                let value = call.parameter(parameter.name)
                if parameter.schema.problem(ofText: value, place: parameter.name) != nil { throw Fault.missing }
            case .query:
                if let value = try call.query.optional(parameter.name) {
                    if let problem = parameter.schema.problem(ofText: value, place: parameter.name) {
                        details.append(problem)
                    }
                } else if parameter.isRequired {
                    details.append(Refusal.Detail(parameter.name, Phrase(zh: "必填", en: "is missing")))
                }
            case .header: break
            }
        }
        for name in call.query.names where name != "lang" {
            if !call.endpoint.parameters.contains(where: { $0.place == .query && $0.name == name }) {
                details.append(Refusal.Detail(String(name.prefix(100)), Phrase(zh: "没有这个参数", en: "is no parameter")))
            }
        }
        if !details.isEmpty { throw Door.unfit(details) }
    }

    static func unfit(_ details: [Refusal.Detail]) -> Refusal {
        Refusal(
            .invalid, zh: "有 \(details.count) 处不符合要求", en: "\(details.count) points do not fit",
            place: details.first?.place, details: details)
    }
}
