import Evaluation
import PortalKit

/// What the file of a certificate says; see `CertificateStatement`.
enum CertificateStatementJSON {
    private static let claims = Schema.named(
        "CertificateClaims",
        .object([
            .required("number", .string(1...64)), .required("application", .string(1...64)),
            .required("community", APISchema.name), .required("body", APISchema.name),
            .required("grade", .string(1...64)), .required("gradeTitleZh", APISchema.text),
            .required("gradeTitleEn", APISchema.text), .required("q", APISchema.text),
            .required("issuedOn", APISchema.day), .required("validUntil", APISchema.day),
            .required("content", APISchema.digest), .required("rulebook", APISchema.text),
            .required("edition", APISchema.text), .required("rulebookDigest", APISchema.digest),
        ]))

    private static let act = Schema.named(
        "ProvedAct",
        .object([
            .required("sequence", .integer(1...Int.max)), .required("id", .string(1...64)),
            .required("at", .integer(0...Int.max)), .optional("person", APISchema.id),
            .optional("organisation", APISchema.id), .required("act", .string(1...64)),
            .required("data", APISchema.text), .required("salt", .string(32...32)),
        ]))

    private static let proof = Schema.named(
        "JournalProof",
        .object([
            .required("checkpoint", APISchema.text), .required("keys", .array(of: .string(43...43))),
            .required(
                "entries",
                .array(
                    of: .object([
                        .required("sequence", APISchema.version), .required("content", APISchema.text),
                        .required("previous", .string(44...44)), .required("path", .array(of: .string(44...44))),
                    ]))),
        ]))

    static let schema = Schema.named(
        "CertificateStatement",
        .object([
            .required("format", .integer(1...1)), .required("claims", claims), .optional("act", act),
            .required("proof", proof),
        ]))
}
