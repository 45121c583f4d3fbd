import Commons
import Delivery
import Foundation
import Persistence
import PortalKit
import Rulebook
import Secrets

/// Those who get our checkpoints, from what `--witness` says.
enum Witnesses {
    static func all(_ settings: ServerSettings) throws -> [any Witness] {
        try settings.witnesses.map { text in
            if text.hasPrefix("http://") || text.hasPrefix("https://") { return NodeWitness(site: text) }
            guard text.hasPrefix("mailto:") else { return FileWitness(path: text) }
            guard let server = settings.mail.flatMap(MailServer.init(address:)) else {
                throw StartProblem(
                    reason: Phrase(
                        zh: "--witness \(text) 需要 --mail 指明邮件服务器", en: "--witness \(text) takes a mail server: --mail"))
            }
            return MailWitness(address: String(text.dropFirst(7)), from: settings.mailFrom, sender: MailSender(server))
        }
    }
}

/// A file that grows, such as one on a medium that can only be appended to.
private struct FileWitness: Witness {
    let path: String
    var name: String { path }

    func take(_ note: SignedNote, from store: SQLStore) async throws {
        let isNew = !FileManager.default.fileExists(atPath: path)
        // What could not be made cannot be opened either, and says why.
        if isNew { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        let end = try file.seekToEnd()
        try file.write(contentsOf: Data(((end == 0 ? "" : WitnessFile.separator) + note.encoded).utf8))
        try file.synchronize()
    }
}

/// Another Linli, which refuses a history that is not the one that it saw.
private struct NodeWitness: Witness {
    let site: String
    var name: String { site }

    private struct Offered: Encodable {
        var checkpoint: String
        var old: Int
        var proof: [String]
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    func take(_ note: SignedNote, from store: SQLStore) async throws {
        // Whoever runs the server named the address: it may lie in a private network.
        let sender = WebhookSender(allowsPrivate: true)
        var old = 0
        // It says which size it saw last, once.
        for _ in 0..<2 {
            let answer = try await offer(note, old, store, sender)
            if answer.status == 200 { return }
            guard answer.status == 409, let known = NodeWitness.size(answer.body), known != old else {
                throw Failure(description: "answered \(answer.status)")
            }
            old = known
        }
    }

    private func offer(_ note: SignedNote, _ old: Int, _ store: SQLStore, _ sender: WebhookSender) async throws -> (
        status: Int, body: [UInt8]
    ) {
        let size = Checkpoint(text: note.text)?.size ?? 0
        guard old <= size else {
            throw Failure(description: "it saw \(old) entries, here are \(size): this is an older database")
        }
        let proof =
            old == 0 || old == size ? [] : try await store.read { try $0.consistencyPath(from: old, to: size) }
        let body = try CanonicalJSON.encode(
            Offered(checkpoint: note.encoded, old: old, proof: proof.map(Hexadecimal.text)))
        return try await sender.exchange(
            url: site + "/api/v1/journal/witness", headers: [("Content-Type", "application/json")], body: Array(body))
    }

    private static func size(_ body: [UInt8]) -> Int? {
        struct Problem: Decodable {
            struct Detail: Decodable {
                var place: String
                var reason: String
            }
            var details: [Detail]
        }
        let problem = try? CanonicalJSON.decode(Problem.self, body)
        return problem?.details.first { $0.place == "old" }.flatMap { Int($0.reason) }
    }
}

/// A mail box: one letter a day.
private final class MailWitness: Witness, @unchecked Sendable {
    let address: String
    let from: String
    let sender: MailSender
    // Only the keeper's loop, one call after the other, comes here.
    private var lastDay = ""

    init(address: String, from: String, sender: MailSender) {
        (self.address, self.from, self.sender) = (address, from, sender)
    }

    var name: String { "mailto:" + address }

    func take(_ note: SignedNote, from store: SQLStore) async throws {
        guard let checkpoint = Checkpoint(text: note.text) else { return }
        let day = checkpoint.at.day.description
        guard day != lastDay else { return }
        try await sender.send(
            try MailMessage(
                from: MailAddress(from), to: MailAddress(address, name: ""),
                subject: "\(checkpoint.origin) \(checkpoint.size)", text: note.encoded,
                id: "\(checkpoint.size).\(checkpoint.at.milliseconds)", at: checkpoint.at.milliseconds / 1000))
        lastDay = day
    }
}
