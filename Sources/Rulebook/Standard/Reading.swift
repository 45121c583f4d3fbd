/// How a rulebook reads its standard where the standard is silent or contradicts itself.
public struct Reading: Hashable, Sendable {
    public var id: String
    /// The clauses it is about, as free text.
    public var place: String
    public var text: Phrase
    public var scope: Scope
    public var alternatives: [Alternative]

    public enum Scope: Hashable, Sendable {
        /// Every score depends on it.
        case always
        /// Every judged item with a rule of this kind.
        case rule(Rule.Kind)
        /// The items that cite it.
        case cited
    }

    /// What somebody else might read, as a change of the rulebook.
    public struct Alternative: Hashable, Sendable {
        public var text: Phrase
        public var weights: [String: Exact]
        public var grades: [Grade]?
        public var rules: [String: Rule]

        public init(text: Phrase, weights: [String: Exact] = [:], grades: [Grade]? = nil, rules: [String: Rule] = [:]) {
            self.text = text
            self.weights = weights
            self.grades = grades
            self.rules = rules
        }
    }

    public init(id: String, place: String, text: Phrase, scope: Scope = .cited, alternatives: [Alternative] = []) {
        self.id = id
        self.place = place
        self.text = text
        self.scope = scope
        self.alternatives = alternatives
    }
}
