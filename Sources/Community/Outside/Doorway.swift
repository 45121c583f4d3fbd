public import Commons
public import Rulebook

/// Where somebody without a log-in stands: at a place or device, before what can be entered there.
public struct Doorway: Sendable {
    public var kind: Kind
    public var facet: OutsideFacet
    /// What they are asked.
    public var form: Form
    /// The space or device that the code hangs at.
    public var spot: CommunityDesk.Named
    /// What the code proves that it was made here.
    public var seal: String
}

/// A thing that somebody entered without a log-in, as they see it: nothing of anybody is in it.
public struct OutsideView: Sendable {
    public struct Step: Hashable, Sendable {
        public var title: Phrase
        public var at: Instant
    }

    public var kind: Kind
    public var id: String
    public var number: String
    /// As they wrote it.
    public var title: String
    public var state: String
    public var isOpen: Bool
    /// What was done to it, oldest first.
    public var steps: [Step]
    /// What they may do now.
    public var acts: [KindAct]
    public var seal: String
}
