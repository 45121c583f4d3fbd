import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import Secrets

extension EvaluationPortal {
    @Sendable func personPage(_ call: Call) async throws -> Reply {
        try await personReply(call, call.parameter("person"))
    }

    @Sendable func changePerson(_ call: Call) async throws -> Reply {
        let (id, accounts) = (call.parameter("person"), accounts)
        var view = try await personView(call, id)
        do {
            let draft = try PersonForm.read(call.form, or: view.person)
            let version = try call.form.integer("etag")
            if version != view.version {
                view.conflict = PersonConflict(view: view, draft: draft).html
                return personReply(call, view, status: 409)
            }
            try await store.write { _ = try accounts.changePerson(id, draft, version: version, $0) }
            return .redirect(to: Routes.person.path(id, query: ["done": "saved"]))
        } catch let refusal as Refusal where refusal.kind != .missing {
            view.form = FormState(call.form, refusal)
            return personReply(call, view, status: view.form.status)
        }
    }

    @Sendable func setPersonActive(_ call: Call) async throws -> Reply {
        let (id, accounts, actor) = (call.parameter("person"), accounts, call.person?.id)
        let (isActive, version) = (try call.form.flag("active"), try call.form.integer("etag"))
        try await store.write {
            _ = try accounts.setActive(isActive, person: id, by: actor, version: version, $0)
        }
        return .redirect(to: Routes.person.path(id, query: ["done": "saved"]))
    }

    /// Answers with the page itself: the link is shown this once.
    @Sendable func resetPassword(_ call: Call) async throws -> Reply {
        let (id, accounts) = (call.parameter("person"), accounts)
        let link = try await store.write { try accounts.passwordLink(for: id, $0) }
        return try await personReply(call, id, link: linkURL(link))
    }

    @Sendable func resetSecondFactor(_ call: Call) async throws -> Reply {
        let (id, accounts) = (call.parameter("person"), accounts)
        try await store.write { try accounts.resetSecondFactor(of: id, $0) }
        return .redirect(to: Routes.person.path(id, query: ["done": "saved"]))
    }

    @Sendable func changeRole(_ call: Call) async throws -> Reply {
        let (id, accounts) = (call.parameter("person"), accounts)
        do {
            let role = try call.form.choice("role", of: Role.self)
            let organisation = try call.form.text("organisation", most: 64)
            let fields = (try call.form.filled("fields") ?? "").split { $0.isWhitespace || ",，、".contains($0) }
                .map(String.init)
            let isTaken = try call.form.optional("act") == "take"
            try await store.write { records in
                if isTaken { return try accounts.take(role, from: id, in: organisation, records) }
                try accounts.give(role, to: id, in: organisation, fields: fields, records)
            }
            return .redirect(to: Routes.person.path(id, query: ["done": "saved"]))
        } catch let refusal as Refusal where refusal.kind != .missing {
            var view = try await personView(call, id)
            view.roleForm = FormState(call.form, refusal)
            return personReply(call, view, status: view.roleForm.status)
        }
    }

    func personReply(_ call: Call, _ id: String, link: String? = nil) async throws -> Reply {
        var view = try await personView(call, id)
        view.link = link
        return personReply(call, view)
    }

    func personReply(_ call: Call, _ view: PersonView, status: Int = 200) -> Reply {
        var content = PageContent(.same(view.person.name), view.body)
        content.notices = Done.notices(call, ["saved": Phrase(zh: "已保存", en: "Saved")])
        return page(call, content, status: status).with(.cacheControl, "no-store")
    }

    func personView(_ call: Call, _ id: String) async throws -> PersonView {
        let mayReveal = call.allows(.revealPersonal)
        let mayErase = call.allows(.erasePerson)
        let found = try await store.read { records -> PersonView? in
            guard let person = try records.person(id), let version = try records.personVersion(id) else { return nil }
            var view = PersonView(
                language: call.spoken, person: person, version: version,
                memberships: try records.memberships(of: id),
                organisations: try records.organisations(PartyQuery(onlyActive: true, limit: 500)),
                isOneself: person.id == call.person?.id, form: PersonForm.state(person),
                hasSecondFactor: try records.secondFactor(of: id)?.isConfirmed ?? false, csrf: call.formToken)
            view.personal = PersonalCard(
                language: call.spoken, person: person, fields: try records.personalFields(of: id),
                agreesToMail: try records.consents(of: id).active(.mail) != nil, mayReveal: mayReveal,
                mayErase: mayErase && person.id != call.person?.id, csrf: call.formToken)
            view.erasure = try records.erasure(of: id)
            return view
        }
        guard let found else { throw Refusal(.missing, zh: "没有这个人员", en: "there is no such person") }
        return found
    }
}

/// Both versions of a person side by side.
struct PersonConflict {
    var view: PersonView
    var draft: PersonDraft

    var html: HTML {
        let (language, person) = (view.language, view.person)
        let fields = [
            ("name", language("姓名", "Name"), draft.name, person.name),
            ("login", language("登录名", "Login"), draft.login, person.login),
            ("language", language("语言", "Language"), draft.language.rawValue, person.language),
        ]
        return EditConflict(
            language: language, action: Routes.person.path(person.id), version: view.version, csrf: view.csrf
        ).html(fields)
    }
}

/// Somebody else was faster: what differs, to choose from.
struct EditConflict {
    var language: PageLanguage
    var action: String
    var version: Int
    var csrf: String?

    /// - Parameter fields: name, label, mine, theirs.
    func html(_ fields: [(String, String, String, String)]) -> HTML {
        let differing = fields.filter { $0.2 != $0.3 }.map {
            ConflictingField(name: $0.0, label: $0.1, yours: $0.2, theirs: $0.3)
        }
        return HTML.conflict(
            differing, by: language("另一位管理员", "Another administrator"),
            at: language("您打开本页之后", "a time after you opened this page"), action: action, csrf: csrf,
            etag: String(version), language: language)
    }
}
