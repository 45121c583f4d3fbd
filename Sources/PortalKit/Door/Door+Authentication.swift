import Commons
import Rulebook
import Secrets

extension Door {
    /// Finds out who it is: pages know the session's cookie, the API an access token, or else our own pages' session.
    func authenticate(_ passage: inout Passage) async throws {
        if passage.interface == .api, let header = passage.head.authorization {
            guard let token = Door.bearer(header), let admission = try await doorkeeper.admission(accessToken: token)
            else { throw Fault.badToken }
            passage.admission = admission
            return
        }
        guard let token = passage.head.cookie(configuration.sessionCookie), !token.isEmpty else { return }
        let client = SessionClient(address: passage.address, agent: passage.head.agent)
        passage.admission = try await doorkeeper.admission(sessionToken: token, from: client)
        passage.isBySession = passage.admission != nil
    }

    /// The token of `Bearer TOKEN`; nil: something else.
    static func bearer(_ header: String) -> String? {
        let prefix = "bearer "
        guard header.utf8.count > prefix.utf8.count, header.prefix(prefix.count).lowercased() == prefix else {
            return nil
        }
        let token = header.dropFirst(prefix.count).drop { $0 == " " }
        return token.utf8.count <= 512 ? String(token) : nil
    }

    /// A change that a browser asks for with our cookie must come from a page of ours.
    ///
    /// Two independent signs: where the browser says that it comes from, and the session's secret in the form or in
    /// the header.
    func checkSite(_ passage: inout Passage, _ endpoint: Endpoint) async throws {
        if !isOwnSite(passage.head) { throw Fault.crossSite }
        guard passage.isBySession, let admission = passage.admission else { return }
        if let sent = passage.head.csrf {
            if !admission.csrf.isEmpty, constantTimeEqual(sent, admission.csrf) { return }
            throw Fault.crossSite
        }
        // Only forms can carry it otherwise. The API's own script has to send the header.
        guard endpoint.interface == .page else { throw Fault.crossSite }
        try await readForm(&passage, endpoint)
        let sent = passage.form.all("_csrf")
        guard sent.count == 1, !admission.csrf.isEmpty, constantTimeEqual(sent[0], admission.csrf) else {
            throw Fault.crossSite
        }
    }

    private func isOwnSite(_ head: RequestHead) -> Bool {
        if let site = head.fetchSite, site != "same-origin", site != "none" { return false }
        guard let origin = head.origin else { return true }
        if !configuration.origins.isEmpty { return configuration.origins.contains(origin) }
        guard let host = head.host, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}
