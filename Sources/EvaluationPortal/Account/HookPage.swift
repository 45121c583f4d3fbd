import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// One webhook: what it is told of, and how the last deliveries went.
struct HookView {
    var language: PageLanguage
    var hook: WebhookSubscription
    var organisation: String
    var deliveries: [WebhookDelivery]
    var form: FormState
    var csrf: String?
    /// What there is to listen to.
    var events = HookEvents.all

    /// How many deliveries are shown.
    static let shown = 50

    var body: HTML {
        """
        \(HTML.split("\(settings)\(list)", aside: facts))
        """
    }

    private var facts: HTML {
        let (label, question) =
            hook.isActive
            ? (language("暂停", "Pause"), language("暂停后不再推送。", "Nothing is sent while it is paused."))
            : (language("恢复", "Resume"), language("恢复后继续推送新的事件。", "New events are sent again."))
        return HTML.card(
            language("概况", "Overview"),
            """
            \(HTML.facts([
                Fact(language("单位", "Organisation"), organisation),
                Fact(language("状态", "State"), HookMark(language: language, hook: hook).html),
                Fact(language("建立", "Made"), hook.createdAt.shown),
            ]))
            \(HTML.row([
                HTML.postButton(
                    label, action: Routes.hook.path(hook.id), csrf: csrf, confirm: question,
                    hidden: [("act", hook.isActive ? "pause" : "resume")]),
                HTML.postButton(
                    language("删除", "Remove"), action: Routes.hook.path(hook.id), csrf: csrf, kind: .danger,
                    confirm: language("删除这个推送和它的记录？", "Remove it with its deliveries?"),
                    hidden: [("act", "remove")]),
            ]))
            """)
    }

    private var settings: HTML {
        HTML.card(
            language("设置", "Settings"),
            HTML.form(
                action: Routes.hook.path(hook.id), csrf: csrf,
                """
                \(form.summary(language))\(HTML.hidden("act", "save"))\
                \(Input("url", language("接收地址", "Address"), error: form.error("url", language), isRequired: true)
                    .text(form["url"], kind: .url, maxLength: 2000))\
                \(HookEvents.input(
                    language, chosen: form.all("events"), error: form.error("events", language), events))\
                \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)]))
                """))
    }

    private var list: HTML {
        let columns = [
            Column(language("时间", "Time"), isHeader: true), Column(language("事件", "Event")),
            Column(language("结果", "Outcome")), Column(language("次数", "Attempts"), isNumeric: true),
            Column(language("操作", "Again")),
        ]
        return HTML.table(
            language("最近的推送", "Last deliveries"), columns: columns, rows: deliveries.map(row),
            empty: .text(language("还没有推送过。", "Nothing has been sent yet.")))
    }

    private func row(_ delivery: WebhookDelivery) -> TableRow {
        let (word, tone): (String, Tone) =
            switch delivery.state {
            case .pending: (language("等待发送", "waiting"), .info)
            case .delivered: (language("已送达", "delivered"), .good)
            case .givenUp: (language("已放弃", "given up"), .bad)
            }
        let again = HTML.postButton(
            language("重新推送", "Try again"), action: Routes.hookDelivery.path(hook.id, delivery.id), csrf: csrf)
        return TableRow([
            HTML.time(delivery.createdAt.iso, delivery.createdAt.shown), "<code>\(delivery.event)</code>",
            "\(HTML.badge(word, tone)) \(delivery.outcome)", .text(String(delivery.attempts)),
            delivery.state == .givenUp ? again : "",
        ])
    }
}

extension EvaluationPortal {
    @Sendable func hookPage(_ call: Call) async throws -> Reply {
        hookReply(call, try await hookView(call))
    }

    @Sendable func changeHook(_ call: Call) async throws -> Reply {
        var view = try await hookView(call)
        var hook = view.hook
        do {
            switch try call.form.text("act", most: 20) {
            case "remove":
                let id = hook.id
                try await store.write { try $0.removeWebhook(id) }
                return .redirect(to: Routes.hooks.path(query: ["done": "removed"]))
            case "pause": hook.isActive = false
            case "resume": hook.isActive = true
            default:
                hook.url = try HookAddress.read(call.form)
                hook.events = try HookEvents.read(call.form, hookEvents)
            }
            let changed = hook
            try await store.write { records in
                // Deliveries count failures meanwhile.
                var kept = changed
                kept.failures = try records.webhook(changed.id)?.failures ?? 0
                try records.setWebhook(kept)
            }
            return .redirect(to: Routes.hook.path(hook.id, query: ["done": "saved"]))
        } catch let refusal as Refusal {
            view.form = FormState(call.form, refusal)
            return hookReply(call, view)
        }
    }

    @Sendable func retryDelivery(_ call: Call) async throws -> Reply {
        let hook = try await hookView(call).hook
        let (delivery, now) = (call.parameter("delivery"), now)
        try await store.write { records in
            guard try records.webhookDelivery(delivery)?.webhook == hook.id else {
                throw Refusal(.missing, zh: "没有这次推送", en: "there is no such delivery")
            }
            try WebhookPost.retry(delivery, in: records, now: now)
        }
        return .redirect(to: Routes.hook.path(hook.id, query: ["done": "retried"]))
    }

    private func hookView(_ call: Call) async throws -> HookView {
        let (id, organisations) = (call.parameter("hook"), hookOrganisations(call))
        let found = try await store.read { records -> (WebhookSubscription, [WebhookDelivery])? in
            guard let hook = try records.webhook(id) else { return nil }
            return (hook, try records.webhookDeliveries(of: id, limit: HookView.shown))
        }
        guard let (hook, deliveries) = found,
            let organisation = organisations.first(where: { $0.id == hook.organisation })
        else { throw Refusal(.missing, zh: "没有这个推送", en: "there is no such webhook") }
        var form = FormState(["url": hook.url])
        form.values.pairs += hook.events.sorted().map { Fields.Pair("events", $0) }
        return HookView(
            language: call.spoken, hook: hook, organisation: organisation.name, deliveries: deliveries, form: form,
            csrf: call.formToken, events: hookEvents)
    }

    private func hookReply(_ call: Call, _ view: HookView) -> Reply {
        let frame = AccountFrame(call, Routes.hooks)
        var content = PageContent(Phrase(zh: "推送", en: "Webhook"), frame.html(view.hook.url, view.body))
        content.notices = Done.notices(
            call,
            [
                "saved": Phrase(zh: "已保存", en: "Saved"),
                "retried": Phrase(zh: "已重新排队，稍后发送", en: "It is queued again and goes out in a moment"),
            ])
        return page(call, content, status: view.form.status)
    }
}
