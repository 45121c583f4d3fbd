public import Commons
import Rulebook
import RulebookFiles
import Secrets

/// Everything of a case in one file: its acts, what journals say of them, the editions of the standard that it was
/// judged by, and its evidence. Whoever has the file can compute all of it anew, and bring it into another server.
///
/// The file is a `Tar`; see `documents` for what is in it and in which order.
public struct CasePackage: Sendable {
    static let format = 1
    /// Documents larger than this are no case's: 512 MiB.
    static let largestDocument: Int64 = 512 << 20

    public struct EvidenceFile: Hashable, Sendable {
        /// SHA-256 of its bytes.
        public var digest: String
        public var size: Int64
    }

    public var caseID: String
    public var number: String
    public var acts: [SaltedEntry]
    /// As they were made, which is how they are passed on.
    public var segments: [CaseSegment]
    /// Files of each edition by name, by the digest that acts pin it by.
    public var rulebooks: [String: [String: [UInt8]]]
    /// In order of their digests.
    public var evidence: [EvidenceFile]

    /// What a package is called when it is stored.
    public var fileName: String { "\(number).linli-case.tar" }

    // MARK: Documents

    /// An act as a package has it.
    struct PackedAct: Codable, Hashable {
        var sequence: Int
        var id: String
        var at: Int64
        var person: String?
        var organisation: String?
        var act: String
        var data: String
        var salt: String

        init(_ salted: SaltedEntry) {
            let entry = salted.entry
            (sequence, id, at) = (entry.sequence, entry.id, entry.at.milliseconds)
            (person, organisation, act) = (entry.person, entry.organisation, entry.act)
            data = String(decoding: entry.data, as: UTF8.self)
            salt = Hexadecimal.text(salted.salt)
        }

        /// nil: the salt is none.
        func entry(of caseID: String) -> SaltedEntry? {
            guard let salt = Hexadecimal.bytes(salt), salt.count == 16 else { return nil }
            return SaltedEntry(
                CaseEntry(
                    caseID: caseID, sequence: sequence, id: id, at: Instant(milliseconds: at), person: person,
                    organisation: organisation, act: act, data: Array(data.utf8),
                    isPersonal: Act.personal.contains(act)), salt: salt)
        }
    }

    /// A file of a rulebook: as text where it is text.
    struct PackedFile: Codable, Hashable {
        var text: String?
        var base64: String?

        init(_ bytes: [UInt8]) {
            text = String(validating: bytes, as: UTF8.self)
            if text == nil { base64 = Base64.text(bytes, .addresses) }
        }

        var bytes: [UInt8]? { text.map { Array($0.utf8) } ?? base64.flatMap { Base64.bytes($0, .addresses) } }
    }

    /// The first member: what there is beside it.
    struct Manifest: Codable, Hashable {
        struct Member: Codable, Hashable {
            var name: String
            var sha256: String
            var size: Int64
        }
        var format: Int
        var id: String
        var number: String
        var members: [Member]
    }

    enum Name {
        static let manifest = "manifest.json"
        static let acts = "acts.json"
        static func segment(_ position: Int) -> String { "segments/\(position).json" }
        static func rulebook(_ digest: String) -> String { "rulebooks/\(digest).json" }
        static func evidence(_ digest: String) -> String { "evidence/\(digest)" }
    }

    /// All members but the evidence, in their order, the manifest first.
    func documents() throws -> [(name: String, bytes: [UInt8])] {
        var documents = [(Name.acts, Array(try CanonicalJSON.encode(acts.map(PackedAct.init))))]
        for (index, segment) in segments.enumerated() {
            documents.append((Name.segment(index + 1), Array(try CanonicalJSON.encode(segment))))
        }
        for (digest, files) in rulebooks.sorted(by: { $0.key < $1.key }) {
            let packed = files.mapValues(PackedFile.init)
            documents.append((Name.rulebook(digest), Array(try CanonicalJSON.encode(packed))))
        }
        let members =
            documents.map { name, bytes in
                Manifest.Member(name: name, sha256: SHA256Digest.hex(of: bytes), size: Int64(bytes.count))
            }
            + evidence.map { Manifest.Member(name: Name.evidence($0.digest), sha256: $0.digest, size: $0.size) }
        let manifest = Manifest(format: CasePackage.format, id: caseID, number: number, members: members)
        return [(Name.manifest, Array(try CanonicalJSON.encode(manifest)))] + documents
    }

    // MARK: What follows from the acts

    /// Every edition that the case was judged by at some time.
    static func pins(_ acts: [Act]) -> [RulebookPin] {
        var pins: [RulebookPin] = []
        for act in acts {
            switch act {
            case .open(let application): pins.append(application.rulebook)
            case .moveRulebook(let pin): pins.append(pin)
            default: break
            }
        }
        return pins
    }

    /// Every revision of every piece of evidence, also of what was removed, each content once.
    static func revisions(_ acts: [Act]) -> [String: Revision] {
        var revisions: [String: Revision] = [:]
        for act in acts {
            switch act {
            case .addEvidence(_, _, let revision), .reviseEvidence(_, let revision):
                revisions[revision.digest] = revisions[revision.digest] ?? revision
            default: break
            }
        }
        return revisions
    }

    static func folder(_ id: String, _ files: [String: [UInt8]]) -> RulebookFolder {
        RulebookFolder(
            name: id, files: files.sorted { $0.key < $1.key }.map { SourceFile(name: $0.key, bytes: $0.value) })
    }

    static func unsound(_ place: String, zh: String, en: String) -> Refusal {
        Refusal(.invalid, zh: zh, en: en, place: place)
    }
}
