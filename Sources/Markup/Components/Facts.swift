/// Something that is so: a term and what is said of it.
public struct Fact: Sendable {
    /// What it is about.
    public var term: String
    /// What is so.
    public var value: HTML

    /// A fact in plain text; an empty one shows a dash.
    public init(_ term: String, _ value: String) { self.init(term, value.isEmpty ? "" : .text(value)) }

    /// A fact with markup.
    public init(_ term: String, _ value: HTML) {
        self.term = term
        self.value = value
    }
}

extension HTML {
    /// Facts as a list of terms.
    public static func facts(_ facts: [Fact]) -> HTML {
        let rows = facts.map { fact -> HTML in
            let value = fact.value.isEmpty ? "—" : fact.value
            return "<div><dt>\(fact.term)</dt><dd>\(value)</dd></div>"
        }
        return "<dl class=\"facts\">\(rows)</dl>"
    }
}
