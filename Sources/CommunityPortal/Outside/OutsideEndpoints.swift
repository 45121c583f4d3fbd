import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// Addresses of what people do without a log-in.
enum OutsideRoutes {
    static let enter = Route("/report/{kind}/{spot}/{seal}")
    static let follow = Route("/follow/{kind}/{item}/{seal}")
    static let act = Route("/follow/{kind}/{item}/{seal}/{act}")

    static func sheet(_ kind: Kind) -> Route { Route("/community/\(kind.id)/{item}/codes") }
}

extension CommunityPortal {
    /// What the addresses that hang in the estate lead to, and the sheets with them.
    var outsideEndpoints: [Endpoint] {
        typealias R = OutsideRoutes
        let sheets = [Estate.space, Estate.device].map { kind in
            Endpoint.page(
                R.sheet(kind), .function(kind.function(.edit)), Phrase(zh: "张贴用二维码", en: "Codes to hang up"),
                handler: { try await codeSheet(kind, $0) })
        }
        return sheets + [
            .page(R.enter, .open, Phrase(zh: "扫码登记", en: "Enter something by a code"), handler: reportPage),
            .form(
                R.enter, .open, Phrase(zh: "提交扫码登记", en: "Send what is entered by a code"), input: .multipart,
                bodyLimit: CommunityLimits.outsideFiles * CommunityLimits.outsideFile + (1 << 20), pace: .logIn,
                handler: report),
            .page(
                R.follow, .open, Phrase(zh: "查看扫码登记的进度", en: "Follow what was entered by a code"), handler: followPage),
            .form(
                R.act, .open, Phrase(zh: "评价扫码登记的事项", en: "Rate what was entered by a code"), pace: .logIn,
                handler: followAct),
        ]
    }

    private func kind(_ call: Call) throws -> Kind {
        guard let kind = desk.catalog.kind(call.parameter("kind")) else {
            throw Refusal(.missing, zh: "没有这一页", en: "there is no such page")
        }
        return kind
    }

    // MARK: The sheet

    @Sendable private func codeSheet(_ kind: Kind, _ call: Call) async throws -> Reply {
        let opened = try await desk.open(call.parameter("item"), of: kind, call.visitor)
        let doors = try await desk.doorways(at: opened.item, call.visitor)
        guard !doors.isEmpty else {
            throw Refusal(.locked, zh: "此处不能扫码登记", en: "nothing can be entered here by a code")
        }
        let view = CodeSheetView(language: call.spoken, opened: opened, doors: doors, site: site())
        return frame.page(call, PageContent(Phrase(zh: "张贴用二维码", en: "Codes to hang up"), view.body))
            .with(.cacheControl, "no-store")
    }

    // MARK: Entering

    private func door(_ call: Call) async throws -> Doorway {
        try await desk.doorway(try kind(call), at: call.parameter("spot"), seal: call.parameter("seal"))
    }

    @Sendable private func reportPage(_ call: Call) async throws -> Reply {
        reportReply(call, try await door(call), FormState())
    }

    private func reportReply(_ call: Call, _ door: Doorway, _ state: FormState) -> Reply {
        var view = ReportView(language: call.spoken, door: door, state: state, csrf: call.formToken)
        view.id = (try? FormID.sent(call.form)) ?? desk.surroundings.newID()
        return frame.page(call, PageContent(door.facet.title, isNarrow: true, view.body), status: state.status)
            .with(.cacheControl, "no-store")
    }

    @Sendable private func report(_ call: Call) async throws -> Reply {
        let door = try await door(call)
        do {
            let draft = try await draft(call, door.form)
            let id = try FormID.sent(call.form) ?? desk.surroundings.newID()
            let made = try await desk.enter(draft, at: door, id: id)
            return .redirect(to: OutsideRoutes.follow.path(made.kind.id, made.id, made.seal))
        } catch let refusal as Refusal where refusal.kind != .missing {
            return reportReply(call, door, FormState(call.form, refusal))
        }
    }

    /// What was typed; photographs are kept once everything else is right.
    private func draft(_ call: Call, _ form: Form) async throws -> CommunityDesk.Draft {
        var texts: [String: [String]] = [:]
        var pictures: [(field: Field, files: [FormFile])] = []
        for field in form.fields {
            if case .files = field.content {
                pictures.append((field, call.files.filter { $0.field == field.id && !$0.bytes.isEmpty }))
            } else {
                texts[field.id] = call.form.all(field.id).map { $0.replacing("\r\n", with: "\n") }
            }
        }
        let plain = Form(form.fields.filter { field in !pictures.contains { $0.field.id == field.id } })
        _ = try plain.read { texts[$0.id] ?? [] }
        for (field, sent) in pictures {
            try check(sent, field)
            var digests: [String] = []
            for file in sent {
                digests.append(try await files.add(file.bytes, name: FileName.cleaned(file.name)).digest)
            }
            texts[field.id] = digests
        }
        return CommunityDesk.Draft(texts)
    }

    private func check(_ sent: [FormFile], _ field: Field) throws(Refusal) {
        guard sent.count <= CommunityLimits.outsideFiles else {
            throw Refusal(
                .invalid, zh: "最多 \(CommunityLimits.outsideFiles) 张照片",
                en: "at most \(CommunityLimits.outsideFiles) photographs", place: field.id)
        }
        for file in sent {
            guard file.bytes.count <= CommunityLimits.outsideFile else {
                throw Refusal(.invalid, zh: "每张照片不超过 5 MB", en: "a photograph has at most 5 MB", place: field.id)
            }
            let type = FileType(head: Array(file.bytes.prefix(FileType.sniffedSize)), tail: [], name: file.name)
            guard [.png, .jpeg, .webp, .heic].contains(type) else {
                throw Refusal(.invalid, zh: "只能上传照片", en: "only photographs can be sent", place: field.id)
            }
        }
    }

    // MARK: Following

    @Sendable private func followPage(_ call: Call) async throws -> Reply {
        let found = try await desk.follow(call.parameter("item"), of: try kind(call), seal: call.parameter("seal"))
        return followReply(call, found, nil)
    }

    private func followReply(_ call: Call, _ found: OutsideView, _ refused: (act: String, state: FormState)?) -> Reply {
        var view = FollowView(language: call.spoken, found: found, csrf: call.formToken)
        view.refused = refused
        view.entry = desk.surroundings.newID()
        return frame.page(
            call, PageContent(.same(found.number), isNarrow: true, view.body), status: refused?.state.status ?? 200
        ).with(.cacheControl, "no-store")
    }

    @Sendable private func followAct(_ call: Call) async throws -> Reply {
        let (kind, id, seal) = (try kind(call), call.parameter("item"), call.parameter("seal"))
        let act = call.parameter("act")
        do {
            let texts = (kind.act(act)?.form.fields ?? []).map { ($0.id, call.form.all("\(act).\($0.id)")) }
            let draft = CommunityDesk.Draft(Dictionary(texts) { first, _ in first })
            let entry = try FormID.sent(call.form) ?? desk.surroundings.newID()
            let after = try await desk.perform(act, on: id, of: kind, seal: seal, draft, entry: entry)
            return .redirect(to: OutsideRoutes.follow.path(kind.id, id, after.seal))
        } catch let refusal as Refusal where refusal.kind != .missing {
            let found = try await desk.follow(id, of: kind, seal: seal)
            return followReply(call, found, (act, FormState(call.form, refusal.prefixed(act + "."))))
        }
    }
}
