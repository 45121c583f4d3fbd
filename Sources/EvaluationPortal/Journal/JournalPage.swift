import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import Secrets

/// The journal as people read it: who did what to what, newest first, and whether it still is what was signed.
struct JournalView {
    var language: PageLanguage
    var entries: [(entry: JournalEntry, content: JournalContent)]
    var names: [String: String]
    var checkpoint: Checkpoint?
    var key: VerifyingKey?
    var size: Int
    var subject: String?

    var body: HTML {
        let lead = language(
            "每一次改动都在这里：谁、何时、改了什么、改前与改后；个人信息只以加盐散列出现。任何人都可以用检查点核对它没有被改写。",
            "Every change is here: who, when, on what, before and after; personal data only as salted hashes. "
                + "With a checkpoint anybody can tell that it was not rewritten.")
        let title = language("操作日志", "Journal")
        let trail = subject.map { subject in
            [
                Link(title, Routes.journal.path()),
                Link(
                    JournalWords.subject(subject, names, language), Routes.journal.path(query: ["subject": subject]),
                    isCurrent: true),
            ]
        }
        return """
            \(HTML.heading(title, lead: .text(lead), breadcrumbs: trail ?? [], language: language))
            \(HTML.card(language("现状", "As it stands"), HTML.facts(facts)))
            \(HTML.card(
                subject.map { JournalWords.subject($0, names, language) }
                ?? language("最近的记录", "Latest entries"), table))
            """
    }

    private var facts: [Fact] {
        var facts = [Fact(language("条数", "Entries"), String(size))]
        if let checkpoint {
            facts += [
                Fact(
                    language("最新检查点", "Last checkpoint"),
                    language(
                        "第 \(checkpoint.size) 条，\(checkpoint.at.shown)",
                        "\(checkpoint.size) entries, \(checkpoint.at.shown)")),
                Fact(language("树根", "Root"), "<code>\(Hexadecimal.text(checkpoint.root))</code>" as HTML),
                Fact(language("日志名", "Name"), "<code>\(checkpoint.origin)</code>" as HTML),
            ]
        }
        if let key { facts.append(Fact(language("公钥", "Public key"), "<code>\(key.text)</code>" as HTML)) }
        return facts
    }

    private var table: HTML {
        let columns = [
            Column("#", isNumeric: true, isHeader: true), Column(language("时间", "Time")), Column(language("谁", "Who")),
            Column(language("对象", "On what")), Column(language("做了什么", "What")),
        ]
        let rows = entries.map { entry, content in
            let who = content.by.map { names[$0] ?? $0 } ?? language("系统", "the system")
            return TableRow([
                HTML.link(String(entry.sequence), Routes.journalEntry.path(String(entry.sequence))),
                .text(Instant(milliseconds: content.at).shown), .text(who),
                HTML.link(
                    JournalWords.subject(content.on, names, language),
                    Routes.journal.path(query: ["subject": content.on])),
                .text(JournalWords.summary(content, language)),
            ])
        }
        return HTML.table(
            language("记录", "Entries"), columns: columns, rows: rows,
            empty: HTML.emptyState(language("还没有记录", "Nothing yet")), isCaptionHidden: true)
    }
}

/// An entry in words.
enum JournalWords {
    static func summary(_ content: JournalContent, _ language: PageLanguage) -> String {
        let rows = (content.rows ?? [:]).sorted { $0.key < $1.key }.map { key, image in
            if let act = image?["act"], case .text(let name) = act {
                return EvaluationLifeCycle.declaration.act(name).map { language($0.title.zh, $0.title.en) } ?? name
            }
            let title = title(key, language)
            return image == nil ? language("移除\(title)", "removed: \(title)") : title
        }
        let notes = (content.notes ?? []).map { note in acts[note.act].map { language($0.zh, $0.en) } ?? note.act }
        var told: [String] = []
        for word in notes + rows where !told.contains(word) { told.append(word) }
        return language.list(told)
    }

    /// What something of a kind is called, with its name where it has one.
    static func subject(_ subject: String, _ names: [String: String], _ language: PageLanguage) -> String {
        let id = subject.drop { $0 != "/" }.dropFirst()
        let name = names[String(id)] ?? String(id)
        return title(subject, language) + (name.isEmpty ? "" : language("　", " ") + name)
    }

