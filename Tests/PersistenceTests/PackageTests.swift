import Commons
import Foundation
import Persistence
import Rulebook
import Secrets
import Testing

@testable import Evaluation

/// Packages and statements on real databases: made, checked, damaged, brought in, made again.
@Suite struct PackageTests {
    private static let file = Array("%PDF-1.4 proof".utf8)
    private static let digest = SHA256Digest.hex(of: file)

    /// An installation with a journal that is signed when it is asked for.
    private struct Place {
        var scene: EvaluationScene
        var vault: MemoryVault
        var key: SigningKey

        init(_ scene: EvaluationScene) async throws {
            (self.scene, vault, key) = (scene, MemoryVault { scene.clock.instant }, SigningKey())
            try await scene.store.beginJournal([JournalKey(key: key.publicKey, addedAt: scene.clock.instant)])
        }

        func checkpoint() async throws {
            try await scene.store.sequenceJournal()
            let (origin, now, key) = (try await scene.store.journalOrigin() ?? "", scene.clock.instant, key)
            try await scene.store.write { records in
                let size = try records.journalSize()
                let point = Checkpoint(origin: origin, size: size, root: try records.journalRoot(size), at: now)
                try records.addCheckpoint(point, SignedNote(point.text, by: key, named: origin))
            }
        }

        var packages: PackageDesk { PackageDesk(scene.desk, vault: vault) { try await checkpoint() } }
        var certificates: CertificateOffice { CertificateOffice(scene.desk) { try await checkpoint() } }
        var trusted: [TrustedKey] { [TrustedKey(key.publicKey)] }

        func export(_ id: String) async throws -> [UInt8] {
            try await packages.export(id, to: nil).source.all()
        }

        /// A draft with a finding and a file.
        func draft() async throws -> String {
            let stored = try await vault.put(
                AsyncStream {
                    $0.yield(file); $0.finish()
                }, part: "p")
            let record = FileRecord(
                digest: stored.digest, size: stored.size, type: .pdf, firstName: "a.pdf", storedAt: scene.clock.instant)
            try await scene.store.write { try $0.addFile(record) }
            let id = try await scene.open()
            try await scene.act(.saveFinding(clause: "1.1", finding: .met(true)), by: "ann", on: id)
            try await scene.act(
                .addEvidence(
                    id: "e", evidence: EvidenceText(title: "证", clauses: ["1.1"]),
                    revision: Revision(digest: digest, name: "a.pdf", type: "", size: 0)), by: "ann", on: id)
            return id
        }
    }

    private static func refusal(_ bytes: [UInt8], _ trusted: [TrustedKey]) async throws -> Refusal? {
        do { return try await CasePackage.read(PackageSource(bytes)).verify(trusting: trusted).fault } catch let refusal
            as Refusal
        { return refusal }
    }

    private static let tiny = RulebookShelf([SmallStandard.folder(points: 100, items: 1)])

    @Test func everyFlippedByteIsFound() async throws {
        try await EvaluationScene.with(.sqlite, shelf: Self.tiny) { scene in
            let place = try await Place(scene)
            let bytes = try await place.export(try await place.draft())
            #expect(try await Self.refusal(bytes, place.trusted) == nil)
            for index in bytes.indices {
                var damaged = bytes
                damaged[index] ^= UInt8(1 << (index % 8))
                let refusal = try await Self.refusal(damaged, place.trusted)
                #expect(refusal.map { !$0.reason.zh.isEmpty && !$0.reason.en.isEmpty } == true, "byte \(index)")
            }
            for cut in [0, 1, 511, 512, bytes.count - 1] {
                #expect(try await Self.refusal(Array(bytes.prefix(cut)), place.trusted) != nil)
            }
            #expect(try await Self.refusal(bytes + [0], place.trusted) != nil)
        }
    }

