public import Rulebook

/// An organisation that takes part in evaluations.
public struct Organisation: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A property company, a residents' committee, a developer: it applies.
        case applicant
        /// An evaluation body (5.1.4).
        case body
        /// A city's or district's authority that oversees evaluations.
        case authority
        /// Runs this installation.
        case `operator`

        public var title: Phrase {
            switch self {
            case .applicant: Phrase(zh: "申请方", en: "Applicant")
            case .body: Phrase(zh: "评价机构", en: "Evaluation body")
            case .authority: Phrase(zh: "主管部门", en: "Authority")
            case .operator: Phrase(zh: "平台运营方", en: "Operator")
            }
        }
    }
    public var id: String
    public var kind: Kind
    public var name: String
    /// The region it stands in or answers for: a code whose prefix is the code of the region around it, such as
    /// `3301` for a city and `330106` for one of its districts (GB/T 2260).
    public var region: String
    public var isActive: Bool

    public init(id: String, kind: Kind, name: String, region: String, isActive: Bool = true) {
        self.id = id
        self.kind = kind
        self.name = name
        self.region = region
        self.isActive = isActive
    }
}
