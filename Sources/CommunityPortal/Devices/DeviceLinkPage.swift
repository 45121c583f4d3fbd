import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func deviceLinkPage(_ call: Call) async throws -> Reply { try await linkReply(call) }

    /// Answers with the page itself: the text of the key is kept nowhere that a page to come could read it from.
    @Sendable func makeDeviceKey(_ call: Call) async throws -> Reply {
        do {
            let made = try await desk.makeKey(of: call.parameter("item"), by: call.visitor)
            return try await linkReply(call) { $0.created = made.text }
        } catch let refusal as Refusal where refusal.kind == .tooMany || refusal.kind == .locked {
            return try await linkReply(call) { $0.refused = FormState(call.form, refusal) }
        }
    }

    @Sendable func removeDeviceKey(_ call: Call) async throws -> Reply {
        let item = call.parameter("item")
        try await desk.removeKey(call.parameter("key"), of: item, by: call.visitor)
        return back(item, "keyRemoved")
    }

    @Sendable func commandDevice(_ call: Call) async throws -> Reply {
        let item = call.parameter("item")
        let id = try call.form.filled("_id") ?? desk.surroundings.newID()
        do {
            _ = try await desk.command(
                try call.form.filled("command") ?? "", to: item, id: id, by: call.visitor)
        } catch let refusal as Refusal where refusal.kind == .invalid || refusal.kind == .locked {
            return try await linkReply(call) { $0.refused = FormState(call.form, refusal) }
        }
        return back(item, "commanded")
    }

    @Sendable func setDevice(_ call: Call) async throws -> Reply {
        let item = call.parameter("item")
        do {
            var values: [String: String] = [:]
            let link = try await desk.link(of: item, call.visitor)
            for setting in link.model?.settings ?? [] {
                if let text = try call.form.filled(setting.id) { values[setting.id] = text }
            }
            try await desk.wish(values, of: item, by: call.visitor)
        } catch let refusal as Refusal where refusal.kind == .invalid {
            return try await linkReply(call) { $0.settingsForm = FormState(call.form, refusal) }
        }
        return back(item, "wished")
    }

    func back(_ item: String, _ done: String) -> Reply {
        .redirect(to: DeviceRoutes.link.path(item, query: ["done": "link.\(done)"]))
    }

    private func linkReply(
        _ call: Call, _ change: (inout DeviceLinkView) -> Void = { _ in }
    ) async throws -> Reply {
        let link = try await desk.link(of: call.parameter("item"), call.visitor)
        var view = DeviceLinkView(
            language: call.spoken, link: link, csrf: call.formToken, entry: desk.surroundings.newID())
        change(&view)
        let status = view.refused?.status ?? view.settingsForm?.status ?? 200
        return livePage(call, PageContent(.same(link.device.head.title), view.body), status: status)
    }

    /// What a word in `?done=` says of what was done here.
    static func linkFlash(_ word: String) -> Phrase? {
        switch word {
        case "keyRemoved": Phrase(zh: "密钥已删除，用它的连接已断开", en: "The key is removed; its connections end")
        case "commanded": Phrase(zh: "命令已发出", en: "The command is on its way")
        case "released": Phrase(zh: "隔离已解除", en: "It is out of quarantine")
        case "wished": Phrase(zh: "已告知设备", en: "The device is told")
        default: nil
        }
    }
}

/// How a device is tied to the platform, and what one can tell it.
struct DeviceLinkView {
    var language: PageLanguage
    var link: DeviceLink
    var csrf: String?
    /// The id of a command to come.
    var entry = ""
    /// The key just made: shown this once.
    var created: String?
    /// What was refused on top of the page.
    var refused: FormState?
    var settingsForm: FormState?

    var device: Item { link.device }
    private var spoken: Language { language == .chinese ? .zh : .en }