    /// Of a table or a kind of subject: what stands before the first slash.
    static func title(_ key: String, _ language: PageLanguage) -> String {
        let kind = String(key.prefix { $0 != "/" })
        return kinds[kind].map { language($0.zh, $0.en) } ?? kind
    }

    private static let kinds: [String: Phrase] = [
        "person": Phrase(zh: "人员", en: "person"), "organisation": Phrase(zh: "单位", en: "organisation"),
        "membership": Phrase(zh: "角色", en: "role"), "credential": Phrase(zh: "密码", en: "password"),
        "earlier_password": Phrase(zh: "曾用密码", en: "earlier password"),
        "second_factor": Phrase(zh: "两步验证", en: "second factor"),
        "recovery_code": Phrase(zh: "恢复码", en: "recovery code"),
        "login_session": Phrase(zh: "登录会话", en: "session"), "login_step": Phrase(zh: "登录步骤", en: "step of a log-in"),
        "access_token": Phrase(zh: "访问令牌", en: "access token"),
        "password_link": Phrase(zh: "设置密码的链接", en: "password link"), "setting": Phrase(zh: "设置", en: "setting"),
        "case": Phrase(zh: "申报", en: "case"), "case_head": Phrase(zh: "案卷状态", en: "state of the case"),
        "case_entry": Phrase(zh: "操作", en: "act"), "case_assigned": Phrase(zh: "指派", en: "assignment"),
        "case_number": Phrase(zh: "编号", en: "number"), "case_segment": Phrase(zh: "来源日志", en: "journal of origin"),
        "evaluation": Phrase(zh: "摘要", en: "summary"), "rulebook": Phrase(zh: "评价依据", en: "rulebook"),
        "rulebook_files": Phrase(zh: "评价依据文件", en: "files of a rulebook"), "file": Phrase(zh: "文件", en: "file"),
        "notice": Phrase(zh: "消息", en: "notice"), "webhook": Phrase(zh: "推送", en: "webhook"),
        "webhook_event": Phrase(zh: "推送事项", en: "event of a webhook"), "journal": Phrase(zh: "日志", en: "journal"),
        "journal_key": Phrase(zh: "签名密钥", en: "signing key"),
        "personal_field": Phrase(zh: "个人信息", en: "personal field"),
        "personal_look": Phrase(zh: "查看个人信息", en: "look at a personal field"),
        "consent": Phrase(zh: "同意", en: "consent"), "erasure": Phrase(zh: "删除个人信息", en: "erasure"),
        "table": Phrase(zh: "数据表", en: "table"),
    ]

    private static let acts: [String: Phrase] = [
        "person.loggedIn": Phrase(zh: "登录", en: "logged in"), "personal.look": Phrase(zh: "查看个人信息", en: "looked"),
        "person.erase": Phrase(zh: "删除个人信息", en: "erased"),
        "journal.begin": Phrase(zh: "日志开始", en: "the journal began"),
        "rows.sealed": Phrase(zh: "重新封印", en: "rows were sealed anew"),
        JournalNote.clockBack: Phrase(zh: "时钟被调回", en: "the clock was set back"),
        "case.export": Phrase(zh: "导出案卷", en: "exported a package"),
        "case.import": Phrase(zh: "导入案卷", en: "imported a package"),
        "certificate.issue": Phrase(zh: "签发证书声明", en: "stated a certificate"),
    ]

    static func shown(_ value: JournalValue?, _ language: PageLanguage) -> String {
        switch value {
        case nil: "—"
        case .nothing: language("空", "empty")
        case .number(let number): String(number)
        case .text(let text): text
        case .digest(let hash): "SHA-256 \(hash.prefix(16))…"
        case .commitment(let hash): language("加盐散列 \(hash.prefix(16))…", "salted hash \(hash.prefix(16))…")
        }
    }

    /// By which way somebody came: see `Origin`.
    static func way(_ way: String, _ language: PageLanguage) -> String {
        ways[way].map { language($0.zh, $0.en) } ?? way
    }

    private static let ways: [String: Phrase] = [
        "page": Phrase(zh: "页面", en: "pages"), "api": Phrase(zh: "接口", en: "the API"),
        "command": Phrase(zh: "命令行", en: "the command line"), "system": Phrase(zh: "系统自身", en: "the system itself"),
    ]
}

