import Commons
import Persistence
import Rulebook
import Secrets
import Testing

@Suite struct FilesUploadRuleTests {
    @Test func sizesHaveLimits() async throws {
        try await FilesScene.with(.folder) { scene async throws in
            let uploads = scene.uploads(FileLimits(fileSize: 1000))
            for (size, kind) in [
                (Int64(-1), Refusal.Kind.invalid), (0, .invalid), (1001, .tooLarge), (.max, .tooLarge),
            ] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await uploads.create(size: size, name: "a", person: "li")
                }
                #expect(refusal?.kind == kind, "\(size)")
            }
            #expect(try await uploads.create(size: 1000, name: "a", person: "li").size == 1000)
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.uploads.create(size: 2 << 30 + 1, name: "a", person: "li")
            }
            #expect(refusal?.reason.en == "the file is too large: at most 2 GiB a file")
        }
    }

    @Test func oneUploadMoreThanAllowedIsTooMany() async throws {
        try await FilesScene.with(.folder) { scene in
            let uploads = scene.uploads
            var ids: [String] = []
            for _ in 1...20 { ids.append(try await uploads.create(size: 1, name: "a", person: "li").id) }
            let refusal = await #expect(throws: Refusal.self) {
                try await uploads.create(size: 1, name: "a", person: "li")
            }
            #expect(refusal?.kind == .tooMany)
            _ = try await uploads.create(size: 1, name: "a", person: "wang")
            try await uploads.cancel(ids[0], of: "li")
            _ = try await uploads.create(size: 1, name: "a", person: "li")
            _ = try await uploads.append(to: ids[1], of: "li", at: 0, [1])
            _ = try await uploads.finish(ids[1], of: "li")
            _ = try await uploads.create(size: 1, name: "a", person: "li")
            await #expect(throws: Refusal.self) { try await uploads.create(size: 1, name: "a", person: "li") }
        }
    }

    @Test func nobodyElseMayGoOn() async throws {
        try await FilesScene.with(.folder) { scene in
            let uploads = scene.uploads
            let id = try await uploads.create(size: 2, name: "a", person: "li").id
            for (id, person) in [(id, "wang"), (id, ""), ("none", "li"), ("../x", "li")] {
                let refusals = await [
                    #expect(throws: Refusal.self) { try await uploads.upload(id, of: person) },
                    #expect(throws: Refusal.self) { try await uploads.append(to: id, of: person, at: 0, [1]) },
                    #expect(throws: Refusal.self) { try await uploads.finish(id, of: person) },
                    #expect(throws: Refusal.self) { try await uploads.cancel(id, of: person) },
                ]
                #expect(refusals.allSatisfy { $0?.kind == .missing })
            }
            #expect(try await uploads.upload(id, of: "li").offset == 0)
        }
    }

    @Test func moreThanAnnouncedIsRefused() async throws {
        try await FilesScene.with(.folder) { scene in
            let uploads = scene.uploads
            let content = FilesScene.content(250_000)
            let id = try await uploads.create(size: 250_000, name: "a", person: "li").id
            let refusal = await #expect(throws: Refusal.self) {
                try await uploads.append(to: id, of: "li", at: 0, FilesPieces(content: content + [0]))
            }
            #expect(refusal?.kind == .tooLarge)
            #expect(try await uploads.upload(id, of: "li").offset == 200_000)
            _ = try await uploads.append(to: id, of: "li", at: 200_000, Array(content[200_000...]))
            #expect(try await uploads.finish(id, of: "li").digest == SHA256Digest.hex(of: content))
        }
    }

    @Test(arguments: FilesScene.Kind.allCases)
    func abandonedUploadsExpire(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let old = try await uploads.create(size: 2, name: "a", person: "li").id
            let young = try await uploads.create(size: 2, name: "a", person: "li").id
            scene.clock.pass(seconds: 80_000)
            _ = try await uploads.append(to: young, of: "li", at: 0, [1])
            scene.clock.pass(seconds: 6400)
            let refusal = await #expect(throws: Refusal.self) { try await uploads.upload(old, of: "li") }
            #expect(refusal?.kind == .missing)
            #expect(try await uploads.sweep() == 0)
            scene.clock.pass(seconds: 1)
            try await uploads.handler.run(Job(kind: "", key: "", payload: [], runAt: scene.clock.now))
            #expect(try await scene.store.read { try $0.uploads(of: "li").map(\.id) } == [young])
            #expect(try await uploads.append(to: young, of: "li", at: 1, [2]).isComplete)
            #expect(try await uploads.finish(young, of: "li").size == 2)
            #expect(try await scene.leftParts() == 0)
        }
    }

    /// Of a process that was killed while it stored something.
    @Test(arguments: [FilesScene.Kind.memory, .sqlite, .postgresql])
    func partsWithoutAnUploadAreSwept(_ kind: FilesScene.Kind) async throws {
        try await FilesScene.with(kind) { scene in
            try await scene.vault.beginPart("stray")
            scene.clock.pass(seconds: 172_800)
            #expect(try await scene.uploads.sweep() == 0)
            scene.clock.pass(seconds: 1)
            #expect(try await scene.uploads.sweep() == 1)
            #expect(try await scene.leftParts() == 0)
        }
    }

    /// Wherever the process was killed.
    @Test(arguments: FilesScene.Kind.allCases, [false, true])
    func finishingIsFinishedLater(_ kind: FilesScene.Kind, _ isPublished: Bool) async throws {
        try await FilesScene.with(kind) { scene in
            let uploads = scene.uploads
            let content = FilesScene.content(1000)
            let digest = SHA256Digest.hex(of: content)
            let id = try await uploads.create(size: 1000, name: "a", person: "li").id
            var upload = try await uploads.append(to: id, of: "li", at: 0, content)
            upload.digest = digest
            let noted = upload
            #expect(try await scene.store.write { try $0.setUpload(noted) })
            if isPublished { try await scene.vault.publishPart(id, as: digest) }
            #expect(try await uploads.finish(id, of: "li").digest == digest)
            #expect(try await scene.files.open(digest).bytes.all() == content)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func recordsOfFilesAreKeptOnce(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let files = (0..<600).map { (number: Int) -> FileRecord in
                let digest = SHA256Digest.hex(of: [UInt8(number / 256), UInt8(number % 256)])
                return FileRecord(
                    digest: digest, size: 1 << 40, type: FileType.allCases[number % 14], firstName: "名 '\(number)'",
                    storedAt: Instant(milliseconds: Int64(number)))
            }
            try await store.write { records in for file in files { try records.addFile(file) } }
            var other = files[7]
            other.firstName = "later"
            let again = other
            try await store.write { try $0.addFile(again) }
            let found = try await store.read { try $0.files(files.map(\.digest) + ["none", files[7].digest]) }
            #expect(Set(found) == Set(files) && found.count == files.count)
            #expect(try await store.read { try $0.file(files[7].digest) } == files[7])
            #expect(try await store.read { try $0.file("none") } == nil)
            #expect(try await store.read { try $0.files([]) }.isEmpty)
        }
    }
}
