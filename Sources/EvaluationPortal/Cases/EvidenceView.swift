import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// The evidence of a case, and the form that adds to it.
struct EvidenceView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    var body: HTML {
        get throws {
            let back = Routes.evidence.path(context.id)
            return """
                \(context.can("addEvidence")
                ? HTML.card(say("上传材料", "Add evidence"), form(clauses: [], back: back)) : nil)
                \(HTML.card(say("全部材料", "All evidence"), table(evaluation.evidence)))
                """
        }
    }

    /// The evidence of one clause beside its form.
    func list(for item: Item) -> HTML {
        let own = evaluation.evidence(for: item.clause)
        let links = own.map { evidence -> HTML in
            "<li>\(HTML.link(evidence.text.title, fileLink(evidence)))<br>\(note(evidence))</li>"
        }
        let add: HTML? =
            context.can("addEvidence")
            ? HTML.disclosure(
                say("上传材料", "Add evidence"),
                form(clauses: [item.clause], back: Routes.clause.path(context.id, item.clause))) : nil
        let list: HTML = links.isEmpty ? "<p>\(say("还没有材料", "None yet"))</p>" : "<ul>\(links)</ul>"
        return HTML.card(say("证明材料", "Evidence"), "\(list)\(add)")
    }

    private func fileLink(_ evidence: Evidence) -> String {
        Routes.evidenceFile.path(context.id, evidence.id, String(evidence.uploads.count))
    }

    private func note(_ evidence: Evidence) -> HTML {
        var parts: [String] = [EvidenceView.size(evidence.current.size)]
        if let from = evidence.text.effectiveOn { parts.append(say("生效 \(from.day)", "from \(from.day)")) }
        if let to = evidence.text.expiresOn {
            parts.append(
                to.day < context.today
                    ? say("已于 \(to.day) 过期", "expired \(to.day)") : say("有效至 \(to.day)", "to \(to.day)"))
        }
        if evidence.uploads.count > 1 {
            parts.append(say("第 \(evidence.uploads.count) 版", "revision \(evidence.uploads.count)"))
        }
        return "<small>\(parts.joined(separator: " · "))</small>"
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) B" }
        if bytes < 1 << 20 { return "\(bytes / 1024) KB" }
        return "\(bytes >> 20).\((bytes >> 10) % 1024 * 10 / 1024) MB"
    }

    private func table(_ all: [Evidence]) -> HTML {
        HTML.table(
            say("材料清单", "List of evidence"),
            columns: [
                Column(say("名称", "Title"), isHeader: true), Column(say("条款", "Clauses")),
                Column(say("有效期", "Valid")), Column(say("文件", "File")), Column(say("上传", "Uploaded")),
            ],
            rows: all.map { evidence in
                TableRow(
                    [
                        HTML.link(evidence.text.title, Routes.evidenceItem.path(context.id, evidence.id)),
                        evidence.text.clauses.map { HTML.link($0, Routes.clause.path(context.id, $0)) }
                            .joined(separator: " "),
                        validity(evidence),
                        """
                        \(HTML.link(evidence.current.name, fileLink(evidence))) \
                        <small>\(EvidenceView.size(evidence.current.size))</small>
                        """,
                        "\(evidence.uploads[evidence.uploads.count - 1].at.shown)",
                    ], tone: evidence.isRemoved ? .neutral : nil)
            }, empty: HTML.emptyState(say("还没有材料", "No evidence yet")), isCaptionHidden: true,
            filter: say("筛选", "Filter"))
    }

    private func validity(_ evidence: Evidence) -> HTML {
        if let reason = evidence.removedBecause {
            return HTML.badge(say("已移除：\(reason)", "removed: \(reason)"), .neutral)
        }
        let days =
            "\(evidence.text.effectiveOn?.day.description ?? "") – \(evidence.text.expiresOn?.day.description ?? "")"
        if let to = evidence.text.expiresOn, to.day < context.today {
            return "\(days) \(HTML.badge(say("已过期", "expired"), .warn))"
        }
        return evidence.text.effectiveOn == nil && evidence.text.expiresOn == nil ? "—" : .text(days)
    }

    /// A file first travels in resumable pieces; the form then names what arrived.
    private func form(clauses: [String], back: String) -> HTML {
        let options = (context.rulebook.controls + context.rulebook.items).map {
            Choice($0.clause, "\($0.clause) \(context.say($0.title))")
        }
        let chosen: HTML =
            clauses.isEmpty
            ? HTML.disclosure(
                say("所证明的条款", "Clauses it proves"), isOpen: true,
                Input("clauses", say("条款", "Clauses"), isRequired: true)
                    .checkboxes(options, filter: say("筛选条款", "Filter")))
            : "\(each: clauses, { HTML.hidden("clauses", $0) })"
        return context.actForm(
            "addEvidence", version: 0, back: back, label: say("加入材料", "Add it"),
            """
            \(Input(
                "file", say("文件", "File"),
                hint: say("照片、PDF、视频、表格；断网后可续传", "photo, PDF, video, spreadsheet; resumes"), isRequired: true)
                .file(isMultiple: false, upload: Routes.uploads.path(), language: context.language))\
            \(Input("title", say("名称", "Title"), isRequired: true).text(maxLength: 200))\
            \(Input("effectiveOn", say("生效日期", "Effective on")).date())\
            \(Input("expiresOn", say("失效日期", "Expires on")).date())\(chosen)
            """)
    }
}

