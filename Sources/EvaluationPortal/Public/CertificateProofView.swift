import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import Secrets

/// What was checked of a certificate just now, in plain words, and the file that lets anybody check it.
struct CertificateProofView {
    var language: PageLanguage
    var certificate: PublicCertificate

    var html: HTML {
        let title = language("刚刚核验了什么", "What was checked just now")
        guard let proof = certificate.proof else {
            return HTML.card(
                title,
                HTML.callout(
                    .warn,
                    language("此刻无法核验签名，请稍后再试。", "The signature cannot be checked at this moment; try again later.")))
        }
        let point = proof.checkpoint
        let keys = proof.keys.map(\.id).joined(separator: ", ")
        return HTML.card(
            title,
            """
            <ul><li>\(language("签名有效。", "The signature is valid."))</li>
            <li>\(language(
                "本证书的内容记在操作日志第 \(proof.entry) 条，它在已签名的 \(point.size) 条之中。",
                "What it certifies is entry \(String(proof.entry)) of the journal, one of the \(String(point.size)) "
                    + "that were signed."))</li>
            <li>\(language("日志于 \(point.at.shown) 签名。", "The journal was signed on \(point.at.shown)."))</li></ul>
            <p>\(language("签名密钥编号", "Id of the signing key"))\(language.colon)<code>\(keys)</code></p>
            <p>\(language(
                "下载声明后，可在任何机器上离线核验：", "Take the statement along and check it on any machine, without a network:"))
            <code>linli certificate verify</code></p>
            \(HTML.row([HTML.download(
                language("下载声明", "Download the statement"), Routes.certificateStatement.path(certificate.number))]))
            <p><small>\(language(
                "离线核验不知道证书后来是否被暂停或撤销：以本页为准。",
                "Without a network nobody can know of a later suspension or revocation: see this page."))</small></p>
            """)
    }
}

extension EvaluationPortal {
    /// The statement of a certificate, for pages and the API.
    @Sendable func statementFile(_ call: Call) async throws -> Reply {
        let number = call.parameter("number")
        guard call.allows(EvaluationFunction.registry), let made = try await certificates.statement(number) else {
            throw Refusal(.missing, zh: "没有这张证书", en: "there is no such certificate")
        }
        let bytes = try made.statement.bytes
        if call.endpoint.interface == .api { return .json(bytes) }
        return .file(FileContent(bytes), name: "\(number).json", type: "application/json", etag: EntityTag(of: bytes))
    }
}
