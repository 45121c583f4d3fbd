public import Commons
public import Rulebook

/// The use cases of the community's primitives: enter a thing of a kind, read it, act on it, list them. Pages, API,
/// imports and rules all come here.
public struct CommunityDesk: Sendable {
    public let store: any CommunityStore
    /// What the program declares, with the models that people have added.
    public var catalog: Catalog { models.catalog }
    public let surroundings: Surroundings
    /// The policy as it is now.
    public let policy: @Sendable () -> Policy
    let models: ModelShelf
    let forms: FormShelf
    let devices: DeviceShelf
    let rules: RuleShelf
    let intake = IntakeQueue()
    let floods = FloodWatch()

    public init(
        store: any CommunityStore, catalog: Catalog, surroundings: Surroundings,
        policy: @escaping @Sendable () -> Policy
    ) {
        self.store = store
        models = ModelShelf(catalog)
        self.surroundings = surroundings
        self.policy = policy
        forms = FormShelf()
        devices = DeviceShelf(models)
        rules = RuleShelf(models)
    }

    /// An item as one visitor may see it, with what stands around it.
    public struct Opened: Sendable {
        public var item: Item
        public var kind: Kind
        public var form: Form
        /// What its fields and its place name, by id.
        public var named: [String: Named]
        /// The spaces around it, outermost first.
        public var path: [Named]
        /// What the visitor may do with it now.
        public var acts: [KindAct]
        public var mayEdit: Bool
        /// There is something of people in it that the visitor may see in clear, if they say why.
        public var mayLook: Bool
        /// It is about the visitor, or holds a code that was made for them, and they see it as it is.
        public var isOwn: Bool
        /// What has to be known before something is done with it.
        public var warnings: [Phrase] = []
    }

    /// What people call something.
    public struct Named: Hashable, Sendable {
        public var id: String
        public var kind: String
        public var number: String
        public var title: String

        init(_ item: Item) {
            id = item.id
            kind = item.head.kind
            number = item.head.number
            title = item.head.title
        }

        init(_ person: Person) {
            id = person.id
            kind = "person"
            number = person.login
            title = person.name
        }
    }

    /// What somebody writes about a thing.
    public struct Draft: Sendable {
        /// What came for a field, by its id; a field that is not there stays as it is.
        public var texts: [String: [String]]
        /// The id or number of the space that it is in.
        public var place: String?

        public init(_ texts: [String: [String]] = [:], place: String? = nil) {
            self.texts = texts
            self.place = place
        }
    }

    // MARK: Read

    /// The item as this visitor may see it; a `Refusal` if they may not, or if there is none.
    public func open(_ id: String, of kind: Kind, _ visitor: Visitor) async throws -> Opened {
        try await store.readCommunity { records in
            let item = try found(id, of: kind, records)
            try demand(kind.function(.read), visitor, item)
            return try opened(item, kind, visitor, records)
        }
    }

    func opened(
        _ item: Item, _ kind: Kind, _ visitor: Visitor, _ records: any CommunityRecords
    ) throws -> Opened {
        let form = try forms.current(kind, records)
        let around = try item.place.map { try records.spacesAround($0) } ?? []
        let wanted = Set(around + CommunityDesk.references(item.fields, form))
        var named = try records.items(wanted).mapValues { Named($0) }
        let people = Set(
            form.fields.filter { $0.content == .person }.compactMap { item.fields[$0.id]?.text }
                + item.assigned + [item.owner].compactMap(\.self))
        for person in try records.people(people) { named[person.id] = Named(person) }
        let acts = kind.acts.filter {
            $0.states.contains(item.state) && allows(kind.function($0.verb), visitor, item)
        }
        let hasOwner = kind.owner != nil || kind.code != nil
        return Opened(
            item: item, kind: kind, form: form, named: named, path: around.reversed().compactMap { named[$0] },
            acts: acts,
            mayEdit: kind.openStates.contains(item.state) && allows(kind.function(.edit), visitor, item)
                && !kind.changeable(form).fields.isEmpty,
            mayLook: !form.personal.isDisjoint(with: item.fields.keys)
                && allows(kind.function(.look), visitor, item),
            isOwn: hasOwner && item.owner != nil && item.owner == visitor.person?.id,
            warnings: try warnings(item, kind, visitor, records))
    }