    var body: HTML {
        let routes = KindRoutes(Estate.device)
        return """
            \(HTML.heading(
                language("\(device.head.title)的接入与控制", "Connection: \(device.head.title)"),
                lead: .text(
                    [device.head.number, link.model.map { language($0.title) }].compactMap(\.self)
                        .joined(separator: " · ")),
                breadcrumbs: [
                    Link(language("设备", "Devices"), routes.list.path()),
                    Link(device.head.title, routes.item.path(device.id)),
                ], state: badge,
                actions: [
                    HTML.linkButton(
                        language("数据", "Readings"), CommunityRoutes.deviceReadings.path(device.id), kind: .quiet)
                ], language: language))
            \(refused?.summary(language))
            \(created.map(once))
            \(link.quarantine.map(quarantine))
            \(HTML.card(language("状态", "State"), HTML.facts(facts)))
            \(link.model?.commands.isEmpty == false ? commands : nil)
            \(link.model?.settings.isEmpty == false ? settings : nil)
            \(link.mayManageKeys || !link.keys.isEmpty ? keys : nil)
            """
    }

    /// Whether it is there only its gateway knows.
    private var isBehind: Bool { link.presence?.isOnline != true && !link.gateways.isEmpty && link.keys.isEmpty }

    private var badge: HTML {
        if isBehind { return HTML.badge(language("经由网关", "behind a gateway"), .neutral) }
        guard let presence = link.presence else { return HTML.badge(language("未直接接入", "never connected"), .neutral) }
        return presence.isOnline
            ? HTML.badge(language("在线", "on line"), .good) : HTML.badge(language("离线", "off line"), .bad)
    }

    private var facts: [Fact] {
        func names(_ items: [Item]) -> HTML {
            HTML.row(items.map { HTML.link($0.head.title, DeviceRoutes.link.path($0.id)) })
        }
        var facts: [Fact] = []
        if let presence = link.presence {
            if !isBehind {
                let lapse = Lapse(from: presence.since, to: link.now).text(language)
                facts.append(
                    Fact(
                        presence.isOnline ? language("上线时间", "On line since") : language("离线时间", "Off line since"),
                        HTML("\(HTML.time(presence.since.iso, presence.since.shown)) (\(lapse))")))
            }
            facts += [
                Fact(language("最近听到", "Last heard"), HTML.time(presence.seenAt.iso, presence.seenAt.shown)),
                Fact(
                    language("固件版本", "Firmware"),
                    .text(presence.firmware.isEmpty ? language("未上报", "not told") : presence.firmware)),
            ]
        } else {
            facts = [
                Fact(
                    language("接入方式", "Connection"),
                    .text(
                        language(
                            "还没有用自己的密钥接入过；数据可由网关或程序上报。",
                            "It has never connected with a key of its own; others may send its readings.")))
            ]
        }
        if !link.gateways.isEmpty { facts.append(Fact(language("经由", "Through"), names(link.gateways))) }
        if !link.connected.isEmpty {
            facts.append(Fact(language("接入的设备", "Connects"), names(link.connected)))
        }
        return facts
    }

    // MARK: Commands

    private var commands: HTML {
        let buttons = (link.model?.commands ?? []).map { command in
            HTML.postButton(
                language(command.title), action: DeviceRoutes.commands.path(device.id), csrf: csrf, kind: .secondary,
                confirm: language(
                    "确定对“\(device.head.title)”\(command.title.zh)？", "\(command.title.en): \(device.head.title)?"),
                hidden: [("command", command.id), ("_id", entry + command.id)])
        }
        let rows = link.commands.map { command -> TableRow in
            let declared = link.model?.commands.first { $0.id == command.command }
            let who = command.person.map { link.names[$0] ?? "" } ?? language("联动规则", "a rule")
            return TableRow([
                HTML.time(command.askedAt.iso, "\(command.askedAt.day) \(command.askedAt.clock)"),
                .text(declared.map { language($0.title) } ?? command.command), .text(who),
                HTML.badge(language(command.state.title), tone(command.state)), .text(command.answer),
            ])
        }
        let table = HTML.table(
            language("最近的命令", "Latest commands"),
            columns: [
                Column(language("时间", "When"), isHeader: true), Column(language("命令", "Command")),
                Column(language("发起", "By")), Column(language("状态", "State")), Column(language("设备答复", "Answer")),
            ], rows: rows, empty: .text(language("还没有命令。", "None yet.")))
        return HTML.card(
            language("控制", "Commands"), id: "commands", "\(if: link.mayCommand, HTML.row(buttons))\(table)")
    }

