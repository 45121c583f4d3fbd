import Commons
import Database
import Persistence
import Rulebook
import Testing

@Suite struct PartiesTests {
    static let city = Organisation(id: "o1", kind: .authority, name: "杭州市住保房管局", region: "3301")
    static let body = Organisation(id: "o2", kind: .body, name: "评价机构 Alpha", region: "330106")
    static let firm = Organisation(id: "o3", kind: .applicant, name: "100%_物业!", region: "3302", isActive: false)
    static let zhang = Person(id: "p1", name: "张三", login: "zhang.san")
    static let li = Person(id: "p2", name: "李四", login: "li_si", language: .en, isActive: false)

    @discardableResult
    static func fill(_ store: SQLStore) async throws -> Int {
        try await store.write { records throws in
            for organisation in [city, body, firm] { try records.save(organisation, version: 0) }
            for person in [zhang, li] { try records.save(person, version: 0) }
            try records.save(Membership(person: "p1", organisation: body, role: .expert, fields: ["hvac", "power"]))
            try records.save(Membership(person: "p1", organisation: city, role: .regulator))
            try records.save(Membership(person: "p2", organisation: body, role: .expert, fields: ["hvac_2"]))
            return try records.members(MemberQuery(onlyActive: false)).count
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func partiesAreKept(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let count = try await Self.fill(store)
            #expect(count == 3)
            try await store.read { records throws in
                #expect(try records.person("p1") == Self.zhang)
                #expect(try records.person(login: "li_si") == Self.li)
                #expect(try records.person(login: "LI_SI") == nil)
                #expect(try records.person("p3") == nil && records.personVersion("p3") == nil)
                #expect(try records.organisation("o3") == Self.firm)
                #expect(try records.organisation("o4") == nil && records.organisationVersion("o4") == nil)
                #expect(try records.people(["p2", "p1", "p9"]) == [Self.zhang, Self.li])
                #expect(try records.organisations(["o3", "o1", ""]) == [Self.city, Self.firm])
                #expect(try records.people(Set<String>()).isEmpty)
                let many = Set((0..<1200).map { "x\($0)" }).union(["p1"])
                #expect(try records.people(many) == [Self.zhang])
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func ofTwoEditsTheSecondIsAConflict(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.fill(store)
            let versions = try await store.write { records throws in
                var (person, organisation) = (Self.zhang, Self.firm)
                person.name = "张三丰"
                person.isActive = false
                organisation.region = "33"
                return [
                    try records.save(person, version: 1), try records.save(person, version: 2),
                    try records.save(organisation, version: 1),
                ]
            }
            #expect(versions == [2, 3, 2])
            let stored = try await store.read { (try $0.person("p1"), try $0.personVersion("p1")) }
            #expect(stored.0?.name == "张三丰" && stored.0?.isActive == false && stored.1 == 3)
            for version in [0, 1, 2, 4] {
                let error = await #expect(throws: Refusal.self) {
                    try await store.write { try $0.save(Self.zhang, version: version) }
                }
                #expect(error?.kind == .conflict, "\(version)")
            }
            for version in [0, 1, 3] {
                let error = await #expect(throws: Refusal.self) {
                    try await store.write { try $0.save(Self.firm, version: version) }
                }
                #expect(error?.kind == .conflict, "\(version)")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aLoginIsOnePersons(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.fill(store)
            for (id, version) in [("p9", 0), ("p2", 1)] {
                let error = await #expect(throws: Refusal.self) {
                    try await store.write { records throws in
                        try records.save(Person(id: id, name: "某人", login: "zhang.san"), version: version)
                    }
                }
                #expect(error?.kind == .conflict)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func organisationsAreSearched(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.fill(store)
            try await store.read { records throws in
                func ids(_ query: PartyQuery) throws -> [String] { try records.organisations(query).map(\.id) }
                #expect(try ids(PartyQuery()) == ["o1", "o2", "o3"])
                #expect(try ids(PartyQuery(kind: .body)) == ["o2"])
                #expect(try ids(PartyQuery(region: "3301")) == ["o1", "o2"])
                #expect(try ids(PartyQuery(region: "33010")) == ["o2"])
                #expect(try ids(PartyQuery(region: "4")) == [])
                #expect(try ids(PartyQuery(text: "alpha")) == ["o2"])
                #expect(try ids(PartyQuery(text: "ALPHA\0")) == ["o2"])
                #expect(try ids(PartyQuery(text: "市住保")) == ["o1"])
                #expect(try ids(PartyQuery(onlyActive: true)) == ["o1", "o2"])
                for text in ["%_", "!", "100%", "_物"] { #expect(try ids(PartyQuery(text: text)) == ["o3"], "\(text)") }
                for text in ["%%", "1_0", "''", "\\", "$1"] { #expect(try ids(PartyQuery(text: text)) == []) }
                #expect(try ids(PartyQuery(limit: 2)) == ["o1", "o2"])
                #expect(try ids(PartyQuery(after: "o2", limit: 2)) == ["o3"])
                #expect(
                    try ids(PartyQuery(kind: .body, region: "33", text: "a", onlyActive: true, after: "o1")) == ["o2"])
                #expect(try ids(PartyQuery(limit: 0)) == ["o1"])
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func peopleAreSearchedByNameAndLogin(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.fill(store)
            try await store.read { records throws in
                func ids(_ query: PartyQuery) throws -> [String] { try records.people(query).map(\.id) }
                #expect(try ids(PartyQuery()) == ["p1", "p2"])
                #expect(try ids(PartyQuery(text: "李")) == ["p2"])
                #expect(try ids(PartyQuery(text: "Zhang")) == ["p1"])
                #expect(try ids(PartyQuery(text: "i_s")) == ["p2"])
                #expect(try ids(PartyQuery(onlyActive: true)) == ["p1"])
                #expect(try ids(PartyQuery(after: "p1")) == ["p2"])
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func membershipsAreFoundFromBothEnds(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.fill(store)
            try await store.read { records throws in
                let expert = Membership(
                    person: "p1", organisation: Self.body, role: .expert, fields: ["hvac", "power"])
                let regulator = Membership(person: "p1", organisation: Self.city, role: .regulator)
                #expect(try records.memberships(of: "p1") == [regulator, expert])
                #expect(try records.memberships(of: "p9").isEmpty)
                #expect(try records.members(.experts()) == [Member(person: Self.zhang, membership: expert)])
                func found(_ query: MemberQuery) throws -> [String] {
                    try records.members(query).map { "\($0.person.id) \($0.membership.role)" }
                }
                #expect(try found(MemberQuery(role: .expert, onlyActive: false)) == ["p1 expert", "p2 expert"])
                #expect(try found(.experts(field: "hvac")) == ["p1 expert"])
                #expect(try found(MemberQuery(field: "hvac_2", onlyActive: false)) == ["p2 expert"])
                for field in ["HVAC", "hva", "hvac power", "%", "hvac-2", ""] {
                    #expect(try found(MemberQuery(field: field, onlyActive: false)) == [], "\(field)")
                }
                #expect(try found(MemberQuery(organisation: "o1")) == ["p1 regulator"])
                #expect(try found(MemberQuery(organisation: "o2", role: .regulator)) == [])
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func membershipsChangeAndGo(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.fill(store)
            let left = try await store.write { records throws in
                try records.save(Membership(person: "p1", organisation: Self.body, role: .expert, fields: ["water"]))
                let removed = try records.removeMembership(of: "p1", in: "o1", as: .regulator)
                let again = try records.removeMembership(of: "p1", in: "o1", as: .regulator)
                #expect(removed && !again)
                return try records.memberships(of: "p1")
            }
            #expect(left.map(\.fields) == [["water"]])
            await #expect(throws: DatabaseError.self) {
                try await store.write {
                    try $0.save(Membership(person: "nobody", organisation: Self.body, role: .expert))
                }
            }
        }
    }
}
