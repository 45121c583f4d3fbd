import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    var caseEndpoints: [Endpoint] {
        typealias F = EvaluationFunction
        func page(
            _ route: Route, _ zh: String, _ en: String, isWide: Bool = false,
            _ body: @escaping @Sendable (CaseContext) throws -> HTML
        ) -> Endpoint {
            .page(route, .function(F.read), Phrase(zh: zh, en: en)) { call in
                try await casePage(call, route, isWide: isWide, body)
            }
        }
        return [
            .page(Routes.work, .signedIn, Phrase(zh: "工作台", en: "Work"), handler: workPage),
            .page(Routes.cases, .function(F.read), Phrase(zh: "申报列表", en: "Cases"), handler: caseListPage),
            .page(Routes.newCase, .function(F.apply), Phrase(zh: "新建申报", en: "New case"), handler: newCasePage),
            .form(Routes.cases, .function(F.apply), Phrase(zh: "新建申报", en: "Open a case"), handler: openCase),
            page(Routes.caseHome, "案卷概况", "Case", { OverviewView(context: $0).body }),
            .page(
                Routes.community, .function(F.read), Phrase(zh: "社区档案", en: "Community file"), handler: communityPage),
            page(Routes.clauses, "逐条", "Clauses", isWide: true, { try ClausesView(context: $0).body }),
            page(Routes.clause, "条款", "Clause", { try ClauseView(context: $0).body }),
            page(Routes.evidence, "证明材料", "Evidence", { try EvidenceView(context: $0).body }),
            page(Routes.evidenceItem, "证明材料", "Evidence", { try EvidenceItemView(context: $0).body }),
            page(Routes.importFile, "导入自评", "Import", { ImportView(context: $0).body }),
            page(Routes.rounds, "补正", "Questions", { RoundsView(context: $0).body }),
            .page(Routes.panel, .function(F.read), Phrase(zh: "专家组", en: "Panel"), handler: panelPage),
            page(Routes.consensus, "合议", "Consensus", { ConsensusView(context: $0).body }),
            page(Routes.report, "报告", "Report", { ReportView(context: $0).body }),
            page(Routes.publicity, "公示与申诉", "Notice", { PublicityView(context: $0).body }),
            page(Routes.caseCertificate, "证书", "Certificate", { CertificateView(context: $0).body }),
            page(Routes.contacts, "联系方式", "Contacts", { ContactsView(context: $0).body }),
            .form(
                Routes.contacts, .function(F.read), Phrase(zh: "查看联系方式明文", en: "See contacts in clear"),
                handler: showContacts),
            .page(Routes.history, .function(F.read), Phrase(zh: "经过", en: "History"), handler: historyPage),
            .page(
                Routes.casePackage, .function(F.read), Phrase(zh: "下载案卷包", en: "Download the case package"),
                handler: packageFile),
            .page(Routes.edition, .function(F.move), Phrase(zh: "变更版本", en: "Edition"), handler: editionPage),
            .page(
                Routes.reportFile, .function(F.read), Phrase(zh: "下载报告", en: "Download the report"),
                handler: reportFile),
            .page(Routes.form, .function(F.read), Phrase(zh: "下载表格", en: "Download the form"), handler: formFile),
            .page(Routes.caseEvents, .function(F.read), Phrase(zh: "更新", en: "Updates"), handler: caseEvents),
            .page(Routes.caseStatus, .function(F.read), Phrase(zh: "状态", en: "Status"), handler: caseStatus),
            .form(
                Routes.finding, .function(F.read), Phrase(zh: "保存认定", en: "Save a finding"), handler: saveFinding),
            .form(
                Routes.importFile, .function(F.edit), Phrase(zh: "导入自评", en: "Import"), input: .multipart,
                bodyLimit: 12 << 20, handler: importAssessment),
            .form(Routes.act, .signedIn, Phrase(zh: "办理", en: "Act"), handler: performAct)
                .grave(.sometimes { EvaluationLifeCycle.isGrave($0.parameter("act")) }),
        ]
    }

    /// Tells open pages of a case that something changed.
    @Sendable func caseEvents(_ call: Call) async throws -> Reply {
        let id = try await context(call).id
        let announcements = try await desk.store.announcements(on: "cases")
        let (stream, continuation) = AsyncStream.makeStream(of: ServerEvent.self)
        let task = Task {
            // Empty: the database was out of reach, and what changed meanwhile went unheard.
            for await changed in announcements where changed == id || changed.isEmpty {
                continuation.yield(ServerEvent(id))
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return .events(stream)
    }

    @Sendable func caseStatus(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        return .page(OverviewView(context: context).status.bytes)
    }
}
