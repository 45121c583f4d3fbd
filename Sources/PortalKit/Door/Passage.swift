import Commons
import HTTPTypes
import Rulebook

/// What is known of a request while it passes the door.
struct Passage {
    let id: String
    let request: HTTPRequest
    let head: RequestHead
    let source: BodySource
    /// Who sent it.
    let address: String
    let path: Substring
    let rawQuery: Substring
    var query = Fields()
    var match = RouteTable.Match.nothing
    var endpoint: Endpoint?
    /// Of the endpoint, for the metrics.
    var index: Int?
    var interface = Visitor.Interface.page
    var language = Language.zh
    /// `?lang=` asked for this one.
    var newLanguage: Language?
    var admission: Admission?
    /// It came with a session cookie and without an access token.
    var isBySession = false
    /// The token of a session that was renewed meanwhile; the browser gets it whatever else is answered.
    var newSession: String?
    var policy = Policy([])
    var form = Fields()
    var files: [FormFile] = []
    var body: [UInt8] = []

    init(id: String, request: HTTPRequest, source: BodySource, peer: String, trustedProxies: Set<String>) {
        self.id = id
        self.request = request
        self.source = source
        head = RequestHead(request)
        // What a socket for both versions of IP calls an address of version 4.
        let mapped = "::ffff:"
        let peer = peer.hasPrefix(mapped) ? String(peer.dropFirst(mapped.count)) : peer
        address = Passage.address(peer, head.forwardedFor, trustedProxies)
        let target = request.path ?? "/"
        let end = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        path = target[..<end]
        rawQuery = end == target.endIndex ? "" : target[target.utf8.index(after: end)...]
        interface = path.hasPrefix("/api/") ? .api : .page
    }

    var visitor: Visitor {
        Visitor(
            person: admission?.person, memberships: admission?.memberships ?? [], interface: interface,
            language: language, scopes: admission?.scopes, homes: admission?.homes ?? [])
    }

    /// The last address that no trusted proxy vouches for: what stands before it anybody can have written.
    private static func address(_ peer: String, _ forwarded: String?, _ trusted: Set<String>) -> String {
        guard let forwarded, trusted.contains(peer) else { return peer }
        for part in forwarded.split(separator: ",").reversed() {
            let address = part.filter { $0 != " " }
            if !trusted.contains(address) { return String(address.prefix(64)) }
        }
        return peer
    }
}