    static func references(_ fields: [String: FormValue], _ form: Form) -> [String] {
        form.fields.flatMap { $0.referredKind == nil ? [] : fields[$0.id]?.words ?? [] }
    }

    /// Items of a kind that the visitor may see, and how many there are by state.
    public func list(_ query: ItemQuery, _ visitor: Visitor) async throws -> (
        items: [Item], counts: [String: Int], named: [String: Named], form: Form
    ) {
        let kind = try kind(query.kind)
        var narrowed = query
        narrowed.reach = try reach(kind.function(.read), visitor)
        narrowed.also = try await found(by: query.text, kind, visitor)
        let asked = narrowed
        return try await store.readCommunity { records in
            let form = try forms.current(kind, records)
            let items = try records.items(asked)
            var all = asked
            all.states = []
            let counts = try records.countItems(all)
            return (items, counts, try CommunityDesk.names(in: items, form, records), form)
        }
    }

    public func kind(_ id: String) throws -> Kind {
        guard let kind = catalog.kind(id) else { throw CommunityDesk.missing }
        return kind
    }

    /// The form of a kind as it is now.
    public func form(of kind: Kind) async throws -> Form {
        try await store.readCommunity { try forms.current(kind, $0) }
    }

    /// What was done to an item, oldest first, with the names of who did it.
    public func history(_ id: String, of kind: Kind, _ visitor: Visitor) async throws -> (
        opened: Opened, entries: [(entry: CaseEntry, act: ItemEntry)], people: [String: String]
    ) {
        try await store.readCommunity { records in
            let item = try found(id, of: kind, records)
            try demand(kind.function(.read), visitor, item)
            let entries = try records.entries(of: id, after: 0).map {
                ($0, try CanonicalJSON.decode(ItemEntry.self, $0.data))
            }
            let people = Set(entries.compactMap(\.0.person))
            let names = try records.people(people).map { ($0.id, $0.name) }
            return (
                try opened(item, kind, visitor, records), entries,
                Dictionary(names) { first, _ in first }
            )
        }
    }

    // MARK: Rights

    static var missing: Refusal { Refusal(.missing, zh: "没有这一项", en: "there is no such thing") }

    func found(_ id: String, of kind: Kind, _ records: any CommunityRecords) throws -> Item {
        guard CommunityDesk.isID(id), let item = try records.item(id), item.head.kind == kind.id else {
            throw CommunityDesk.missing
        }
        return item
    }

    func allows(_ function: Function, _ visitor: Visitor, _ item: Item) -> Bool {
        policy().decide(visitor, function, on: item.subject).isAllowed
    }

    func demand(_ function: Function, _ visitor: Visitor, _ item: Item) throws {
        let decision = policy().decide(visitor, function, on: item.subject)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
    }

    /// The rows that somebody's roles reach for a function; refused where there are none.
    public func reach(_ function: Function, _ visitor: Visitor) throws -> [CaseQuery.Reach] {
        let policy = policy()
        let decision = policy.decide(visitor, function)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        return policy.reach(visitor, function)
    }

    /// Whether somebody reads no more of a kind than what is their own: entered by them, given to them, or of their
    /// home.
    /// - Throws: A `Refusal` if they may read none.
    public func readsOwnOnly(_ kind: Kind, _ visitor: Visitor) throws -> Bool {
        try reach(kind.function(.read), visitor).allSatisfy { reach in
            switch reach {
            case .all, .organisation, .region: false
            case .assigned, .owner, .places: true
            }
        }
    }

    /// The organisations whose rows somebody's roles reach; nil: of all.
    func organisations(_ function: Function, _ visitor: Visitor) throws -> [String]? {
        let reach = try reach(function, visitor)
        if reach.contains(.all) { return nil }
        return reach.compactMap { if case .organisation(let id) = $0 { id } else { nil } }
    }

    /// What may be an id of an item or an act; anything else is not asked of a database.
    static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
    }
}
