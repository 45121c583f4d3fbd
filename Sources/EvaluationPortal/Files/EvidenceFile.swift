import Commons
import Evaluation
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// One revision of a piece of evidence. What is sent is found by way of the case, as the visitor may see it: no
    /// address names a digest.
    @Sendable func evidenceFile(_ call: Call) async throws -> Reply {
        let opened = try await desk.open(call.parameter("case"), call.visitor)
        let (id, number) = (call.parameter("evidence"), call.parameter("revision"))
        guard let evidence = opened.evaluation.evidence.first(where: { $0.id == id }),
            let index = evidence.uploads.indices.first(where: { String($0 + 1) == number })
        else { throw Refusal(.missing, zh: "没有这一文件", en: "there is no such file") }
        let revision = evidence.uploads[index].revision
        let file = try await files.open(revision.digest).file
        let content = FileContent(size: Int(file.size)) { range in
            try await files.open(file.digest, Int64(range.lowerBound)..<Int64(range.upperBound)).bytes.all()
        }
        return .file(
            content, name: revision.name, type: file.type.contentType, etag: EntityTag(value: file.digest),
            isShown: file.type.isInline)
    }
}
