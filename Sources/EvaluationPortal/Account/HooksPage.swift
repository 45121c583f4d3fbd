import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import Secrets

/// The webhooks of one's organisations, and the form for another.
struct HooksView {
    var language: PageLanguage
    var hooks: [WebhookSubscription]
    /// Those that one may set webhooks up for.
    var organisations: [Organisation]
    /// The secret of the one just made: shown this once.
    var created: (url: String, secret: String)?
    var form = FormState()
    var csrf: String?
    /// What there is to listen to.
    var events = HookEvents.all

    var body: HTML {
        """
        \(created.map { once($0.url, $0.secret) })
        <p>\(language(
            "申报有进展时，平台向您登记的地址发送一个签名的 POST 请求；发送失败会重试十次，约一天。",
            "When a case moves on, a signed POST goes to the address you set up. What fails is tried ten times, "
                + "for about a day."
        ))</p>
        \(list)
        \(HTML.card(language("新建推送", "Another webhook"), fields))
        \(HTML.disclosure(language("怎样核对签名", "How to check the signature"), HooksView.signature(language)))
        """
    }

    static func signature(_ language: PageLanguage) -> HTML {
        """
        <p>\(language(
            "请求头 Linli-Signature 的形式是", "The header Linli-Signature looks like")) \
        <code>t=1767225600,v1=…</code>\(language("。用密钥对", ". Compute the HMAC-SHA-256 of")) \
        <code>t + "." + body</code> \(language(
            "计算 HMAC-SHA-256，与 v1 比较；时间 t 过旧的请求应当拒绝。",
            "with the secret and compare it with v1; refuse a time t that is long past."))</p>
        """
    }

    private func once(_ url: String, _ secret: String) -> HTML {
        HTML.callout(
            .good, language("推送已建立，请立即保存密钥", "The webhook is set up; keep its secret now"),
            """
            <p>\(url)</p><p>\(language("密钥只在这里显示一次。", "The secret is shown here and never again."))</p>
            <p><code>\(secret)</code></p>
            """, actions: [HTML.copyButton(language("复制密钥", "Copy the secret"), text: secret)])
    }

    private var list: HTML {
        let columns = [
            Column(language("地址", "Address"), isHeader: true), Column(language("单位", "Organisation")),
            Column(language("事件", "Events"), isNumeric: true), Column(language("状态", "State")),
        ]
        return HTML.table(
            language("已建立的推送", "Webhooks"), columns: columns, rows: hooks.map(row),
            empty: .text(language("还没有推送。", "There is none yet.")))
    }

    private func row(_ hook: WebhookSubscription) -> TableRow {
        TableRow([
            HTML.link(hook.url, Routes.hook.path(hook.id)),
            .text(organisations.first { $0.id == hook.organisation }?.name ?? ""), .text(String(hook.events.count)),
            HookMark(language: language, hook: hook).html,
        ])
    }

    private var fields: HTML {
        let choices = organisations.map { Choice($0.id, $0.name) }
        return HTML.form(
            action: Routes.hooks.path(), csrf: csrf,
            """
            \(form.summary(language))\
            \(Input("organisation", language("单位", "Organisation"), isRequired: true)
                .select(choices, value: form["organisation"]))\
            \(Input(
                "url", language("接收地址", "Address"),
                hint: language("https 开头、外网可达的地址", "Begins with https and can be reached from outside"),
                error: form.error("url", language), isRequired: true
            ).text(form["url"], kind: .url, maxLength: 2000, placeholder: "https://example.cn/linli"))\
            \(HookEvents.input(language, chosen: form.all("events"), error: form.error("events", language), events))\
            \(HTML.formActions([HTML.button(language("建立推送", "Set it up"), kind: .primary)]))
            """)
    }
}

/// How a webhook is doing, in words.
struct HookMark {
    var language: PageLanguage
    var hook: WebhookSubscription

    var html: HTML {
        if !hook.isActive { return HTML.badge(language("已暂停", "paused"), .neutral) }
        if hook.failures > 0 {
            return HTML.badge(language("连续失败 \(hook.failures) 次", "failed \(hook.failures) times"), .bad)
        }
        return HTML.badge(language("正常", "fine"), .good)
    }
}

/// What a webhook can be told of: acts that move a case on.
enum HookEvents {
    private static let quiet: Set<String> = [
        "open", "editCommunity", "saveFinding", "importFindings", "addEvidence", "reviseEvidence", "describeEvidence",
        "removeEvidence", "ask", "dropQuestion", "answer", "saveReview", "adoptSelf", "invite", "dismiss", "declare",
        "saveVisit", "adoptReview", "settle", "approve", "object", "answerObjection", "moveRulebook",
    ]

