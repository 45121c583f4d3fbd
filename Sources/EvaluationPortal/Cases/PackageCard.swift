import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// Offers the whole case as one file to those who see all of it.
struct PackageCard {
    let context: CaseContext

    /// nil: the visitor does not see all of the case.
    var html: HTML? {
        guard context.opened.hidden.isEmpty else { return nil }
        let title = context.say("案卷包", "Case package")
        guard PackageDesk.isOpen(context.evaluation) else {
            return HTML.card(
                title,
                "<p>\(context.say("专家独立核查结束后可以下载。", "It can be downloaded once the experts have judged."))</p>")
        }
        return HTML.card(
            title,
            """
            <p>\(context.say(
                "一个文件，含全部操作、证明材料、评价依据和日志证明。在任何机器上都可以由它重新计算每个摘要、认定、得分和等级：",
                "One file with all acts, evidence, the standard and proofs of the journal. On any machine every hash, "
                    + "finding, score and grade can be computed anew from it:"))
            <code>linli case verify</code></p>
            <p>\(context.say(
                "文件含有联系方式等个人信息，请妥善保管；每次下载都记入日志。",
                "It holds contacts and other personal data: keep it safe. Each download is journaled."))</p>
            \(HTML.row([HTML.download(
                context.say("下载案卷包", "Download the package"), Routes.casePackage.path(context.id))]))
            """)
    }
}

extension EvaluationPortal {
    /// The package of a case, as pages and the API send it.
    @Sendable func packageFile(_ call: Call) async throws -> Reply {
        let layout = try await packages.export(call.parameter("case"), to: call.visitor)
        let content = FileContent(size: Int(layout.size)) { range in
            try await layout.read(Int64(range.lowerBound)..<Int64(range.upperBound))
        }
        return .file(
            content, name: layout.name, type: "application/x-tar", etag: EntityTag(value: layout.digest)
        ).with(.cacheControl, "no-store")
    }
}
