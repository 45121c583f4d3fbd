public import Rulebook

/// Where a request of a session comes from.
public struct SessionClient: Hashable, Sendable {
    public var address: String
    /// What the browser calls itself.
    public var agent: String

    public init(address: String, agent: String) {
        self.address = address
        self.agent = agent
    }

    /// What differs from where a session began; nil: nothing that matters.
    /// - `bindsNetwork`: the network matters as well.
    public func difference(from session: Session, _ bindsNetwork: Bool) -> Phrase? {
        if Self.family(agent) != Self.family(session.agent) { return Phrase(zh: "浏览器", en: "browser") }
        if bindsNetwork, Self.network(address) != Self.network(session.address) {
            return Phrase(zh: "网络", en: "network")
        }
        return nil
    }

    /// The make of a browser, which stays while its version changes; of other programs the first word.
    static func family(_ agent: String) -> String {
        // Most browsers call themselves by the names of others as well: the most particular one first.
        let makes = ["MicroMessenger", "Edg", "OPR", "Firefox", "FxiOS", "CriOS", "Chrome", "Safari"]
        if let make = makes.first(where: agent.contains) { return make }
        return String(agent.prefix { $0 != "/" && $0 != " " })
    }

    /// The first three numbers of IPv4, the first four groups of IPv6.
    static func network(_ address: String) -> String {
        if address.contains(".") {
            return address.split(separator: ".", omittingEmptySubsequences: false).prefix(3).joined(separator: ".")
        }
        // Zeros that `::` leaves out.
        let halves = address.lowercased().split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let first = halves[0].split(separator: ":")
        let last = halves.count > 1 ? halves[1].split(separator: ":") : []
        let zeros = halves.count > 1 ? max(0, 8 - first.count - last.count) : 0
        let groups = first + Array(repeating: Substring("0"), count: zeros) + last
        return groups.prefix(4).map { group in
            let plain = group.drop { $0 == "0" }
            return plain.isEmpty ? "0" : String(plain)
        }.joined(separator: ":")
    }
}

extension Accounts {
    /// Ends a session that is used by somebody else, as it seems, and tells its person.
    func endStolen(_ session: Session, _ difference: Phrase, _ client: SessionClient, _ records: any Records) throws {
        // Two requests may see it at the same time; one tells.
        guard try records.endSession(session.id, of: session.person) else { return }
        try note("person.sessionBroken", session.person, records)
        try tell(
            session.person, "account.session",
            Phrase(zh: "您的一个登录已被结束", en: "A session of yours was ended"),
            Phrase(
                zh: "它在另一\(difference.zh)中被使用（来自 \(client.address.cleaned(64))）。如果不是您本人，请修改密码。",
                en: "It was used with another \(difference.en) (from \(client.address.cleaned(64))). "
                    + "If that was not you, change your password."), link: "/account/sessions", records)
    }

    /// A notice to one person about their account.
    func tell(
        _ person: String, _ kind: String, _ subject: Phrase, _ body: Phrase, link: String, _ records: any Records
    ) throws {
        try NoticePost.put(
            Notice(
                id: surroundings.newID(), person: person, at: surroundings.now(), kind: kind, subject: subject,
                body: body, link: link), in: records)
    }
}
