public import Commons

extension CommunityDesk {
    /// How many things of a kind still ask something of somebody, of those that the visitor may read.
    /// `states`: the states that count; nil: all that are open.
    /// - Throws: A `Refusal` if they may read none.
    public func openCount(of kind: Kind, in states: Set<String>? = nil, _ visitor: Visitor) async throws -> Int {
        let reach = try reach(kind.function(.read), visitor)
        if reach.isEmpty { return 0 }
        let states = (states ?? kind.openStates).sorted()
        let counts = try await store.readCommunity {
            try $0.countItems(ItemQuery(kind: kind.id, reach: reach, states: states))
        }
        return states.compactMap { counts[$0] }.reduce(0, +)
    }
}