    private func tone(_ state: DeviceCommand.State) -> Tone {
        switch state {
        case .waiting, .sent: .info
        case .done: .good
        case .failed, .late: .bad
        }
    }

    // MARK: Settings

    private var settings: HTML {
        let known = Dictionary(link.settings.map { ($0.setting, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = (link.model?.settings ?? []).map { setting -> TableRow in
            let one = known[setting.id]
            return TableRow([
                .text(language(setting.title)), .text(one?.wished.map { shown(setting, $0) } ?? "—"),
                .text(one?.told.map { shown(setting, $0) } ?? language("未上报", "not told")),
                one?.wished == nil
                    ? ""
                    : one?.isSettled == true
                        ? HTML.badge(language("一致", "as wished"), .good)
                        : HTML.badge(language("等待设备", "waits for the device"), .warn),
            ])
        }
        let table = HTML.table(
            language("设置", "Settings"),
            columns: [
                Column(language("设置项", "Setting"), isHeader: true), Column(language("期望", "Wished")),
                Column(language("设备上报", "As the device says")), Column(language("状态", "State")),
            ], rows: rows, isCaptionHidden: true)
        return HTML.card(
            language("设置", "Settings"), id: "settings", "\(table)\(link.mayCommand ? settingsInputs : nil)")
    }

    private func shown(_ setting: DeviceModel.Property, _ text: String) -> String {
        switch setting.content {
        case .number: "\(text)\(setting.unit.isEmpty ? "" : " \(setting.unit)")"
        case .flag: text == "true" ? language("是", "yes") : language("否", "no")
        case .state(let options): options.first { $0.id == text }.map { language($0.title) } ?? text
        }
    }

    private var settingsInputs: HTML {
        let state = settingsForm ?? FormState()
        let inputs = (link.model?.settings ?? []).map { setting -> HTML in
            let unit = setting.unit.isEmpty ? "" : language("（\(setting.unit)）", " (\(setting.unit))")
            let input = Input(
                setting.id, language(setting.title) + unit, hint: range(setting),
                error: state.error(setting.id, language))
            switch setting.content {
            case .number: return input.text(state[setting.id], maxLength: 20)
            case .flag:
                return input.select(
                    [
                        Choice("", language("不改变", "as it is")), Choice("true", language("是", "yes")),
                        Choice("false", language("否", "no")),
                    ], value: state[setting.id])
            case .state(let options):
                return input.select(
                    [Choice("", language("不改变", "as it is"))] + options.map { Choice($0.id, language($0.title)) },
                    value: state[setting.id])
            }
        }
        return HTML.form(
            action: DeviceRoutes.settings.path(device.id), csrf: csrf,
            """
            \(state.summary(language))\(inputs)\
            \(HTML.formActions([HTML.button(language("告知设备", "Tell the device"), kind: .primary)]))
            """)
    }

    private func range(_ setting: DeviceModel.Property) -> String? {
        guard case .number(let range) = setting.content else { return nil }
        let ends = [range.lowerBound, range.upperBound].map { ReadingBatch.Value.number($0).text }
        return language("\(ends[0]) 至 \(ends[1])，不填则不改变", "\(ends[0]) to \(ends[1]); empty: as it is")
    }

    // MARK: Keys

    private func once(_ text: String) -> HTML {
        KeyCard.once(
            text,
            language(
                "MQTT 用户名是设备编号，密码是这个密钥。",
                "By MQTT the user name is the device's number, this key the password."),
            [Fact(language("用户名", "User name"), HTML("<code>\(device.head.number)</code>"))], language)
    }

    private var keys: HTML {
        let device = device
        return KeyCard(
            language: language, keys: link.keys, names: link.names,
            words: language(
                "设备凭密钥用 MQTT 接入。更换密钥：先建立新的，写入设备并看到它登录，再删除旧的；两个可同时使用。",
                "A device connects by MQTT with a key. To change it, make a new one, see the device log in with it, "
                    + "then remove the old one; both count meanwhile."),
            warning: language(
                "删除这个密钥？用它接入的设备立即断开。", "Remove this key? Whatever is connected with it is cut off."),
            make: link.mayManageKeys ? DeviceRoutes.keys.path(device.id) : nil,
            remove: { DeviceRoutes.key.path(device.id, $0) }, csrf: csrf
        ).html
    }
}
