import Commons
import Community
import Rulebook
import Testing

@Suite struct KindTests {
    @Test(arguments: Estate.domain.kinds) func actsNameStatesThatThereAre(_ kind: Kind) {
        let states = Set(kind.lifeCycle.states.map(\.id))
        #expect(!kind.openStates.isEmpty)
        for act in kind.acts {
            #expect(states.isSuperset(of: act.states), "\(kind.id) \(act.id)")
            #expect(act.to.map(states.contains) ?? true, "\(kind.id) \(act.id)")
            #expect(act.assigns.map { act.form[$0] != nil } ?? true, "\(kind.id) \(act.id)")
        }
    }

    /// What a role is not asked stays empty or is filled in by what its start says.
    @Test func aStartAsksItsRoleForLess() throws {
        let start = try #require(Estate.domain.starts.first { $0.kind == "order" && $0.goal == .new })
        let asked = start.asked(Estate.order.form).fields.map(\.id)
        #expect(asked == ["title", "words", "photos", "contact"])
        let bad = CommunityDomain(
            "bad", zh: "坏", en: "Bad",
            starts: [
                Start(
                    .resident, .new, "order", zh: "甲", en: "A", symbol: "repair", rank: 1, presets: ["colour": "red"],
                    skipping: ["title"])
            ])
        #expect(
            Catalog([Estate.domain, bad]).problems == ["start A: no field colour", "start A: title is required"])
    }

    /// Whoever has several roles is asked as everybody is.
    @Test func aStartIsOfOneRole() {
        let catalog = Catalog([Estate.domain])
        func visitor(_ roles: Role...) -> Visitor {
            Visitor(memberships: roles.map { Membership(person: "p", organisation: Self.home, role: $0) })
        }
        #expect(catalog.start(of: Estate.order, for: visitor(.resident), isNew: true)?.title.zh == "报修")
        #expect(catalog.start(of: Estate.order, for: visitor(.resident), isNew: false)?.title.zh == "我的报修")
        #expect(catalog.start(of: Estate.order, for: visitor(.resident, .manager), isNew: true) == nil)
        #expect(catalog.start(of: Estate.order, for: visitor(.manager), isNew: true) == nil)
    }

    private static let home = Organisation(id: "o", kind: .applicant, name: "O", region: "330106")
}