    static let all: [(id: String, title: Phrase)] = EvaluationLifeCycle.acts.filter { !quiet.contains($0.id) }
        .map { ("case." + $0.id, $0.title) }

    static func input(
        _ language: PageLanguage, chosen: Set<String>, error: String?, _ all: [(id: String, title: Phrase)] = all
    ) -> HTML {
        Input("events", language("推送哪些事件", "Which events"), error: error, isRequired: true)
            .checkboxes(all.map { Choice($0.id, language($0.title), note: $0.id) }, values: chosen, isInline: true)
    }

    static func read(_ form: Fields, _ all: [(id: String, title: Phrase)] = all) throws -> Set<String> {
        let events = Set(form.all("events")).intersection(all.map(\.id))
        if events.isEmpty {
            throw Refusal(.invalid, zh: "至少选择一个事件", en: "choose at least one event", place: "events")
        }
        return events
    }
}

/// The address of somebody's own system.
enum HookAddress {
    static func read(_ form: Fields) throws -> String {
        let url = try form.filled("url") ?? ""
        let head = ["https://", "http://"].first { url.lowercased().hasPrefix($0) }
        let rest = head.map { url.dropFirst($0.count) } ?? ""
        let host = rest.prefix { !"/?#".contains($0) }
        guard head != nil, !host.isEmpty, !host.contains("@"), url.utf8.count <= 2000,
            url.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else {
            throw Refusal(
                .invalid, zh: "地址须以 https:// 或 http:// 开头，不含空格和用户名",
                en: "an address begins with https:// or http:// and has no blanks and no user", place: "url")
        }
        return url
    }
}

extension EvaluationPortal {
    /// How many webhooks one organisation may have.
    static let mostHooks = 20

    @Sendable func hooksPage(_ call: Call) async throws -> Reply {
        hooksReply(call, try await hooksView(call))
    }

    /// Answers with the page itself: the secret is shown this once.
    @Sendable func createHook(_ call: Call) async throws -> Reply {
        let person = try call.demandPerson()
        let organisations = hookOrganisations(call)
        do {
            let organisation = try call.form.text("organisation", most: 64)
            guard organisations.contains(where: { $0.id == organisation }) else {
                throw Refusal(.invalid, zh: "请选择单位", en: "choose an organisation", place: "organisation")
            }
            let hook = WebhookSubscription(
                id: desk.surroundings.newID(), organisation: organisation, person: person.id,
                url: try HookAddress.read(call.form), secret: Token().text,
                events: try HookEvents.read(call.form, hookEvents),
                createdAt: now)
            try await store.write { records in
                guard try records.webhooks(of: organisation).count < EvaluationPortal.mostHooks else {
                    throw Refusal(.tooMany, zh: "推送已达上限，请先删除不用的", en: "there are too many; remove one first")
                }
                try records.setWebhook(hook)
            }
            var view = try await hooksView(call)
            view.created = (hook.url, hook.secret)
            return hooksReply(call, view)
        } catch let refusal as Refusal {
            var view = try await hooksView(call)
            view.form = FormState(call.form, refusal)
            return hooksReply(call, view)
        }
    }

    /// Those of the visitor's organisations for which they may.
    func hookOrganisations(_ call: Call) -> [Organisation] {
        var seen: Set<String> = []
        return call.visitor.memberships.map(\.organisation).filter { organisation in
            let subject = Subject(organisations: [organisation.id], region: organisation.region)
            return seen.insert(organisation.id).inserted && call.allows(EvaluationFunction.hooks, on: subject)
        }
    }

    private func hooksView(_ call: Call) async throws -> HooksView {
        let organisations = hookOrganisations(call)
        let hooks = try await store.read { records in
            try organisations.flatMap { try records.webhooks(of: $0.id) }
        }
        return HooksView(
            language: call.spoken, hooks: hooks, organisations: organisations, csrf: call.formToken, events: hookEvents)
    }

    private func hooksReply(_ call: Call, _ view: HooksView) -> Reply {
        let title = Phrase(zh: "推送", en: "Webhooks")
        var content = PageContent(title, AccountFrame(call, Routes.hooks).html(call.say(title), view.body))
        content.notices = Done.notices(call, ["removed": Phrase(zh: "推送已删除", en: "The webhook is removed")])
        return page(call, content, status: view.form.status).with(.cacheControl, "no-store")
    }
}
