import Secrets

/// A version of what is at an address (RFC 9110, 8.8.3): always a strong one.
public struct EntityTag: Hashable, Sendable {
    /// Without the quotes.
    public let value: String

    public init(version: Int) { value = String(version) }

    /// Of the bytes themselves.
    public init(of bytes: [UInt8]) { value = String(SHA256Digest.hex(of: bytes).prefix(32)) }

    /// - Parameter value: visible ASCII without quotes, such as a digest.
    public init(value: String) {
        precondition(EntityTag.isValue(value), "an entity tag: \(value)")
        self.value = value
    }

    fileprivate init(checked value: String) { self.value = value }

    /// With the quotes, as in the header.
    public var header: String { "\"\(value)\"" }

    fileprivate static func isValue(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { $0 == 33 || (35...126).contains($0) || $0 >= 128 }
    }

    /// What `If-Match` and `If-None-Match` say.
    public enum Condition: Hashable, Sendable {
        /// `*`: whichever version there is.
        case any
        /// Weak ones are left out: they never match strongly.
        case tags([EntityTag])

        /// nil: not written as the standard wants it.
        public init?(_ header: String) { self.init(header, weakly: false) }

        /// - Parameter weakly: weak tags count as well, as `If-None-Match` wants it.
        init?(_ header: String, weakly: Bool) {
            var tags: [EntityTag] = []
            var rest = header.utf8[...]
            Self.skipSpace(&rest)
            if rest.elementsEqual("*".utf8) {
                self = .any
                return
            }
            while true {
                let isWeak = rest.starts(with: "W/".utf8)
                if isWeak { rest = rest.dropFirst(2) }
                guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
                guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                let value = String(Substring(rest[..<end]))
                guard EntityTag.isValue(value) else { return nil }
                if weakly || !isWeak { tags.append(EntityTag(checked: value)) }
                rest = rest[rest.index(after: end)...]
                Self.skipSpace(&rest)
                if rest.isEmpty { break }
                guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
                Self.skipSpace(&rest)
            }
            self = .tags(tags)
        }

        private static func skipSpace(_ text: inout Substring.UTF8View) {
            while text.first == 32 || text.first == 9 { text.removeFirst() }
        }

        public func matches(_ tag: EntityTag) -> Bool {
            switch self {
            case .any: true
            case .tags(let tags): tags.contains(tag)
            }
        }
    }
}
