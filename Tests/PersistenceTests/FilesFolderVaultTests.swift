import Commons
import Foundation
import Glibc
import Rulebook
import Secrets
import Synchronization
import Testing

@testable import Persistence

@Suite struct FilesFolderVaultTests {
    @Test func contentLiesUnderItsDigest() async throws {
        try await FilesScene.withFolder { folder in
            let digest = try await FolderVault(folder).put(FilesPieces(content: [1, 2]), part: "p").digest
            let path = "\(folder)/\(digest.prefix(2))/\(digest.dropFirst(2).prefix(2))/\(digest)"
            #expect(FileManager.default.contents(atPath: path) == Data([1, 2]))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o400)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/parts").isEmpty)
        }
    }

    @Test func idsLeadNowhereElse() async throws {
        try await FilesScene.withFolder { folder in
            let vault = try FolderVault(folder)
            for id in ["", ".", "..", "../x", "a/b", "A", "é", "a\u{0}b", String(repeating: "a", count: 65)] {
                let refusal = await #expect(throws: Refusal.self) { try await vault.beginPart(id) }
                #expect(refusal?.kind == .missing)
                await #expect(throws: Refusal.self) { try await vault.discardPart(id) }
                await #expect(throws: Refusal.self) { try await vault.openPart(id, at: 0, turn: 1) }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["parts"])
        }
    }

    /// Storing the same again makes it whole.
    @Test func damageIsNoticed() async throws {
        try await FilesScene.with(.folder) { scene in
            let content = FilesScene.content(300_000)
            let file = try await scene.files.add(content, name: "a")
            let (vault, digits) = (scene.vault, file.digest)
            let path = "\(scene.folder)/\(digits.prefix(2))/\(digits.dropFirst(2).prefix(2))/\(digits)"
            let (_, open) = try await scene.files.open(file.digest)
            #expect(chmod(path, 0o600) == 0)

            var flipped = content
            flipped[123_456] ^= 1
            try Data(flipped).write(to: URL(filePath: path))
            #expect(try await !vault.verify(file.digest))

            #expect(truncate(path, 299_999) == 0)
            let refusals = await [
                #expect(throws: Refusal.self) { try await scene.files.open(file.digest) },
                #expect(throws: Refusal.self) { try await open.all() },
            ]
            #expect(refusals.allSatisfy { $0?.kind == .unavailable })

            _ = try await scene.files.add(content, name: "b")
            #expect(try await vault.verify(file.digest))
            #expect(try await scene.files.open(file.digest).bytes.all() == content)
        }
    }

    /// Room for so many bytes, of which the last write may get a part.
    final class SmallDisk: Sendable {
        let room: Mutex<Int>

        init(_ room: Int) { self.room = Mutex(room) }

        func write(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int, _ place: off_t) -> Int {
            let granted = room.withLock { room in
                let granted = min(room, count)
                room -= granted
                return granted
            }
            if granted == 0 {
                errno = ENOSPC
                return -1
            }
            return pwrite(file, bytes, granted, place)
        }
    }

    @Test func fullDiskStoresNothing() async throws {
        try await FilesScene.withFolder { folder in
            let disk = SmallDisk(250_000)
            let vault = try FolderVault(folder) { disk.write($0, $1, $2, $3) }
            let content = FilesScene.content(300_000)
            let refusal = await #expect(throws: Refusal.self) {
                try await vault.put(FilesPieces(content: content), part: "p")
            }
            #expect(refusal?.kind == .unavailable)
            #expect(refusal?.reason.zh.contains("存储空间已满") == true)
            #expect(try await !vault.has(SHA256Digest.hex(of: content)))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["parts"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/parts").isEmpty)
        }
    }

    @Test func uploadGoesOnOnceThereIsRoomAgain() async throws {
        try await FilesScene.with(.folder) { scene in
            try await FilesScene.withFolder { folder in
                let disk = SmallDisk(250_000)
                let vault = try FolderVault(folder) { disk.write($0, $1, $2, $3) }
                let files = Files(store: scene.store, vault: vault, surroundings: scene.clock.surroundings)
                let uploads = Uploads(files)
                let content = FilesScene.content(300_000)
                let id = try await uploads.create(size: 300_000, name: "a", person: "li").id
                let refusal = await #expect(throws: Refusal.self) {
                    try await uploads.append(to: id, of: "li", at: 0, FilesPieces(content: content))
                }
                #expect(refusal?.kind == .unavailable)
                #expect(try await uploads.upload(id, of: "li").offset == 200_000)
                disk.room.withLock { $0 = 1_000_000 }
                _ = try await uploads.append(to: id, of: "li", at: 200_000, Array(content[200_000...]))
                #expect(try await uploads.finish(id, of: "li").digest == SHA256Digest.hex(of: content))
            }
        }
    }
}
