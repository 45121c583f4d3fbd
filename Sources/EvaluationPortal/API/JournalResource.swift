import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook
import Secrets

/// The journal as programs see it. Hashes and signatures are everybody's; what entries say is not.
extension PortalAPI {
    private static let hash = Schema.string(64...64, pattern: .digest)
    private static let position = Schema.integer(0...1_000_000_000_000)

    var journalEndpoints: [Endpoint] {
        [
            .api(
                .get, APIRoutes.journalCheckpoint, .open, Phrase(zh: "最新的检查点", en: "The last checkpoint"),
                group: "journal", output: .init(Self.checkpointSchema), refusals: [.missing],
                handler: journalCheckpoint),
            .api(
                .get, APIRoutes.journalEntries, .function(.readJournal), Phrase(zh: "日志", en: "Entries"),
                group: "journal",
                parameters: [
                    .query("from", Self.position, zh: "从第几条起", en: "From this entry on"),
                    .query("subject", .string(1...200), zh: "对象", en: "Subject"), APISchema.limit(500),
                ], output: .init(.named("JournalEntryList", APISchema.page(of: Self.entrySchema))),
                refusals: [.invalid], handler: journalEntries),
            .api(
                .get, APIRoutes.journalProof, .open, Phrase(zh: "一条记录的包含证明", en: "Proof that an entry is included"),
                group: "journal",
                parameters: [
                    .path("sequence", Self.position, zh: "第几条", en: "Number of the entry"),
                    .query("size", Self.position, zh: "日志的条数", en: "Size of the journal"),
                ], output: .init(Self.proofSchema), refusals: [.missing, .invalid], handler: journalProof),
            .api(
                .get, APIRoutes.journalConsistency, .open,
                Phrase(zh: "日志延续前一状态的证明", en: "Proof that the journal continues an earlier one"), group: "journal",
                parameters: [
                    .query("from", Self.position, required: true, zh: "较早的条数", en: "The earlier size"),
                    .query("to", Self.position, required: true, zh: "较晚的条数", en: "The later size"),
                ],
                output: .init(.named("ConsistencyProof", .object([.required("path", .array(of: Self.hash))]))),
                refusals: [.missing], handler: journalConsistency),
            .api(
                .post, APIRoutes.journalWitness, .open,
                Phrase(zh: "请本站见证另一日志的检查点", en: "Have another journal's checkpoint witnessed here"),
                group: "journal",
                input: .json(
                    .named(
                        "WitnessOffer",
                        .object([
                            .required("checkpoint", .string(1...4_000)), .required("old", Self.position),
                            .required("proof", .array(of: Self.hash, 0...100)),
                        ]))),
                output: .init(.named("Witnessed", .object([.required("checkpoint", .string(1...8_000))]))),
                refusals: [.forbidden, .invalid, .conflict, .missing], handler: witnessCheckpoint),
        ]
    }

    private static let checkpointSchema = Schema.named(
        "JournalCheckpoint",
        .object([
            .required("note", .string(1...8_000).meaning(zh: "签名的检查点", en: "The signed checkpoint")),
            .required("origin", .string(1...200)), .required("size", position), .required("root", hash),
            .required("at", APISchema.instant),
            .required(
                "keys",
                .array(
                    of: .named(
                        "JournalKey",
                        .object([
                            .required("id", .string(16...16)), .required("publicKey", .string(43...43)),
                            .required("addedAt", APISchema.instant),
                            .required("retiredAt", APISchema.instant.nullable),
                            .required("compromisedAt", APISchema.instant.nullable),
                        ])))),
        ]))

    private static let entrySchema = Schema.named(
        "JournalEntry",
        .object([
            .required("sequence", position), .required("leaf", hash), .required("previous", hash),
            .required("content", .string(0...10_000_000).meaning(zh: "被散列的原文", en: "The text that is hashed")),
        ]))

    private static let proofSchema = Schema.named(
        "InclusionProof",
        .object([
            .required("sequence", position), .required("size", position), .required("leaf", hash),
            .required("root", hash), .required("path", .array(of: hash)),
        ]))

