import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    @Sendable func personalPage(_ call: Call) async throws -> Reply {
        personalReply(call, try await personalView(call))
    }

    @Sendable func changePersonal(_ call: Call) async throws -> Reply {
        let (person, accounts, form) = (try call.demandPerson(), accounts, call.form)
        do {
            let kind = try form.choice("field", of: PersonalKind.self)
            let (text, agrees) = (try form.optional(kind.rawValue) ?? "", try form.flag("agrees"))
            let version = try form.integer("etag", in: 0...Int.max)
            try await store.write {
                try accounts.setField(kind, text, of: person.id, version: version, agrees: agrees, $0)
            }
            return .redirect(to: Routes.personal.path(query: ["done": "saved"]))
        } catch let refusal as Refusal where refusal.kind != .missing {
            var view = try await personalView(call)
            view.form = FormState(form, refusal)
            return personalReply(call, view)
        }
    }

    @Sendable func changeConsent(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        guard let purpose = ConsentPurpose.named(try call.form.text("purpose", most: 64)) else {
            throw Refusal(.invalid, zh: "没有这种用途", en: "there is no such purpose", place: "purpose")
        }
        let isWithdrawn = try call.form.text("act", most: 64) == "withdraw"
        try await store.write { records in
            if isWithdrawn { return try accounts.withdraw(purpose, of: person.id, way: .page, records) }
            try accounts.give(purpose, of: person.id, way: .page, records)
        }
        return .redirect(to: Routes.personal.path(query: ["done": isWithdrawn ? "withdrawn" : "given"]))
    }

    @Sendable func exportOwn(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        let isPage = try call.form.optional("format") == "html"
        let export = try await store.write {
            try accounts.export(person.id, by: person.id, nil, language: call.language, $0)
        }
        return try exported(export, isPage: isPage, call)
    }

    /// The file, which no proxy or browser is to keep a copy of.
    func exported(_ export: PersonalExport, isPage: Bool, _ call: Call) throws -> Reply {
        let name = "\(call.say("个人信息", "personal-data"))-\(today)"
        let reply: Reply =
            isPage
            ? .file(
                FileContent(PersonalExportPage(export: export, language: call.language).html), name: name + ".html",
                type: "text/html; charset=utf-8")
            : .file(FileContent(try export.json), name: name + ".json", type: "application/json")
        return reply.with(.cacheControl, "no-store")
    }

    private func personalView(_ call: Call) async throws -> PersonalView {
        let person = try call.demandPerson()
        return try await store.read { records in
            let looks = try records.looks(at: person.id, limit: 200)
            let names = Dictionary(
                try records.people(Set(looks.map(\.by))).map { ($0.id, $0.name) }
            ) { first, _ in first }
            return PersonalView(
                language: call.spoken, fields: try records.personalFields(of: person.id),
                consents: try records.consents(of: person.id),
                looks: looks.map { PersonalView.Seen(look: $0, name: names[$0.by] ?? "") }, csrf: call.formToken)
        }
    }

    private func personalReply(_ call: Call, _ view: PersonalView) -> Reply {
        let title = Phrase(zh: "我的个人信息", en: "My personal data")
        var content = PageContent(title, AccountFrame(call, Routes.personal).html(call.say(title), view.body))
        content.notices = Done.notices(
            call,
            [
                "saved": Phrase(zh: "已保存", en: "Saved"),
                "given": Phrase(zh: "已记录您的同意", en: "Your consent is noted"),
                "withdrawn": Phrase(zh: "已撤回，依据它的处理已停止", en: "Withdrawn; what rested on it has stopped"),
            ])
        return page(call, content, status: view.form.status).with(.cacheControl, "no-store")
    }
}
