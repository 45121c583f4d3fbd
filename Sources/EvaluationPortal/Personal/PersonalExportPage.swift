public import Commons
import Documents
import Evaluation
public import Rulebook

/// All that is kept of somebody, as a page to read: one file that needs nothing else.
public struct PersonalExportPage: Sendable {
    public var export: PersonalExport
    public var language: Language

    public init(export: PersonalExport, language: Language) {
        self.export = export
        self.language = language
    }

    public var html: [UInt8] { Array(HTMLRenderer.render(document).utf8) }

    private var document: Document {
        let title = say("个人信息：\(export.person.name)", "Personal data: \(export.person.name)")
        return Document(
            language: language == .zh ? "zh-CN" : "en", cover: nil, runningTitle: title, footer: "",
            blocks: [.heading(level: 1, title), .facts(facts)] + fields + roles + consents + looks + acts + access
                + rest
        )
    }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    private func say(_ phrase: Phrase) -> String { phrase[language] }

    /// `2026-03-01 09:30`
    private func shown(_ time: String?) -> String {
        time.map { String($0.prefix(16).replacing("T", with: " ")) } ?? say("无", "none")
    }

    private var facts: [Document.Fact] {
        [
            .init(say("导出时间", "Exported"), shown(export.madeAt)), .init(say("姓名", "Name"), export.person.name),
            .init(say("登录名", "Login"), export.person.login), .init(say("编号", "Id"), export.person.id),
            .init(say("语言", "Language"), export.person.language == "en" ? "English" : "中文"),
            .init(
                say("状态", "State"), export.person.isActive ? say("启用", "active") : say("停用", "not active")),
            .init(say("密码修改时间", "Password changed"), shown(export.passwordChangedAt)),
        ]
    }

    /// A heading and its table; that there is nothing is said as well.
    private func part(
        _ title: String, _ columns: [(title: String, width: Int)], _ rows: [[String]]
    ) -> [Document.Block] {
        let heading = Document.Block.heading(level: 2, title)
        if rows.isEmpty { return [heading, .paragraph(say("没有记录。", "Nothing."))] }
        let table = Document.Table(
            caption: title, columns: columns.map { .init($0.title, width: $0.width) },
            rows: rows.map { .init($0.map { .init($0) }) })
        return [heading, .table(table)]
    }

    private var fields: [Document.Block] {
        part(
            say("个人信息", "Personal fields"),
            [(say("项目", "Field"), 2), (say("内容", "Value"), 5), (say("修改时间", "Changed"), 2)],
            export.fields.map { [say($0.kind.title), $0.value, shown($0.changedAt)] })
    }

    private var roles: [Document.Block] {
        part(
            say("角色", "Roles"), [(say("角色", "Role"), 2), (say("单位", "Organisation"), 4), (say("专业", "Fields"), 3)],
            export.roles.map { [say($0.role.title), $0.organisation, $0.fields.joined(separator: " ")] })
    }

    private var consents: [Document.Block] {
        part(
            say("同意", "Consents"),
            [
                (say("事项", "Purpose"), 3), (say("文本版本", "Wording of"), 2), (say("同意时间", "Given"), 2),
                (say("方式", "How"), 3), (say("撤回时间", "Withdrawn"), 2),
            ],
            export.consents.map { consent in
                [
                    ConsentPurpose.named(consent.purpose).map { say($0.title) } ?? consent.purpose, consent.edition,
                    shown(consent.givenAt), say(consent.way.title), consent.withdrawnAt.map(shown) ?? "",
                ]
            })
    }

    private var looks: [Document.Block] {
        part(
            say("谁看过", "Who looked"),
            [
                (say("时间", "When"), 2), (say("谁", "Who"), 2), (say("看了什么", "What"), 2), (say("用途", "Why"), 4),
            ],
            export.looks.map { look in
                [
                    shown(look.at), look.by, look.field.map { say($0.title) } ?? say("全部", "all of it"),
                    say(look.purpose.title) + (look.words.isEmpty ? "" : "\n" + look.words),
                ]
            })
    }

    private var acts: [Document.Block] {
        part(
            say("在申报中的操作", "Acts in cases"),
            [
                (say("时间", "When"), 2), (say("操作", "Act"), 2), (say("编号", "Number"), 2), (say("申报", "Case"), 4),
            ],
            export.acts.map { deed in
                let act = EvaluationLifeCycle.declaration.act(deed.act).map { say($0.title) } ?? deed.act
                return [shown(deed.at), act, deed.number, deed.title]
            })
    }

    private var access: [Document.Block] {
        part(
            say("登录", "Sessions"),
            [
                (say("登录时间", "Since"), 2), (say("最近使用", "Last seen"), 2), (say("地址", "Address"), 2),
                (say("浏览器", "Browser"), 4),
            ],
            export.sessions.map { [shown($0.since), shown($0.lastSeen), $0.address, $0.agent] })
            + part(
                say("访问令牌", "Access tokens"),
                [(say("名称", "Name"), 3), (say("功能", "Scopes"), 4), (say("建立", "Made"), 2), (say("到期", "Until"), 2)],
                export.accessTokens.map {
                    [$0.name, $0.scopes.joined(separator: " "), shown($0.since), shown($0.until)]
                })
    }

    private var rest: [Document.Block] {
        part(
            say("消息", "Notices"), [(say("时间", "When"), 2), (say("主题", "Subject"), 4), (say("内容", "Text"), 5)],
            export.notices.map { [shown($0.at), $0.subject, $0.body] })
            + part(
                say("其他", "Elsewhere"), [(say("时间", "When"), 2), (say("什么", "What"), 2), (say("内容", "Which"), 5)],
                export.traces.map { [shown($0.at), say($0.kind.title), $0.what] })
    }
}

extension PersonalTrace.Kind {
    fileprivate var title: Phrase {
        switch self {
        case .assigned: Phrase(zh: "参与的申报", en: "Assigned to")
        case .webhook: Phrase(zh: "建立的推送", en: "Webhook set up")
        case .upload: Phrase(zh: "未完成的上传", en: "Unfinished upload")
        }
    }
}
