/// That a thing of a kind is delivered to people, and what they answer.
public struct AudienceFacet: Hashable, Sendable {
    /// What is asked of everybody.
    public enum Asks: Hashable, Sendable {
        /// One question, the title, with its answers a line each in this field. `several`: the flag that says whether
        /// more than one may be chosen.
        case options(String, several: String)
        /// The questions a line each in this field; see `Questionnaire`.
        case questions(String)
    }

    /// The field with the roles of those it is for: `choices` of role ids.
    public var roles: String
    /// It is delivered when it comes into this state, and open for answers as long as it is in it.
    public var state: String
    /// The field with the moment that it is over at; without one it goes on until somebody ends it.
    public var until: String
    /// The act that ends it then, and the state that this leads to.
    public var end: String
    public var ended: String
    /// The flag that says that nobody learns who answered what.
    public var secret: String
    /// nil: there is nothing to answer.
    public var asks: Asks?

    public init(
        roles: String, state: String, until: String = "until", end: String = "end", ended: String = "ended",
        secret: String = "secret", asks: Asks? = nil
    ) {
        self.roles = roles
        self.state = state
        self.until = until
        self.end = end
        self.ended = ended
        self.secret = secret
        self.asks = asks
    }
}
