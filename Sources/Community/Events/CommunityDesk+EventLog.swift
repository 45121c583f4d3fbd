public import Commons
import Rulebook

/// What happened, newest first, and what its devices and places are called.
public struct EventLog: Sendable {
    public var events: [Event]
    public var named: [String: CommunityDesk.Named]
    /// There are older ones: the query goes on before this one.
    public var next: Int?

    public init(events: [Event] = [], named: [String: CommunityDesk.Named] = [:], next: Int? = nil) {
        self.events = events
        self.named = named
        self.next = next
    }
}

extension CommunityDesk {
    /// Events at places that the visitor's organisations keep. `within` of the query may be a space's id or number,
    /// `device` a device's.
    /// - Throws: A `Refusal` with the place of what names nothing.
    public func events(_ query: EventQuery, _ visitor: Visitor) async throws -> EventLog {
        var asked = query
        asked.organisations = try organisations(CommunityFunction.events, visitor)
        asked.limit = min(max(query.limit, 1), EventQuery.most)
        let narrowed = asked
        return try await store.readCommunity { records in
            var query = narrowed
            func id(_ text: String?, _ kind: Kind, _ place: String) throws -> String? {
                guard let text else { return nil }
                var book = NameBook()
                guard let found = try book.item(text, of: kind.id, records),
                    query.organisations?.contains(found.head.handler) ?? true
                else { throw Refusal(.invalid, zh: "找不到：\(text)", en: "there is no '\(text)'", place: place) }
                return found.id
            }
            query.within = try id(query.within, Estate.space, "within")
            query.device = try id(query.device, Estate.device, "device")
            query.limit += 1
            var log = EventLog(events: try records.events(query))
            if log.events.count > narrowed.limit {
                log.events.removeLast()
                log.next = log.events.last?.id
            }
            let ids = Set(log.events.flatMap { [$0.device, $0.place].compactMap(\.self) })
            log.named = try records.items(ids).mapValues { Named($0) }
            return log
        }
    }
}
