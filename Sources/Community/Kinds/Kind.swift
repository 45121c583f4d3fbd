public import Commons
public import Rulebook

/// A kind of thing that people keep, ask for or announce: what is asked of it, how it lives, who may do what. Its
/// pages, its API, its rights, imports and exports follow from this.
public struct Kind: Sendable {
    /// What one may do with things of a kind; each is a function of the policy.
    public enum Verb: String, Hashable, Sendable, CaseIterable {
        case read, create, edit
        /// Hands over, decides, closes.
        case handle
        /// Does what was handed over.
        case work
        /// Takes out all of them as a file.
        case export
        /// Sees what is of people in clear, and says why.
        case look
    }

    /// Where things of a kind are.
    public enum Placing: Hashable, Sendable {
        case nowhere
        case optional
        case required
        /// It is a place itself: what it lies in is its place, and nothing only for the outermost.
        case tree
    }

    /// What people call one of them.
    public enum Numbering: Hashable, Sendable {
        /// `WO-2026-000017`
        case counted(prefix: String)
        /// What stands in this field, once among all of the kind.
        case field(String)
    }

    /// Lower-case letters, digits and `-`; never changes.
    public let id: String
    public let title: Phrase
    public private(set) var form: Form
    /// Fields whose choices become more while the program runs: what there is to choose from, the form of the day says.
    public private(set) var growing: Set<String> = []
    public let placing: Placing
    public let numbering: Numbering
    /// The field that lists show first.
    public let titleField: String
    /// The field with the log-in of whom it is about: its owner is them, not who entered it.
    public let owner: String?
    /// The field with the day that it happened on, where that is not the day it is entered; filtered.
    public let happensOn: String?
    public let lifeCycle: LifeCycle
    public let acts: [KindAct]
    /// Which states still ask something of somebody.
    public let openStates: Set<String>
    public let grants: [Policy.Grant]
    public let facets: [Facet]
    private let byAct: [String: KindAct]

    /// It begins in the first of its states. `rights`: who may do what to which.
    public init(
        _ id: String, zh: String, en: String, form: Form, title titleField: String, placing: Placing = .optional,
        numbering: Numbering, owner: String? = nil, happensOn: String? = nil, states: [LifeCycle.State],
        acts: [KindAct] = [],
        facets: [Facet] = [], rights: [Right]
    ) {
        precondition(!states.isEmpty && form[titleField] != nil, "a kind has a state and a field for its title: \(id)")
        precondition(happensOn.map { form[$0]?.isFiltered == true } ?? true, "a filtered field says when: \(id)")
        self.id = id
        self.title = Phrase(zh: zh, en: en)
        self.form = form
        self.titleField = titleField
        self.placing = placing
        self.numbering = numbering
        self.owner = owner
        self.happensOn = happensOn
        self.acts = acts
        self.facets = facets
        byAct = Dictionary(acts.map { ($0.id, $0) }) { first, _ in first }
        openStates = Set(states.filter { !$0.isFinal }.map(\.id))
        let title = self.title
        lifeCycle = LifeCycle(
            states: states,
            acts: acts.map { act in
                LifeCycle.Act(
                    act.id, zh: act.title.zh, en: act.title.en, in: act.states,
                    function: Kind.function(act.verb, of: id, title), isGrave: act.isGrave)
            })
        grants = rights.flatMap { right in
            right.verbs.map { Policy.Grant(right.role, "\(id).\($0.rawValue)", right.rows) }
        }
    }

    /// Who may do what to which things of a kind.
    public struct Right: Hashable, Sendable {
        public var role: Role
        public var rows: Rows
        public var verbs: [Verb]

        public init(_ role: Role, _ rows: Rows, _ verbs: Verb...) {
            self.role = role
            self.rows = rows
            self.verbs = verbs
        }
    }

    public func act(_ id: String) -> KindAct? { byAct[id] }

    /// The same with another content of a field.
    func asking(_ field: String, _ content: Field.Content, grows: Bool = false) -> Kind {
        var copy = self
        if grows { copy.growing.insert(field) }
        copy.form = Form(
            form.fields.map { one in
                var one = one
                if one.id == field { one.content = content }
                return one
            })
        return copy
    }

    public func function(_ verb: Verb) -> Function { Kind.function(verb, of: id, title) }
    /// Those that its acts ask for.
    public var functions: [Function] {
        var used = Set(acts.map(\.verb)).union([.read, .create, .edit, .export])
        if !form.personal.isEmpty { used.insert(.look) }
        return Verb.allCases.filter(used.contains).map(function)
    }

    var firstState: String { lifeCycle.states[0].id }

    private static func function(_ verb: Verb, of id: String, _ title: Phrase) -> Function {
        let words: Phrase =
            switch verb {
            case .read: Phrase(zh: "查看", en: "read")
            case .create: Phrase(zh: "登记", en: "enter")
            case .edit: Phrase(zh: "修改", en: "change")
            case .handle: Phrase(zh: "处置", en: "handle")
            case .work: Phrase(zh: "办理", en: "work on")
            case .export: Phrase(zh: "导出", en: "export")
            case .look: Phrase(zh: "查看个人信息：", en: "see personal data")
            }
        return Function(
            "\(id).\(verb.rawValue)", zh: words.zh + title.zh, en: "\(words.en): \(title.en.lowercased())")
    }
}

/// Something that one does to a thing of a kind: from which states, to which one, and what it asks.
public struct KindAct: Sendable {
    public var id: String
    public var title: Phrase
    public var states: [String]
    /// nil: it stays in its state.
    public var to: String?
    public var verb: Kind.Verb
    /// What has to be said or shown for it.
    public var form: Form
    /// The field of `form` that names who has it from here on.
    public var assigns: String?
    /// What has to be the same on the spot as in the records.
    public var matches: Match?
    /// Fields of `form` that go into those of the same name of the thing.
    public var writes: [String]
    public var isGrave: Bool

    /// An answer that must be what stands in a field of the item, or of something that it refers to: a code that the
    /// visitor was given, the tag on the spot.
    public struct Match: Hashable, Sendable {
        public var answer: String
        /// The field of the item that refers to it; nil: it is the item itself.
        public var reference: String?
        public var field: String

        public init(_ answer: String, of reference: String? = nil, field: String) {
            self.answer = answer
            self.reference = reference
            self.field = field
        }
    }

    public init(
        _ id: String, zh: String, en: String, in states: [String], to: String? = nil, _ verb: Kind.Verb,
        form: Form = Form(), assigns: String? = nil, matches: Match? = nil, writes: [String] = [],
        isGrave: Bool = false
    ) {
        self.id = id
        title = Phrase(zh: zh, en: en)
        self.states = states
        self.to = to
        self.verb = verb
        self.form = form
        self.assigns = assigns
        self.matches = matches
        self.writes = writes
        self.isGrave = isGrave
    }

    /// What every kind has: a first entry, changes of its fields, and something to say.
    public static let create = "create"
    public static let edit = "edit"
}
