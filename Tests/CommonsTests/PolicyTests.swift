import Rulebook
import Testing

@testable import Commons

@Suite struct PolicyTests {
    static let see = Function("case.see", zh: "查看申报", en: "See a case")
    static let edit = Function("case.edit", zh: "修改申报", en: "Edit a case")
    static let city = Organisation(id: "city", kind: .authority, name: "杭州", region: "3301")
    static let body = Organisation(id: "body", kind: .body, name: "评价机构", region: "3301")
    static let firm = Organisation(id: "firm", kind: .applicant, name: "物业", region: "330106")

    static func visitor(
        _ roles: (Role, Organisation)..., interface: Visitor.Interface = .page, scopes: Set<String>? = nil,
        isActive: Bool = true
    ) -> Visitor {
        let person = Person(id: "p", name: "张三", login: "zhang", isActive: isActive)
        let memberships = roles.map { Membership(person: "p", organisation: $0.1, role: $0.0) }
        return Visitor(person: person, memberships: memberships, interface: interface, scopes: scopes)
    }

    /// The rows of one grant for one role.
    static func allows(_ rows: Rows, _ visitor: Visitor, _ subject: Subject?, role: Role? = .reviewer) -> Bool {
        Policy([.init(role, see.id, rows)]).decide(visitor, see, on: subject).isAllowed
    }

    @Test func whatNoGrantAllowsIsRefused() {
        let everybody = Role.allCases.map { ($0, Self.body) }
        for (role, organisation) in everybody {
            let decision = Policy([]).decide(Self.visitor((role, organisation)), Self.see)
            #expect(!decision.isAllowed && decision.hidden.isEmpty)
            #expect(decision.reason == Phrase(zh: "没有角色可以“查看申报”", en: "no role may 'See a case'"))
        }
        let policy = Policy([.init(.reviewer, Self.edit.id, .all)])
        #expect(!policy.decide(Self.visitor((.reviewer, Self.body)), Self.see).isAllowed, "another function")
        #expect(!policy.decide(Self.visitor((.expert, Self.body)), Self.edit).isAllowed, "another role")
        #expect(!policy.decide(Self.visitor(), Self.edit).isAllowed, "no role at all")
    }

    @Test func refusalsNameTheRolesThatMay() {
        let policy = Policy([.init(.approver, Self.edit.id, .all), .init(.reviewer, Self.edit.id, .all)])
        let reason = policy.decide(Self.visitor((.expert, Self.body)), Self.edit).reason
        #expect(reason.zh == "“修改申报”需要角色：审查人员、批准人")
        #expect(reason.en == "'Edit a case' takes the role Reviewer, Approver")
    }

    @Test func thePublicIsAskedToLogIn() {
        let policy = Policy([.init(.reviewer, Self.see.id, .all)])
        #expect(policy.decide(.anybody(), Self.see).reason == Phrase(zh: "请先登录", en: "please log in first"))
        #expect(Policy([]).decide(.anybody(), Self.see).reason.en == "please log in first")
    }

    @Test func grantsToAnybodyReachThePublic() {
        let published = Subject(isPublished: true)
        #expect(Self.allows(.published, .anybody(), published, role: nil))
        #expect(!Self.allows(.published, .anybody(), Subject(), role: nil))
        #expect(Self.allows(.all, .anybody(), Subject(), role: nil))
        for rows in [Rows.organisation, .region, .assigned] {
            let subject = Subject(organisations: ["", "firm"], region: "330106", assigned: ["", "p"])
            #expect(!Self.allows(rows, .anybody(), subject, role: nil), "\(rows)")
        }
    }

    @Test func inactivePeopleMayNothing() {
        let policy = Policy([.init(nil, Self.see.id, .all)])
        #expect(policy.decide(Self.visitor(), Self.see).isAllowed)
        let decision = policy.decide(Self.visitor((.reviewer, Self.body), isActive: false), Self.see)
        #expect(!decision.isAllowed && decision.reason.zh == "账号已停用")
    }

    @Test func inactiveOrganisationsGiveNoRole() {
        var closed = Self.body
        closed.isActive = false
        let subject = Subject(organisations: ["body"], region: "330106")
        for rows in Rows.allCases where ![.published, .assigned, .own, .home].contains(rows) {
            #expect(Self.allows(rows, Self.visitor((.reviewer, Self.body)), subject), "\(rows)")
            #expect(!Self.allows(rows, Self.visitor((.reviewer, closed)), subject), "\(rows)")
            let elsewhere = Self.visitor((.reviewer, closed), (.reviewer, Self.firm))
            #expect(Self.allows(rows, elsewhere, subject) == (rows != .organisation), "\(rows)")
        }
    }

    @Test func homesReachWhatLiesInThem() {
        var visitor = Self.visitor((.reviewer, Self.body))
        let subject = Subject(organisations: ["body"], places: ["h1", "x"])
        #expect(!Self.allows(.home, visitor, subject))
        visitor.homes = ["h2"]
        #expect(!Self.allows(.home, visitor, subject))
        visitor.homes = ["h1", "h2"]
        #expect(Self.allows(.home, visitor, subject) && !Self.allows(.home, visitor, Subject()))
        let policy = Policy([.init(.reviewer, Self.see.id, .home)])
        #expect(policy.reach(visitor, Self.see) == [.places(["h1", "h2"])])
        visitor.homes = []
        #expect(policy.reach(visitor, Self.see) == [])
        // The homes alone are no role.
        var stranger = Self.visitor((.expert, Self.body))
        stranger.homes = ["h1"]
        #expect(!Self.allows(.home, stranger, subject))
    }

