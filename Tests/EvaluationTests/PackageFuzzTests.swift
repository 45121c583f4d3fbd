import Commons
import Foundation
import Fuzzing
import Secrets
import Testing

@testable import Evaluation

/// Packages and statements that strangers send, damaged. The seeds were made by the first version that wrote them: what
/// it wrote stays readable.
@Suite struct PackageFuzzTests {
    private static func key(_ name: String) throws -> [TrustedKey] {
        let text = String(decoding: Fuzz.file(name), as: UTF8.self)
        return [TrustedKey(try #require(VerifyingKey(text)))]
    }

    private static func refused(_ error: any Error) -> Fuzz.Verdict {
        error is Refusal ? .refused : .wrong("\(error)")
    }

    private static func isSound(_ bytes: [UInt8], _ trusted: [TrustedKey]) async throws -> Bool {
        try await CasePackage.read(PackageSource(bytes)).verify(trusting: trusted).isSound
    }

    /// Nothing but the package itself is sound, wherever it is damaged.
    @Test func packages() async throws {
        let seed = Fuzz.file("package.tar")
        let trusted = try Self.key("package.key.txt")
        let outcome = await Fuzz.run(
            1500, [seed],
            waiting: { bytes in
                do {
                    let isSound = try await Self.isSound(bytes, trusted)
                    return isSound ? .taken(if: bytes == seed, "another file is sound") : .refused
                } catch { return Self.refused(error) }
            })
        #expect(outcome.isSound, "\(outcome)")
    }

    /// The same with a document damaged and a manifest that fits it, as a forger would do it.
    @Test func documents() async throws {
        let seed = Fuzz.file("package.tar")
        let trusted = try Self.key("package.key.txt")
        let package = try await CasePackage.read(PackageSource(seed))
        let documents = try package.documents().dropFirst().map { ($0.name, $0.bytes) }
        #expect(try await Self.file(package, Array(documents), seed) == seed)
        for (position, (name, bytes)) in documents.enumerated() {
            let outcome = await Fuzz.run(
                400, [bytes],
                waiting: { damaged in
                    do {
                        var all = Array(documents)
                        all[position] = (name, damaged)
                        let forged = try await Self.file(package, all, seed)
                        let isSound = try await Self.isSound(forged, trusted)
                        return isSound ? .taken(if: damaged == bytes, "\(name) was forged") : .refused
                    } catch { return Self.refused(error) }
                })
            #expect(outcome.isSound, "\(name): \(outcome)")
        }
    }

    /// A package's file with these documents and the evidence of another.
    private static func file(
        _ package: CasePackage, _ documents: [(String, [UInt8])], _ seed: [UInt8]
    ) async throws -> [UInt8] {
        let source = PackageSource(seed)
        let ranges = try await CasePackage.evidence(in: source)
        var members = documents
        for one in package.evidence {
            guard let range = ranges[one.digest] else { continue }
            members.append(("evidence/" + one.digest, Array(seed[Int(range.lowerBound)..<Int(range.upperBound)])))
        }
        let manifest = CasePackage.Manifest(
            format: 1, id: package.caseID, number: package.number,
            members: members.map { name, bytes in
                CasePackage.Manifest.Member(name: name, sha256: SHA256Digest.hex(of: bytes), size: Int64(bytes.count))
            })
        var file: [UInt8] = []
        let first = ("manifest.json", Array(try CanonicalJSON.encode(manifest)))
        for (name, bytes) in [first] + members {
            file += Tar.header(name, size: Int64(bytes.count)) + bytes
            file += [UInt8](repeating: 0, count: Tar.padding(after: Int64(bytes.count)))
        }
        return file + Tar.end
    }

    @Test func statements() throws {
        let seed = Fuzz.file("statement.json")
        let trusted = try Self.key("statement.key.txt")
        let outcome = Fuzz.run(4000, [seed]) { bytes in
            do {
                _ = try CertificateStatement.read(bytes).check(trusting: trusted)
                return .taken(if: bytes == seed, "another statement is sound")
            } catch { return Self.refused(error) }
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    /// Checkpoints as a witness keeps them, several in a file.
    @Test func checkpoints() throws {
        let statement = try CertificateStatement.read(Fuzz.file("statement.json"))
        let note = statement.proof.checkpoint
        let seed = Array((note + WitnessFile.separator + note).utf8)
        #expect(WitnessFile.notes(String(decoding: seed, as: UTF8.self))?.count == 2)
        let keys = try Self.key("statement.key.txt")
        let outcome = Fuzz.run(4000, [seed, Array(note.utf8)]) { bytes in
            guard let notes = WitnessFile.notes(String(decoding: bytes, as: UTF8.self)) else { return .refused }
            for read in notes {
                guard SignedNote(read.encoded) == read, let point = Checkpoint(text: read.text) else {
                    return .wrong("not written as read")
                }
                if read.isSigned(by: keys[0].key, named: point.origin), !note.hasPrefix(read.text) {
                    return .wrong("signed but changed")
                }
            }
            return .taken
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