    /// Whoever changes a document and writes a fitting manifest is found by what the journal says.
    @Test func whatIsForgedIsFound() async throws {
        try await EvaluationScene.with(.sqlite, shelf: Self.tiny) { scene in
            let place = try await Place(scene)
            let layout = try await place.packages.export(try await place.draft(), to: nil)
            let package = try await CasePackage.read(layout.source)
            func isSound(_ change: (inout CasePackage) -> Void) -> Bool {
                var forged = package
                change(&forged)
                return forged.verify(trusting: place.trusted).isSound
            }
            #expect(isSound { _ in })
            #expect(!isSound { $0.acts[1].salt[0] ^= 1 })
            #expect(!isSound { $0.acts[1].entry.at = $0.acts[1].entry.at.adding(seconds: 1) })
            #expect(!isSound { $0.acts[1].entry.person = "art" })
            #expect(!isSound { $0.acts.removeLast() })
            #expect(!isSound { $0.segments[0].parties.people["ann"] = "别人" })
            #expect(!isSound { $0.segments[0].parties.people["ann"] = nil })
            #expect(!isSound { $0.segments[0].proof.entries[0].path[0] = $0.segments[0].proof.entries[1].path[0] })
            #expect(!isSound { $0.rulebooks[$0.rulebooks.keys.first ?? ""] = [:] })
            #expect(!isSound { $0.evidence = [] })
            #expect(!isSound { $0.number = "2026-000002" })
            let other = [TrustedKey(SigningKey().publicKey)]
            #expect(!package.verify(trusting: other).isSound)
            let taken = [TrustedKey(place.key.publicKey, before: scene.clock.instant)]
            #expect(!package.verify(trusting: taken).isSound)
        }
    }

    @Test(arguments: Engines.Kind.allCases, Engines.Kind.allCases)
    func exportImportExportGivesTheSameBytes(_ from: Engines.Kind, _ to: Engines.Kind) async throws {
        try await EvaluationScene.with(from) { scene in
            let place = try await Place(scene)
            let id = try await place.draft()
            let bytes = try await place.export(id)
            scene.clock.move(to: scene.clock.instant.day.adding(days: 1))
            #expect(try await place.export(id) == bytes)
            try await EvaluationScene.with(to) { otherScene in
                let other = try await Place(otherScene)
                let imported = try await other.packages.bringIn(PackageSource(bytes), trusting: place.trusted)
                #expect(imported.isNew)
                #expect(try await other.export(id) == bytes)
                #expect(try await other.packages.bringIn(PackageSource(bytes)).isNew == false)
                #expect(
                    try await otherScene.desk.open(id, try await otherScene.visitor("ann")).evaluation.evidence.count
                        == 1)
                // The next number here is not the one that came in.
                let next = try await otherScene.open()
                #expect(try await otherScene.store.read { try $0.head(next)?.number } == "2026-000002")
                // What is done here is told by the journal here.
                try await otherScene.act(.saveFinding(clause: "1.2", finding: .met(true)), by: "ann", on: id)
                let both = try await CasePackage.read(PackageSource(try await other.export(id)))
                let report = both.verify(trusting: place.trusted + other.trusted)
                #expect(report.isSound && report.journals.count == 2, "\(String(describing: report.fault))")
                await #expect(throws: Refusal.self) {
                    _ = try await place.packages.bringIn(PackageSource(try await other.export(id)))
                }
            }
        }
    }

    @Test func aNumberThatIsTakenIsRefused() async throws {
        try await EvaluationScene.with(.sqlite) { scene in
            let place = try await Place(scene)
            let bytes = try await place.export(try await place.draft())
            try await EvaluationScene.with(.sqlite) { otherScene in
                let other = try await Place(otherScene)
                _ = try await otherScene.open()
                await #expect(throws: Refusal.self) { _ = try await other.packages.bringIn(PackageSource(bytes)) }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aCertificateProvesItself(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let place = try await Place(scene)
            let id = try await scene.open()
            try await scene.go(id, to: "certified")
            let number = "ZHSQ-2026-000001"
            let made = try #require(try await place.certificates.statement(number))
            #expect(made.sound.provesAct && made.sound.claims.q == "99")
            let bytes = try made.statement.bytes
            #expect(try await place.certificates.statement(number)?.statement.bytes == bytes)
            #expect(try await place.certificates.statement("ZHSQ-2026-000009") == nil)
            for index in stride(from: 0, to: bytes.count, by: 3) {
                var damaged = bytes
                damaged[index] ^= 1
                #expect(throws: Refusal.self, "byte \(index)") {
                    _ = try CertificateStatement.read(damaged).check(trusting: place.trusted)
                }
            }
            let late = [TrustedKey(place.key.publicKey, before: scene.clock.instant)]
            #expect(throws: Refusal.self) { _ = try made.statement.check(trusting: late) }
            // The whole of the way, with report, approvals and certificate, is recomputed from the acts alone.
            let segments = [String(decoding: bytes, as: UTF8.self)]
            #expect(!segments[0].contains("王管家") && !segments[0].contains("0571"))
        }
    }
}