/// One entry: how each field was before and is now, and that it is part of what was signed.
struct JournalEntryView {
    var language: PageLanguage
    var entry: JournalEntry
    var content: JournalContent
    /// Rows as the entries before say them.
    var before: [String: [String: JournalValue]]
    /// Of people and cases, by id.
    var names: [String: String]
    var checkpoint: Checkpoint?
    /// Whether the checkpoint's root follows from this entry.
    var isProved: Bool?

    var body: HTML {
        let title = language("日志第 \(entry.sequence) 条", "Entry \(entry.sequence)")
        let who = content.by.map { names[$0] ?? $0 } ?? language("系统", "the system")
        let subject = HTML.link(
            JournalWords.subject(content.on, names, language), Routes.journal.path(query: ["subject": content.on]))
        return """
            \(HTML.heading(
                title,
                breadcrumbs: [
                    Link(language("操作日志", "Journal"), Routes.journal.path()),
                    Link("#\(entry.sequence)", Routes.journalEntry.path(String(entry.sequence)), isCurrent: true),
                ], language: language))
            \(HTML.card(language("谁、何时", "Who and when"), HTML.facts([
                Fact(language("谁", "Who"), who),
                Fact(language("途径", "By way of"), JournalWords.way(content.way, language)),
                Fact(language("时间", "Time"), Instant(milliseconds: content.at).shown),
                Fact(language("对象", "On what"), "\(subject)<br><small><code>\(content.on)</code></small>" as HTML),
            ])))
            \(proof)
            \(notes)
            \(each: (content.rows ?? [:]).sorted { $0.key < $1.key }, { row($0.key, $0.value) })
            """
    }

    private var proof: HTML {
        guard let checkpoint, let isProved else {
            return HTML.callout(
                .info, language("尚未签名", "Not signed yet"),
                .text(language("几秒后即进入检查点。", "It becomes part of a checkpoint within seconds.")))
        }
        return isProved
            ? HTML.callout(
                .good, language("已包含在签名的检查点中", "Part of a signed checkpoint"),
                .text(
                    language(
                        "检查点 \(checkpoint.size)（\(checkpoint.at.shown)），叶散列 \(Hexadecimal.text(entry.leaf))",
                        "Checkpoint \(checkpoint.size) (\(checkpoint.at.shown)), leaf \(Hexadecimal.text(entry.leaf))"))
            )
            : HTML.callout(
                .bad, language("与签名的检查点不符", "Not what was signed"),
                .text(language("请立即运行 linli journal verify。", "Run linli journal verify at once.")))
    }

    private var notes: HTML? {
        guard let notes = content.notes, !notes.isEmpty else { return nil }
        let facts = notes.flatMap { note in
            [Fact(language("事项", "What"), note.act)]
                + (note.details ?? [:]).sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) }
        }
        return HTML.card(language("事项", "What happened"), HTML.facts(facts))
    }

    private func row(_ key: String, _ image: [String: JournalValue]?) -> HTML {
        let was = before[key]
        let fields = Set((image ?? [:]).keys).union((was ?? [:]).keys).sorted()
        let mark = HTML.badge(language("有变更", "changed"), .warn)
        let rows = fields.map { field in
            // Where nothing is known of before, everything would be marked.
            let isMarked = was != nil && was?[field] != image?[field]
            let after: HTML = "\(shown(field, image?[field]))\(if: isMarked, " \(mark)")"
            return TableRow([.text(field), shown(field, was?[field]), after])
        }
        let columns = [
            Column(language("字段", "Field"), isHeader: true), Column(language("改前", "Before")),
            Column(language("改后", "After")),
        ]
        let title = JournalWords.title(key, language)
        let state = image == nil ? language("（已移除）", " (removed)") : ""
        return HTML.card(
            "\(title.prefix(1).uppercased())\(title.dropFirst())\(state)",
            """
            <p class="hint"><code>\(key)</code></p>
            \(HTML.table(key, columns: columns, rows: rows, isCaptionHidden: true))
            """)
    }

    /// Columns of times say their moment as well.
    private func shown(_ field: String, _ value: JournalValue?) -> HTML {
        let text = HTML.text(JournalWords.shown(value, language))
        guard case .number(let number)? = value, field.hasSuffix("_at") else { return text }
        return "\(text) <small class=\"clause\">\(Instant(milliseconds: number).shown)</small>"
    }
}

