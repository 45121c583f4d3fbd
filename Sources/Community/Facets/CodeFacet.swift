/// That the program makes a number for each thing of a kind, by which people are let in or given something.
public struct CodeFacet: Hashable, Sendable {
    /// The field that it stands in: one line, filtered, written by the program.
    public var field: String
    /// The id of the act that it is made with, or `KindAct.create`.
    public var act: String
    /// How many digits, 4 to 12.
    public var digits: Int

    public init(_ field: String = "code", on act: String = KindAct.create, digits: Int = 6) {
        precondition((4...12).contains(digits), "a code has 4 to 12 digits")
        self.field = field
        self.act = act
        self.digits = digits
    }
}