    @Sendable func journalCheckpoint(_ call: Call) async throws -> Reply {
        let (note, keys) = try await portal.store.read { (try $0.checkpoint(upTo: nil), try $0.journalKeys()) }
        guard let note, let checkpoint = Checkpoint(text: note.text) else {
            throw Refusal(.missing, zh: "还没有检查点", en: "there is no checkpoint yet")
        }
        return .json([
            "note": .string(note.encoded), "origin": .string(checkpoint.origin), "size": .integer(checkpoint.size),
            "root": .string(Hexadecimal.text(checkpoint.root)), "at": .string(checkpoint.at.iso),
            "keys": .array(
                keys.map { key in
                    [
                        "id": .string(key.key.id), "publicKey": .string(key.key.text),
                        "addedAt": .string(key.addedAt.iso), "retiredAt": .optional(key.retiredAt),
                        "compromisedAt": .optional(key.compromisedAt),
                    ]
                }),
        ])
    }

    @Sendable func journalEntries(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...500, or: 100)
        let query = JournalQuery(
            subject: try call.query.filled("subject"), from: try call.query.integer("from", in: 0...Int.max, or: 0),
            limit: limit + 1)
        let found = try await portal.store.read { try $0.journalEntries(query) }
        let items = found.prefix(limit).map { entry -> JSON in
            [
                "sequence": .integer(entry.sequence), "leaf": .string(Hexadecimal.text(entry.leaf)),
                "previous": .string(Hexadecimal.text(entry.previous)), "content": .string(entry.content),
            ]
        }
        return .json(APISchema.page(items, next: found.count > limit ? String(found[limit].sequence) : nil))
    }

    @Sendable func journalProof(_ call: Call) async throws -> Reply {
        let sequence = Int(call.parameter("sequence")) ?? -1
        let asked = try call.query.filled("size").flatMap { Int($0) }
        return try await portal.store.read { records in
            let whole = try records.journalSize()
            let size = asked ?? whole
            guard sequence < whole, let entry = try records.journalEntry(sequence) else {
                throw Refusal(.missing, zh: "没有这条记录", en: "there is no such entry")
            }
            guard sequence < size, size <= whole else {
                throw Refusal(
                    .missing, zh: "size 应在 \(sequence + 1) 与 \(whole) 之间",
                    en: "size must be from \(sequence + 1) to \(whole)", place: "size")
            }
            return .json([
                "sequence": .integer(sequence), "size": .integer(size), "leaf": .string(Hexadecimal.text(entry.leaf)),
                "root": .string(Hexadecimal.text(try records.journalRoot(size))),
                "path": .strings(try records.inclusionPath(of: sequence, in: size).map(Hexadecimal.text)),
            ])
        }
    }

    @Sendable func journalConsistency(_ call: Call) async throws -> Reply {
        let from = try call.query.integer("from", in: 0...Int.max)
        let to = try call.query.integer("to", in: 0...Int.max)
        return try await portal.store.read { records in
            let whole = try records.journalSize()
            guard from <= to, to <= whole else {
                throw Refusal(
                    .missing, zh: "应满足 from ≤ to ≤ \(whole)", en: "it must hold that from ≤ to ≤ \(whole)", place: "to")
            }
            let path = from == 0 ? [] : try records.consistencyPath(from: from, to: to)
            return .json(["path": .strings(path.map(Hexadecimal.text))])
        }
    }

    @Sendable func witnessCheckpoint(_ call: Call) async throws -> Reply {
        guard let witness = portal.witness else {
            throw Refusal(.missing, zh: "本站不作见证", en: "nothing is witnessed here")
        }
        guard let note = (call.json["checkpoint"]?.text).flatMap(SignedNote.init) else {
            throw Refusal(.forbidden, zh: "不是签名的检查点", en: "no signed checkpoint", place: "checkpoint")
        }
        let proof = (call.json["proof"]?.items ?? []).compactMap { $0.text.flatMap { Hexadecimal.bytes($0) } }
        let signed = try await witness.take(
            WitnessDesk.Offer(checkpoint: note, old: call.json["old"]?.integer ?? 0, proof: proof))
        return .json(["checkpoint": .string(signed.encoded)])
    }
}