extension EvaluationPortal {
    var journalPages: [Endpoint] {
        [
            .page(
                Routes.journal, .function(.readJournal), Phrase(zh: "操作日志", en: "The journal"), handler: journalPage),
            .page(
                Routes.journalEntry, .function(.readJournal), Phrase(zh: "一条操作日志", en: "An entry of the journal"),
                handler: journalEntryPage),
        ]
    }

    @Sendable func journalPage(_ call: Call) async throws -> Reply {
        let subject = try call.query.filled("subject")
        let before = try call.query.integer("before", in: 0...Int.max, or: Int.max)
        let query = JournalQuery(subject: subject, from: before - 1, isNewestFirst: true, limit: 50)
        let spoken = call.spoken
        let view = try await store.read { records in
            let entries = try records.journalEntries(query).compactMap { entry in
                entry.decoded.map { (entry: entry, content: $0) }
            }
            return JournalView(
                language: spoken, entries: entries, names: try Self.names(entries.map { $0.content }, records),
                checkpoint: try records.checkpoint(upTo: nil).flatMap { Checkpoint(text: $0.text) },
                key: try records.journalKeys().last?.key, size: try records.journalSize(), subject: subject)
        }
        let last = view.entries.last?.entry.sequence ?? 0
        let next: KeyValuePairs =
            if let subject { ["before": String(last), "subject": subject] } else { ["before": String(last)] }
        let pages = HTML.pagination(
            next: view.entries.count == 50 && last > 0 ? Routes.journal.path(query: next) : nil, language: spoken)
        return page(
            call, PageContent(Phrase(zh: "操作日志", en: "Journal"), isWide: true, "\(view.body)\(pages)"))
    }

    /// What the people and cases of entries are called, by id.
    private static func names(_ contents: [JournalContent], _ records: any Records) throws -> [String: String] {
        let people = contents.flatMap { [$0.by, named("person", $0.on)] }.compactMap(\.self)
        var names = Dictionary(try records.people(Set(people)).map { ($0.id, $0.name) }) { first, _ in first }
        for case let id? in Set(contents.map { named("case", $0.on) }) {
            names[id] = try records.head(id).map { "\($0.number) \($0.title)" }
        }
        return names
    }

    /// The id in a subject of a kind.
    private static func named(_ kind: String, _ subject: String) -> String? {
        subject.hasPrefix(kind + "/") ? String(subject.dropFirst(kind.count + 1)) : nil
    }

    @Sendable func journalEntryPage(_ call: Call) async throws -> Reply {
        guard let sequence = Int(call.parameter("sequence")), sequence >= 0 else {
            throw Refusal(.missing, zh: "没有这条记录", en: "there is no such entry")
        }
        let spoken = call.spoken
        let view = try await store.read { records in
            guard let entry = try records.journalEntry(sequence), let content = entry.decoded else {
                throw Refusal(.missing, zh: "没有这条记录", en: "there is no such entry")
            }
            let checkpoint = try records.checkpoint(beyond: sequence).flatMap { Checkpoint(text: $0.text) }
            let isProved = try checkpoint.map { checkpoint in
                let path = try records.inclusionPath(of: sequence, in: checkpoint.size)
                return MerkleTree.root(leaf: entry.leaf, index: sequence, size: checkpoint.size, path: path)
                    == checkpoint.root
            }
            return JournalEntryView(
                language: spoken, entry: entry, content: content, before: try Self.before(entry, content, records),
                names: try Self.names([content], records), checkpoint: checkpoint, isProved: isProved)
        }
        return page(call, PageContent(.same("#\(sequence)"), isWide: true, view.body))
    }

    /// How the rows of an entry were before it, as far as the 500 entries before it on the same subject tell.
    private static func before(
        _ entry: JournalEntry, _ content: JournalContent, _ records: any Records
    ) throws -> [String: [String: JournalValue]] {
        var wanted = Set((content.rows ?? [:]).keys)
        var found: [String: [String: JournalValue]] = [:]
        let query = JournalQuery(subject: content.on, from: entry.sequence - 1, isNewestFirst: true, limit: 500)
        for earlier in try records.journalEntries(query) where !wanted.isEmpty {
            for (key, image) in earlier.decoded?.rows ?? [:] where wanted.remove(key) != nil { found[key] = image }
        }
        return found
    }
}
