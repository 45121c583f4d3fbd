import Rulebook
import Testing

@testable import Commons

@Suite struct AccountsPeopleTests {
    let scene = AccountsScene()

    private func refusal(_ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch {
            return error as? Refusal
        }
    }

    private func organisation(_ kind: Organisation.Kind) throws -> Organisation {
        try scene.accounts.createOrganisation(
            OrganisationDraft(kind: kind, name: "单位", region: "3301"), scene.records)
    }

    @Test func peopleAreCreated() throws {
        let draft = PersonDraft(name: " 张三 ", login: " Zhang.San ", mail: "z@example.com", language: .en)
        let (person, _) = try scene.accounts.createPerson(draft, scene.records)
        #expect(person.name == "张三" && person.login == "zhang.san")
        #expect(scene.records.personalField(.mail, of: person.id)?.value == "z@example.com")
        #expect(person.language == "en" && person.isActive)
        #expect(scene.records.person(person.id) == person)
        let again = refusal { _ = try scene.accounts.createPerson(draft, scene.records) }
        #expect(again?.kind == .conflict && again?.place == "login")
    }

    @Test func everythingWrongWithAPersonIsTold() {
        let draft = PersonDraft(name: "", login: "ab", mail: "nowhere")
        let refusal = refusal { _ = try scene.accounts.createPerson(draft, scene.records) }
        #expect(refusal?.kind == .invalid && refusal?.details.map(\.place) == ["name", "login", "mail"])
        for mail in ["@", "a@", "@b", "a@b@c", "a b@c", "a@b\n", "a"] {
            #expect(throws: Refusal.self, "\(mail)") { try PersonDraft(name: "x", login: "abc", mail: mail).checked() }
        }
    }

