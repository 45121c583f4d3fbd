/// That things of a kind are compared with those of a list: where one is found there, an event is told of, and whoever
/// works on it is warned. Fields are encrypted in both; they are compared by their blind indexes.
public struct WatchFacet: Hashable, Sendable {
    /// The kind of what is looked out for, as long as it is open and holds (`ValidityFacet`), and of the same keeper.
    public var list: String
    /// Each is enough: fields that have the same id in both and are all the same.
    public var keys: [[String]]
    /// It is compared when it is entered, when one of these fields changes, and by these acts.
    public var acts: Set<String>
    /// The kind of the event.
    public var event: String
    /// Who may do this to a thing sees the warning.
    public var warns: Kind.Verb

    public init(
        list: String, keys: [[String]], acts: Set<String> = [], event: String, warns: Kind.Verb = .work
    ) {
        self.list = list
        self.keys = keys
        self.acts = acts
        self.event = event
        self.warns = warns
    }
}
