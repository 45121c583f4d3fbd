/// That the program gives each thing a code of digits, which whoever entered it sees and passes on; an act asks for it
/// by `KindAct.Match`.
public struct CodeFacet: Hashable, Sendable {
    /// The field that it stands in, which the program writes.
    public var field: String
    /// 4...12.
    public var digits: Int

    public init(field: String = "code", digits: Int = 8) {
        precondition((4...12).contains(digits), "a code of 4 to 12 digits")
        self.field = field
        self.digits = digits
    }
}