    @Test func loginsAreOfAFewCharacters() {
        let longest = String(repeating: "a", count: 64)
        for login in ["abc", "a.b", "a_b-c@d.e", "007", longest] { #expect(Login.isSound(login), "\(login)") }
        for login in ["", "ab", longest + "a", "Abc", "a b", "张三李", "a\0b", "a/b"] {
            #expect(!Login.isSound(login), "\(login)")
        }
        #expect(Login.normal("\t Zhang.San\u{3000}\n") == "zhang.san")
    }

    @Test func editsRestOnAVersion() throws {
        let person = try scene.person("zhang.san")
        try scene.person("li.si")
        let draft = PersonDraft(name: "张三丰", login: "zhang.sanfeng", mail: "", language: .zh)
        let changed = try scene.accounts.changePerson(person.id, draft, version: 1, scene.records)
        #expect(changed.id == person.id && changed.name == "张三丰")
        let stale = refusal {
            _ = try scene.accounts.changePerson(person.id, draft, version: 1, scene.records)
        }
        #expect(stale?.kind == .conflict)
        let taken = refusal {
            let draft = PersonDraft(name: "张三丰", login: "li.si")
            _ = try scene.accounts.changePerson(person.id, draft, version: 2, scene.records)
        }
        #expect(taken?.place == "login")
        let missing = refusal { _ = try scene.accounts.changePerson("nobody", draft, version: 1, scene.records) }
        #expect(missing?.kind == .missing)
    }

    @Test func whoIsPutOutLosesEverythingAtOnce() throws {
        let person = try scene.person("zhang.san")
        _ = try scene.logIn("zhang.san", "right horse").get()
        _ = try scene.accounts.createAccessToken(
            for: person.id, name: "x", scopes: ["a"], days: 1, functions: [Function("a", zh: "甲", en: "A")],
            scene.records)
        _ = try scene.accounts.passwordLink(for: person.id, scene.records)
        try scene.accounts.setActive(false, person: person.id, by: "admin", version: 1, scene.records)
        #expect(scene.records.sessions.isEmpty && scene.records.tokens.isEmpty && scene.records.links.isEmpty)
        #expect(try scene.refusal("zhang.san", "right horse")?.kind == .forbidden)
        try scene.accounts.setActive(true, person: person.id, by: "admin", version: 2, scene.records)
        #expect(try scene.refusal("zhang.san", "right horse") == nil)
    }

    @Test func anAdministratorRemains() throws {
        let (first, second) = (try scene.person("first"), try scene.person("second"))
        let hall = try organisation(.operator)
        for person in [first, second] {
            try scene.accounts.give(.administrator, to: person.id, in: hall.id, scene.records)
        }
        let own = refusal {
            _ = try scene.accounts.setActive(false, person: first.id, by: first.id, version: 1, scene.records)
        }
        #expect(own?.kind == .locked)
        try scene.accounts.take(.administrator, from: second.id, in: hall.id, scene.records)
        let last = refusal {
            _ = try scene.accounts.setActive(false, person: first.id, by: second.id, version: 1, scene.records)
        }
        #expect(last?.kind == .locked && last?.reason.en == "at least one administrator must remain")
    }

    @Test func neitherTheLastRoleNorTheOperatorGoes() throws {
        let person = try scene.person("first")
        let hall = try organisation(.operator)
        try scene.accounts.give(.administrator, to: person.id, in: hall.id, scene.records)
        let closed = refusal {
            _ = try scene.accounts.setActive(false, organisation: hall.id, version: 1, scene.records)
        }
        #expect(closed?.kind == .locked)
        try scene.accounts.setActive(true, organisation: hall.id, version: 2, scene.records)
        let taken = refusal { try scene.accounts.take(.administrator, from: person.id, in: hall.id, scene.records) }
        #expect(taken?.kind == .locked)
    }

    @Test func organisationsKeepTheirKind() throws {
        let body = try organisation(.body)
        let draft = OrganisationDraft(kind: .body, name: "新名", region: "330106")
        let changed = try scene.accounts.changeOrganisation(body.id, draft, version: 1, scene.records)
        #expect(changed.name == "新名" && changed.region == "330106")
        let other = OrganisationDraft(kind: .authority, name: "新名", region: "330106")
        let refused = refusal {
            _ = try scene.accounts.changeOrganisation(body.id, other, version: 2, scene.records)
        }
        #expect(refused?.kind == .locked && refused?.place == "kind")
    }

    @Test(arguments: [("", true), ("3301", true), ("330106001002", true), ("3301060010023", false), ("33a", false)])
    func regionsAreDigits(_ region: String, _ isSound: Bool) {
        let draft = OrganisationDraft(kind: .body, name: "x", region: region)
        #expect((refusal { _ = try draft.checked() } == nil) == isSound)
    }

    @Test func anAuthorityHasARegion() {
        let refused = refusal { _ = try OrganisationDraft(kind: .authority, name: "x", region: "").checked() }
        #expect(refused?.place == "region")
    }

    @Test func rolesFitTheirOrganisation() throws {
        let person = try scene.person("zhang.san")
        for kind in Organisation.Kind.allCases {
            let organisation = try organisation(kind)
            for role in Role.allCases {
                let refused = refusal {
                    _ = try scene.accounts.give(role, to: person.id, in: organisation.id, scene.records)
                }
                #expect((refused == nil) == role.kinds.contains(kind), "\(role) in \(kind)")
            }
        }
        #expect(Role.allCases.allSatisfy { !$0.kinds.isEmpty })
    }

    @Test func onlyExpertsHaveFields() throws {
        let person = try scene.person("zhang.san")
        let body = try organisation(.body)
        let expert = try scene.accounts.give(
            .expert, to: person.id, in: body.id, fields: ["hvac", "power"], scene.records)
        #expect(expert.fields == ["hvac", "power"])
        for (role, fields) in [(Role.reviewer, ["hvac"]), (.expert, ["a b"]), (.expert, [""])] {
            let refused = refusal {
                _ = try scene.accounts.give(role, to: person.id, in: body.id, fields: fields, scene.records)
            }
            #expect(refused?.place == "fields")
        }
        #expect(refusal { try scene.accounts.take(.reviewer, from: person.id, in: body.id, scene.records) } != nil)
    }
}
