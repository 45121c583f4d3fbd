/// Every function that there is, and the policy that a fresh installation starts from: what the wings declare together.
public struct RightsBook: Sendable {
    public var functions: [Function]
    public var standard: Policy

    public init(functions: [Function], standard: Policy) {
        self.functions = functions
        self.standard = standard
    }

    public static func + (left: RightsBook, right: RightsBook) -> RightsBook {
        RightsBook(
            functions: left.functions + right.functions,
            standard: Policy(left.standard.grants + right.standard.grants))
    }

    public subscript(id: String) -> Function? { functions.first { $0.id == id } }

    /// A policy that was set when there were only these functions: those that came since are granted as in the standard
    /// one, or nobody could use what a new version brings.
    public func completing(_ policy: Policy, known: Set<String>) -> Policy {
        let new = Set(functions.map(\.id)).subtracting(known)
        return Policy(policy.grants + standard.grants.filter { new.contains($0.function) })
    }
}
