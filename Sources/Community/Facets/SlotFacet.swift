/// That a thing of a kind takes up a resource from one moment until another: no two at once beyond what there is room
/// for. What the resource says of itself is read by `Bookable`.
public struct SlotFacet: Hashable, Sendable {
    /// The field that refers to what is taken up.
    public var resource: String
    /// The fields with the first moment and the first one after it.
    public var from: String
    public var until: String
    /// In which states it is taken up.
    public var states: Set<String>
    /// The state that it begins in where nobody has to agree to it.
    public var agreed: String

    public init(
        resource: String, from: String = "from", until: String = "until", states: Set<String>,
        agreed: String = "confirmed"
    ) {
        self.resource = resource
        self.from = from
        self.until = until
        self.states = states
        self.agreed = agreed
    }
}
