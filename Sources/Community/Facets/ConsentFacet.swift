/// That fields of people are kept only for as long as they have agreed to it (PIPL articles 13 to 16, 29). What was
/// agreed to is a field like others, so that history tells who noted it, when and on what proof.
public struct ConsentFacet: Hashable, Sendable {
    /// The field with the purposes that are agreed to: `choices`. The acts below ask for those meant in a field
    /// of the same name.
    public var purposes: String
    /// The field that says how it was given, which has to be known wherever anything is agreed to; nil: none.
    public var way: String?
    /// Which fields are kept for which purpose only. What is sensitive has a purpose of its own, to be agreed to
    /// separately.
    public var keeps: [String: [String]]
    /// The acts that note a consent and its end.
    public var gives: String
    public var withdraws: String

    public init(
        purposes: String, way: String? = nil, keeps: [String: [String]], gives: String = "consent",
        withdraws: String = "withdraw"
    ) {
        self.purposes = purposes
        self.way = way
        self.keeps = keeps
        self.gives = gives
        self.withdraws = withdraws
    }

    /// The purposes that a field may be kept for; none: it needs no consent.
    public func purposes(of field: String) -> [String] {
        keeps.filter { $0.value.contains(field) }.map(\.key).sorted()
    }

    /// Fields that may not be kept where only these purposes are agreed to.
    public func fields(beyond agreed: [String]) -> Set<String> {
        Set(keeps.values.joined()).subtracting(agreed.flatMap { keeps[$0] ?? [] })
    }
}
