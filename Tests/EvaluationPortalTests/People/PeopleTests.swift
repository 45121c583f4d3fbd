import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct PeopleTests {
    private func personView(_ language: PageLanguage, name: String = "Zhao", isOneself: Bool = false) -> PersonView {
        var person = Samples.person
        person.name = name
        return PersonView(
            language: language, person: person, version: 7, memberships: Samples.visitor.memberships,
            organisations: [Samples.body], isOneself: isOneself, form: PersonForm.state(person))
    }

    @Test func theListShowsRolesAndLeadsOn() {
        let entry = PeopleView.Entry(
            person: Samples.person, memberships: Samples.visitor.memberships, mail: "z***@example.cn")
        let (zh, en) = expectBilingual { PeopleView(language: $0, entries: [entry], next: "/people?after=p1").body }
        #expect(zh.contains("href=\"/people/p1\""))
        #expect(words(zh).contains("审查人员 Centre"))
        #expect(zh.contains("rel=\"next\""))
        #expect(han(words(en)) == "")
        #expect(PeopleView(language: .chinese, entries: []).body.string.contains("没有符合条件的人员"))
    }

    @Test func aPersonCarriesItsVersion() {
        let (zh, en) = expectBilingual { personView($0).body }
        #expect(zh.contains("name=\"etag\" value=\"7\""))
        #expect(zh.contains("name=\"act\" value=\"take\""))
        #expect(zh.contains("停用账号"))
        #expect(han(words(en.replacing("中文", with: ""))) == "")
    }

    @Test func nobodyDeactivatesThemselves() {
        let html = personView(.chinese, isOneself: true).body.string
        #expect(!html.contains("/people/p1/activity"))
        #expect(html.contains("不能在此停用"))
    }

    @Test func namesAreNoMarkup() {
        let html = personView(.chinese, name: Samples.evil).body
        expectSound(html)
        #expect(!html.string.contains("<img"))
    }

    @Test func aConflictShowsBothSides() throws {
        let view = personView(.chinese)
        let draft = PersonDraft(name: "Zhao Zhi", login: "zhao")
        let html = PersonConflict(view: view, draft: draft).html
        expectSound(html)
        let text = html.string
        #expect(text.contains("value=\"Zhao Zhi\"") && text.contains("value=\"Zhao\""))
        #expect(!text.contains("name=\"login\""))
        #expect(text.contains("name=\"etag\" value=\"7\""))
    }

    @Test func aFieldThatIsNotSentStaysWhatItWas() throws {
        let draft = try PersonForm.read(Fields([.init("name", "Zhao Zhi")]), or: Samples.person)
        #expect(draft == PersonDraft(name: "Zhao Zhi", login: "zhao"))
        // The mail address is a personal field by then.
        let more = Fields([.init("mail", "z@example.cn"), .init("language", "en")])
        let changed = try PersonForm.read(more, or: Samples.person)
        #expect(changed.mail == "" && changed.language == .en)
        #expect(try PersonForm.read(more).mail == "z@example.cn")
    }

    @Test func theLinkIsShownOnce() {
        var view = personView(.chinese)
        #expect(!view.body.string.contains("/password/"))
        view.link = "https://linli.example.cn/password/abc"
        #expect(view.body.string.contains("<code>https://linli.example.cn/password/abc</code>"))
        #expect(view.body.string.contains("24 小时内有效"))
        let (_, en) = expectBilingual { OneTimeLink(language: $0, person: "Zhao", url: "https://x/y").html }
        #expect(en.contains("within 24 hours"))
    }

    @Test func newPeopleKeepWhatWasTyped() {
        let refusal = Refusal(.conflict, zh: "登录名“zhao”已有人使用", en: "taken", place: "login")
        let form = FormState(Fields([.init("name", "Zhao"), .init("login", "zhao"), .init("language", "en")]), refusal)
        let (zh, en) = expectBilingual { NewPersonView(language: $0, form: form).body }
        #expect(zh.contains("已有人使用"))
        #expect(zh.contains("value=\"Zhao\""))
        #expect(zh.contains("value=\"en\" checked"))
        #expect(en.contains("taken"))
    }
}

@Suite struct OrganisationTests {
    @Test func theKindStaysOnceItIsMade() throws {
        let (zh, en) = expectBilingual { language in
            OrganisationView(
                language: language, organisation: Samples.body, version: 3,
                members: [Member(person: Samples.person, membership: Samples.visitor.memberships[0])], regions: .none,
                form: OrganisationForm.state(Samples.body)
            ).body
        }
        #expect(!zh.contains("name=\"kind\""))
        #expect(zh.contains("href=\"/people/p1\""))
        #expect(zh.contains("name=\"etag\" value=\"3\""))
        #expect(han(words(en)) == "")
        let draft = try OrganisationForm.read(
            Fields([.init("kind", "operator"), .init("name", "X")]), or: Samples.body)
        #expect(draft == OrganisationDraft(kind: .body, name: "X", region: "3301"))
    }

    @Test func aNewOneHasAKind() {
        let (zh, _) = expectBilingual { NewOrganisationView(language: $0, regions: .none).body }
        for kind in Organisation.Kind.allCases { #expect(zh.contains("value=\"\(kind.rawValue)\"")) }
        #expect(throws: Refusal.self) { try OrganisationForm.read(Fields([.init("name", "X")])) }
    }

    @Test func theListKeepsTheKindAsked() {
        let (zh, en) = expectBilingual {
            OrganisationsView(language: $0, kind: "body", organisations: [Samples.body], regions: .none).body
        }
        #expect(zh.contains("<option value=\"body\" selected>评价机构</option>"))
        #expect(zh.contains("href=\"/organisations/o1\""))
        #expect(han(words(en)) == "")
    }
}