    @Test func scopesNarrow() {
        let policy = Policy([.init(.reviewer, Self.see.id, .all)])
        for (scopes, isAllowed) in [(nil, true), ([Self.see.id], true), ([Self.edit.id], false), ([], false)]
            as [(Set<String>?, Bool)]
        {
            let visitor = Self.visitor((.reviewer, Self.body), interface: .api, scopes: scopes)
            #expect(policy.decide(visitor, Self.see).isAllowed == isAllowed)
        }
        let narrowed = Self.visitor((.expert, Self.body), scopes: [Self.see.id])
        #expect(!policy.decide(narrowed, Self.see).isAllowed, "scopes never widen")
        let reason = policy.decide(Self.visitor((.reviewer, Self.body), scopes: []), Self.see).reason
        #expect(reason == Phrase(zh: "访问令牌的范围不含“查看申报”", en: "the token's scopes leave out 'case.see'"))
    }

    @Test func interfacesAreApart() {
        for interface in Visitor.Interface.allCases {
            let policy = Policy([.init(.reviewer, Self.see.id, .all, interfaces: [interface])])
            for used in Visitor.Interface.allCases {
                let decision = policy.decide(Self.visitor((.reviewer, Self.body), interface: used), Self.see)
                #expect(decision.isAllowed == (used == interface))
                if used != interface {
                    #expect(
                        decision.reason.en.hasSuffix(used == .api ? "not allowed through the API" : "through the API"))
                }
            }
        }
        let none = Policy([.init(.reviewer, Self.see.id, .all, interfaces: [])])
        #expect(!none.decide(Self.visitor((.reviewer, Self.body)), Self.see).isAllowed)
    }

    @Test func withoutASubjectTheQuestionIsWhetherThereIsAny() {
        for rows in Rows.allCases { #expect(Self.allows(rows, Self.visitor((.reviewer, Self.body)), nil)) }
    }

    @Test func rowsOfTheOrganisation() {
        let visitor = Self.visitor((.reviewer, Self.body))
        #expect(Self.allows(.organisation, visitor, Subject(organisations: ["firm", "body"])))
        #expect(!Self.allows(.organisation, visitor, Subject(organisations: ["firm"])))
        #expect(!Self.allows(.organisation, visitor, Subject()))
    }

    @Test func rowsOfAnotherRoleDoNotCount() {
        let visitor = Self.visitor((.reviewer, Self.body), (.applicant, Self.firm))
        let ofTheFirm = Subject(organisations: ["firm"], region: "330106")
        #expect(!Self.allows(.organisation, visitor, ofTheFirm, role: .reviewer))
        #expect(Self.allows(.organisation, visitor, ofTheFirm, role: .applicant))
        #expect(Self.allows(.organisation, visitor, ofTheFirm, role: nil))
    }

    @Test(arguments: [
        ("3301", "3301", true), ("3301", "330106", true), ("3301", "330", false), ("3301", "3302", false),
        ("3301", "", false), ("330106", "3301", false), ("", "330106", false), ("", "", false),
    ])
    func rowsOfTheRegionGoByPrefix(_ mine: String, _ its: String, _ isAllowed: Bool) {
        let organisation = Organisation(id: "o", kind: .authority, name: "主管部门", region: mine)
        let visitor = Self.visitor((.regulator, organisation))
        #expect(Self.allows(.region, visitor, Subject(region: its), role: .regulator) == isAllowed)
    }

    @Test func rowsAssignedInPerson() {
        let visitor = Self.visitor((.expert, Self.body))
        #expect(Self.allows(.assigned, visitor, Subject(assigned: ["q", "p"]), role: .expert))
        #expect(!Self.allows(.assigned, visitor, Subject(assigned: ["q"]), role: .expert))
    }

    @Test func refusedRowsAreNamed() {
        let policy = Policy([.init(.expert, Self.see.id, .assigned), .init(.expert, Self.see.id, .published)])
        let decision = policy.decide(Self.visitor((.expert, Self.body)), Self.see, on: Subject())
        #expect(!decision.isAllowed)
        #expect(decision.reason.zh == "您的角色只能处理指派给本人的、已公开的申报，这一件不在其中")
        #expect(decision.reason.en == "your role reaches cases that are assigned to oneself, published only")
    }

    @Test func onlyWhatEveryGrantHidesIsHidden() {
        let policy = Policy([
            .init(nil, Self.see.id, .published, hidden: [.contacts, .findings, .experts]),
            .init(.expert, Self.see.id, .assigned, hidden: [.contacts, .experts]),
            .init(.reviewer, Self.see.id, .organisation, hidden: []),
        ])
        let subject = Subject(organisations: ["body"], assigned: ["p"], isPublished: true)
        func hidden(_ visitor: Visitor, _ subject: Subject?) -> Set<FieldGroup> {
            policy.decide(visitor, Self.see, on: subject).hidden
        }
        #expect(hidden(.anybody(), subject) == [.contacts, .findings, .experts])
        #expect(hidden(Self.visitor((.expert, Self.body)), subject) == [.contacts, .experts])
        let published = Subject(isPublished: true)
        #expect(hidden(Self.visitor((.expert, Self.body)), published) == [.contacts, .findings, .experts])
        #expect(hidden(Self.visitor((.expert, Self.body), (.reviewer, Self.body)), subject) == [])
        #expect(hidden(Self.visitor((.expert, Self.body)), nil) == [.contacts, .experts])
    }

    @Test func allowancesSayByWhat() {
        let policy = Policy([.init(nil, Self.see.id, .all), .init(.expert, Self.see.id, .all)])
        let reason = policy.decide(Self.visitor((.expert, Self.body)), Self.see).reason
        #expect(reason == Phrase(zh: "角色：任何人、评审专家", en: "by the role anybody, Expert"))
    }
}
