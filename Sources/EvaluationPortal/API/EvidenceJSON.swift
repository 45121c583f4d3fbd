import Commons
import Evaluation
import PortalKit
import Rulebook

/// A piece of evidence with its revisions, without their bytes.
enum EvidenceJSON {
    private static let revision = Schema.named(
        "Revision",
        .object([
            .required("number", .integer(1...EvaluationLimits.revisions)), .required("digest", APISchema.digest),
            .required("name", .string(0...1000)), .required("type", .string(1...200)),
            .required("size", .integer(0...Int.max)), .required("at", APISchema.instant),
            .required("path", .string(1...1000).meaning(zh: "文件地址", en: "Where the file is")),
        ]))

    static let schema = Schema.named(
        "Evidence",
        .object([
            .required("id", .string(1...64)), .required("title", APISchema.name),
            .required("clauses", .array(of: APISchema.clause)), .required("effectiveOn", APISchema.day.nullable),
            .required("expiresOn", APISchema.day.nullable), .required("removedBecause", APISchema.text.nullable),
            .required("version", APISchema.version), .required("revisions", .array(of: revision)),
        ]))

    static func json(_ evidence: Evidence, _ evaluation: EvaluationCase) -> JSON {
        let revisions = evidence.uploads.enumerated().map { index, upload -> JSON in
            [
                "number": .integer(index + 1), "digest": .string(upload.revision.digest),
                "name": .string(upload.revision.name), "type": .string(upload.revision.type),
                "size": .integer(upload.revision.size), "at": .string(upload.at.iso),
                "path": .string(APIRoutes.evidenceFile.path(evaluation.id, evidence.id, String(index + 1))),
            ]
        }
        return [
            "id": .string(evidence.id), "title": .string(evidence.text.title),
            "clauses": .strings(evidence.text.clauses), "effectiveOn": .optional(evidence.text.effectiveOn?.day),
            "expiresOn": .optional(evidence.text.expiresOn?.day), "removedBecause": .optional(evidence.removedBecause),
            "version": .integer(evaluation.version(of: "evidence/" + evidence.id)), "revisions": .array(revisions),
        ]
    }
}
