import Commons
import Secrets
import Testing

/// What every vault holds to.
@Suite struct FilesVaultContractTests {
    static let sizes = [0, 1, 262_143, 262_144, 262_145, 700_000]

    @Test(arguments: FilesScene.Kind.allCases)
    func whatIsPutIsThere(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            for size in Self.sizes {
                let content = FilesScene.content(size)
                let digest = SHA256Digest.hex(of: content)
                #expect(try await !scene.vault.has(digest))
                let stored = try await scene.vault.put(FilesPieces(content: content), part: "p\(size)")
                #expect(stored == StoredContent(digest: digest, size: Int64(size)))
                let vault = try scene.reopened()
                #expect(try await vault.size(of: digest) == Int64(size))
                #expect(try await vault.open(digest).all() == content)
                #expect(try await vault.verify(digest))
            }
            #expect(try await scene.leftParts() == 0)
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func rangesAreRead(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let content = FilesScene.content(600_000)
            let digest = try await scene.vault.put(FilesPieces(content: content, size: 77_777), part: "p").digest
            let edges = [0, 1, 77_776, 77_777, 262_143, 262_144, 262_145, 524_288, 599_999, 600_000]
            for from in edges {
                for to in edges where to >= from {
                    let bytes = try await scene.vault.open(digest, Int64(from)..<Int64(to)).all()
                    #expect(bytes == Array(content[from..<to]), "\(from)..<\(to)")
                }
            }
            let refusal = await #expect(throws: Refusal.self) { try await scene.vault.open(digest, 0..<600_001) }
            #expect(refusal?.kind == .invalid)
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func whatIsNotThereIsMissing(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene async throws in
            for digest in [String(repeating: "a", count: 64), "", "..", "../../etc/passwd", "parts"] {
                #expect(try await scene.vault.size(of: digest) == nil)
                let refusal = await #expect(throws: Refusal.self) { try await scene.vault.open(digest) }
                #expect(refusal?.kind == .missing)
            }
        }
    }

    /// Three at once, and one after them.
    @Test(arguments: FilesScene.Kind.allCases)
    func sameContentIsStoredOnce(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let content = FilesScene.content(400_000)
            let stored = try await withThrowingTaskGroup { group in
                for number in 1...3 {
                    group.addTask { try await scene.vault.put(FilesPieces(content: content), part: "p\(number)") }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(stored.count == 1)
            let digest = try #require(stored.first).digest
            _ = try await scene.vault.put(FilesPieces(content: content), part: "p4")
            #expect(try await scene.vault.open(digest).all() == content)
            #expect(try await scene.leftParts() == 0)
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func brokenStreamsLeaveNothing(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let content = FilesScene.content(300_000)
            await #expect(throws: FilesPieces.Broken.self) {
                try await scene.vault.put(FilesPieces(content: content, end: .broken), part: "p1")
            }
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.vault.put(FilesPieces(content: content), part: "p2", limit: 299_999)
            }
            #expect(refusal?.kind == .tooLarge)
            #expect(try await scene.leftParts() == 0)
            #expect(try await !scene.vault.has(SHA256Digest.hex(of: content)))
            _ = try await scene.vault.put(FilesPieces(content: content), part: "p3", limit: 300_000)
            #expect(try await scene.vault.has(SHA256Digest.hex(of: content)))
        }
    }

    /// A process that was killed wrote more than it could say.
    @Test(arguments: FilesScene.Kind.allCases)
    func partsGoOnFromAnyOffset(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let content = FilesScene.content(700_000)
            for (number, offset) in [0, 1, 262_143, 262_144, 262_145, 600_000].enumerated() {
                let id = "p\(number)"
                try await scene.vault.beginPart(id)
                let first = try await scene.vault.openPart(id, at: 0, turn: 1)
                try await first.write(Array(content[..<offset]) + FilesScene.content(600_000 - offset, seed: 9))
                try await first.sync()
                let vault = try scene.reopened()
                let second = try await vault.openPart(id, at: Int64(offset), turn: 2)
                try await second.write(Array(content[offset...]))
                try await second.sync()
                let digest = try await vault.digest(ofPart: id, size: 700_000)
                #expect(digest == SHA256Digest.hex(of: content), "\(offset)")
                try await vault.publishPart(id, as: digest)
                #expect(try await vault.open(digest).all() == content)
            }
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func laterTurnsShutOutEarlierOnes(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let vault = scene.vault
            try await vault.beginPart("p")
            let first = try await vault.openPart("p", at: 0, turn: 1)
            try await first.write([1, 2, 3])
            try await first.sync()
            let third = try await vault.openPart("p", at: 2, turn: 3)
            let refusals = await [
                #expect(throws: Refusal.self) {
                    try await first.write([9])
                    try await first.sync()
                },
                #expect(throws: Refusal.self) { try await vault.openPart("p", at: 2, turn: 2) },
                #expect(throws: Refusal.self) { try await vault.openPart("p", at: 2, turn: 3) },
                #expect(throws: Refusal.self) { try await vault.beginPart("p") },
            ]
            #expect(refusals.allSatisfy { $0?.kind == .conflict })
            try await third.write([4])
            try await third.sync()
            #expect(try await vault.digest(ofPart: "p", size: 3) == SHA256Digest.hex(of: [1, 2, 4]))
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func partsEndAsContent(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let vault = scene.vault
            try await vault.beginPart("p")
            let part = try await vault.openPart("p", at: 0, turn: 1)
            try await part.write([1])
            try await part.sync()
            let digest = SHA256Digest.hex(of: [1])
            let refusals = await [
                #expect(throws: Refusal.self) { try await vault.openPart("p", at: 2, turn: 2) },
                #expect(throws: Refusal.self) { try await vault.openPart("q", at: 0, turn: 1) },
                #expect(throws: Refusal.self) { try await vault.digest(ofPart: "p", size: 2) },
                #expect(throws: Refusal.self) { try await vault.digest(ofPart: "q", size: 0) },
                #expect(throws: Refusal.self) { try await vault.publishPart("q", as: digest) },
            ]
            #expect(refusals.allSatisfy { $0?.kind == .missing })
            try await vault.publishPart("p", as: digest)
            try await vault.publishPart("p", as: digest)
            try await vault.discardPart("p")
            #expect(try await vault.open(digest).all() == [1])
            await #expect(throws: Refusal.self) {
                try await part.write([2])
                try await part.sync()
            }
            #expect(try await vault.verify(digest))
        }
    }
}