/// One piece of evidence with its revisions.
struct EvidenceItemView {
    let context: CaseContext
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    var body: HTML {
        get throws {
            let id = context.call.parameter("evidence")
            guard let evidence = context.evaluation.evidence.first(where: { $0.id == id }) else {
                throw Refusal(.missing, zh: "没有这一材料", en: "there is no such evidence")
            }
            return """
                \(HTML.card(evidence.text.title, HTML.facts([
                    Fact(say("条款", "Clauses"), evidence.text.clauses.joined(separator: "、")),
                    Fact(say("生效", "Effective on"), evidence.text.effectiveOn?.day.description ?? ""),
                    Fact(say("失效", "Expires on"), evidence.text.expiresOn?.day.description ?? ""),
                    Fact(say("已移除", "Removed"), evidence.removedBecause ?? ""),
                ])))
                \(HTML.card(say("各版文件", "Revisions"), revisions(evidence)))
                \(context.can("reviseEvidence") && !evidence.isRemoved
                    ? HTML.card(say("更新与移除", "Revise or remove"), forms(evidence)) : nil)
                """
        }
    }

    private func revisions(_ evidence: Evidence) -> HTML {
        HTML.table(
            say("各版文件", "Revisions"),
            columns: [
                Column(say("版次", "No."), isNumeric: true), Column(say("文件", "File"), isHeader: true),
                Column(say("类型", "Type")), Column(say("大小", "Size"), isNumeric: true), Column(say("上传", "Uploaded")),
                Column("SHA-256"),
            ],
            rows: evidence.uploads.enumerated().reversed().map { index, upload in
                TableRow([
                    "\(index + 1)",
                    HTML.link(
                        upload.revision.name,
                        Routes.evidenceFile.path(context.id, evidence.id, String(index + 1))),
                    "\(upload.revision.type)", "\(EvidenceView.size(upload.revision.size))", "\(upload.at.shown)",
                    "<code>\(upload.revision.digest.prefix(16))…</code>",
                ])
            }, isCaptionHidden: true)
    }

    private func forms(_ evidence: Evidence) -> HTML {
        let version = context.evaluation.version(of: "evidence/" + evidence.id)
        let back = Routes.evidenceItem.path(context.id, evidence.id)
        let which = HTML.hidden("evidence", evidence.id)
        let file = Input("file", say("新版文件", "New file"), isRequired: true)
        return """
            \(context.actForm("reviseEvidence", version: version, back: back,
                "\(which)\(file.file(upload: Routes.uploads.path(), language: context.language))"))
            \(context.actForm("removeEvidence", version: version, back: back, kind: .danger,
                "\(which)\(context.words("reason", "理由", "Reason", rows: 2))"))
            """
    }
}
