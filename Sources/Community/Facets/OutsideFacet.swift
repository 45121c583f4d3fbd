public import Commons
public import Rulebook

/// That things of a kind may be entered at a place or device by whoever reads the code that hangs there, with nothing
/// to log in with. They get an address by which they follow what becomes of it, and nothing else.
public struct OutsideFacet: Hashable, Sendable {
    /// What the code is for, such as 扫码报修.
    public var title: Phrase
    /// The fields that they are asked, in this order.
    public var fields: [String]
    /// What stands in other fields.
    public var presets: [String: String]
    /// Ids of the acts that they may do by their address.
    public var acts: [String]

    public init(
        zh: String, en: String, fields: [String], presets: [String: String] = [:], acts: [String] = []
    ) {
        title = Phrase(zh: zh, en: en)
        self.fields = fields
        self.presets = presets
        self.acts = acts
    }

    /// What they are asked, out of the kind's form.
    public func asked(_ form: Form) -> Form { Form(fields.compactMap { form[$0] }) }
}
