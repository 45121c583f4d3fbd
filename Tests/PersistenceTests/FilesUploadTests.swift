import Commons
import Persistence
import Secrets
import Testing

@Suite struct FilesUploadTests {
    @Test(arguments: FilesScene.Kind.allCases)
    func piecesBecomeAFile(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let content = Array("%PDF-1.7\n".utf8) + FilesScene.content(599_991)
            let made = try await uploads.create(
                size: 600_000, name: "../报告.pdf", person: "li", metadata: ["clause": "7.2.5", "b": "\u{0}"])
            #expect(made.offset == 0 && made.name == "报告.pdf" && made.size == 600_000)
            for (from, to) in [(0, 1), (1, 300_000), (300_000, 600_000)] {
                let piece = FilesPieces(content: Array(content[from..<to]))
                let upload = try await uploads.append(to: made.id, of: "li", at: Int64(from), piece)
                #expect(upload.offset == Int64(to))
                #expect(try await uploads.upload(made.id, of: "li") == upload)
                #expect(upload.metadata == ["clause": "7.2.5", "b": "\u{0}"])
            }
            let file = try await uploads.finish(made.id, of: "li")
            let digest = SHA256Digest.hex(of: content)
            #expect(
                file
                    == FileRecord(
                        digest: digest, size: 600_000, type: .pdf, firstName: "报告.pdf", storedAt: scene.clock.now))
            scene.clock.pass(seconds: 60)
            #expect(try await uploads.finish(made.id, of: "li") == file)
            let after = try await uploads.upload(made.id, of: "li")
            #expect(after.isComplete && after.digest == digest)
            #expect(try await scene.files.open(digest).bytes.all() == content)
            // A client that did not hear the end asks once more.
            #expect(try await uploads.append(to: made.id, of: "li", at: 600_000, []).isComplete)
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func wrongOffsetsChangeNothing(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let content = FilesScene.content(100)
            let id = try await uploads.create(size: 100, name: "a", person: "li").id
            _ = try await uploads.append(to: id, of: "li", at: 0, Array(content[..<50]))
            for offset: Int64 in [-1, 0, 49, 51, 100, .max] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await uploads.append(to: id, of: "li", at: offset, [9])
                }
                #expect(refusal?.kind == .conflict && refusal?.place == "offset")
            }
            let early = await #expect(throws: Refusal.self) { try await uploads.finish(id, of: "li") }
            #expect(early?.kind == .locked)
            _ = try await uploads.append(to: id, of: "li", at: 50, Array(content[50...]))
            #expect(try await uploads.finish(id, of: "li").digest == SHA256Digest.hex(of: content))
        }
    }

    @Test(arguments: FilesScene.Kind.allCases, [FilesPieces.End.broken, .waiting])
    func cutConnectionsKeepWhatArrived(_ kind: FilesScene.Kind, _ end: FilesPieces.End) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let content = FilesScene.content(500_000)
            let id = try await uploads.create(size: 500_000, name: "a", person: "li").id
            let task = Task {
                try await uploads.append(
                    to: id, of: "li", at: 0, FilesPieces(content: Array(content[..<300_000]), size: 1 << 20, end: end))
            }
            if end == .waiting {
                // Until it has begun to write; where it is cancelled after that does not matter.
                try await FilesScene.waitWhile { try await scene.store.read({ try $0.upload(id)?.turn }) != 1 }
                task.cancel()
            }
            await #expect(throws: (any Error).self) { try await task.value }
            let offset = try await uploads.upload(id, of: "li").offset
            #expect(offset == 300_000 || end == .waiting && offset == 0)
            _ = try await uploads.append(to: id, of: "li", at: offset, Array(content[Int(offset)...]))
            #expect(try await uploads.finish(id, of: "li").digest == SHA256Digest.hex(of: content))
        }
    }

    /// The process is killed after more was written than was recorded.
    @Test(arguments: FilesScene.Kind.allCases)
    func killedProcessesAreGoneOnFrom(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let content = FilesScene.content(400_000)
            let id = try await scene.uploads.create(size: 400_000, name: "a", person: "li").id
            _ = try await scene.uploads.append(to: id, of: "li", at: 0, Array(content[..<100_000]))
            let turn = try await scene.store.write { try $0.takeTurn(atUpload: id)?.turn }
            let part = try await scene.vault.openPart(id, at: 100_000, turn: try #require(turn))
            try await part.write(FilesScene.content(290_000, seed: 5))
            try await part.sync()

            let vault = try scene.reopened()
            let files = Files(store: scene.store, vault: vault, surroundings: scene.clock.surroundings)
            let uploads = Uploads(files)
            #expect(try await uploads.upload(id, of: "li").offset == 100_000)
            _ = try await uploads.append(to: id, of: "li", at: 100_000, Array(content[100_000...]))
            #expect(try await uploads.finish(id, of: "li").digest == SHA256Digest.hex(of: content))
        }
    }

    /// Long pieces count before they end.
    @Test(arguments: [FilesScene.Kind.folder, .sqlite, .postgresql])
    func longPiecesAreRecordedOnTheWay(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let content = FilesScene.content(9 << 20)
            let id = try await uploads.create(size: 9 << 20, name: "a", person: "li").id
            let task = Task {
                try await uploads.append(
                    to: id, of: "li", at: 0, FilesPieces(content: content, size: 1 << 20, end: .waiting))
            }
            try await FilesScene.waitWhile { try await uploads.upload(id, of: "li").offset != 8 << 20 }
            task.cancel()
            _ = await task.result
            let offset = try await uploads.upload(id, of: "li").offset
            #expect([8 << 20, 9 << 20].contains(offset))
            _ = try await uploads.append(to: id, of: "li", at: offset, Array(content[Int(offset)...]))
            #expect(try await uploads.finish(id, of: "li").digest == SHA256Digest.hex(of: content))
        }
    }

    /// The line broke without the server noticing; the client is back on another one.
    @Test(arguments: FilesScene.Kind.allCases)
    func newConnectionShutsOutTheOld(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let content = FilesScene.content(300_000)
            let id = try await uploads.create(size: 300_000, name: "a", person: "li").id
            let (late, gate) = AsyncStream.makeStream(of: [UInt8].self)
            gate.yield(FilesScene.content(1000, seed: 7))
            let old = Task { try await uploads.append(to: id, of: "li", at: 0, late) }
            try await FilesScene.waitWhile { try await scene.store.read({ try $0.upload(id)?.turn }) != 1 }
            _ = try await uploads.append(to: id, of: "li", at: 0, Array(content[..<200_000]))
            gate.yield(FilesScene.content(1000, seed: 8))
            gate.finish()
            let refusal = await #expect(throws: Refusal.self) { try await old.value }
            #expect(refusal?.kind == .conflict)
            _ = try await uploads.append(to: id, of: "li", at: 200_000, Array(content[200_000...]))
            #expect(try await uploads.finish(id, of: "li").digest == SHA256Digest.hex(of: content))
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func threeAtOnceBecomeOneFile(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let content = FilesScene.content(400_000)
            let files = try await withThrowingTaskGroup { group in
                for person in ["li", "wang", "zhao"] {
                    group.addTask {
                        let id = try await uploads.create(size: 400_000, name: person, person: person).id
                        let pieces = FilesPieces(content: content)
                        _ = try await uploads.append(to: id, of: person, at: 0, pieces)
                        return try await uploads.finish(id, of: person)
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(files.count == 1)
            #expect(files.first?.digest == SHA256Digest.hex(of: content))
            #expect(try await scene.leftParts() == 0)
        }
    }
}
