public import Rulebook

/// Why something that somebody asked for is not done, in words for them.
public struct Refusal: Error, Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// What was sent makes no sense.
        case invalid
        /// They may not.
        case forbidden
        /// They may, once they have proved again who they are.
        case unproved
        /// There is no such thing, or none that they may know of.
        case missing
        /// Not in this state.
        case locked
        /// Somebody else changed it in between.
        case conflict
        /// The request does not say which version it rests on.
        case unversioned
        /// Too large.
        case tooLarge
        /// Too many, too fast.
        case tooMany
        /// Not now; later perhaps.
        case unavailable
    }
    public var kind: Kind
    public var reason: Phrase
    /// The field or clause that it is about.
    public var place: String?
    /// Further points, such as each clause that is missing.
    public var details: [Detail]

    public struct Detail: Hashable, Sendable {
        public var place: String
        public var reason: Phrase

        public init(_ place: String, _ reason: Phrase) {
            self.place = place
            self.reason = reason
        }
    }

    public init(_ kind: Kind, _ reason: Phrase, place: String? = nil, details: [Detail] = []) {
        self.kind = kind
        self.reason = reason
        self.place = place
        self.details = details
    }

    public init(_ kind: Kind, zh: String, en: String, place: String? = nil, details: [Detail] = []) {
        self.init(kind, Phrase(zh: zh, en: en), place: place, details: details)
    }
}
