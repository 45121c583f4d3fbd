import Commons
import Foundation
import Secrets
import Synchronization
import Testing

@testable import Persistence

/// A clock that moves when told, and ids that count. It begins long ago: parts of a folder, whose times are the
/// system's, never look old to it.
final class FilesClock: Sendable {
    private let state = Mutex((milliseconds: Int64(1_000_000_000_000), ids: 0))

    var now: Instant { state.withLock { Instant(milliseconds: $0.milliseconds) } }
    func pass(seconds: Int64) { state.withLock { $0.milliseconds += seconds * 1000 } }

    var surroundings: Surroundings {
        Surroundings(
            now: { self.now },
            newID: {
                self.state.withLock { state in
                    state.ids += 1
                    return "id\(100_000 + state.ids)"
                }
            })
    }
}

/// What was handed over, in its order.
final class FilesCollected<Element: Sendable>: Sendable {
    private let state = Mutex<[Element]>([])

    func add(_ element: Element) { state.withLock { $0.append(element) } }
    var all: [Element] { state.withLock { $0 } }
}

/// A store and a vault of one kind.
struct FilesScene: Sendable {
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case memory, folder, sqlite, postgresql

        var testDescription: String { rawValue }
    }

    let clock: FilesClock
    let store: SQLStore
    let vault: any FileVault
    /// Of a vault that has one.
    var folder = ""
    /// The same bytes as another process sees them.
    let reopened: @Sendable () throws -> any FileVault

    var files: Files { Files(store: store, vault: vault, surroundings: clock.surroundings) }
    var uploads: Uploads { uploads(FileLimits()) }

    func uploads(_ limits: FileLimits) -> Uploads { Uploads(files, limits: limits) }

    /// How many parts are left of whatever was done; they are gone afterwards.
    func leftParts() async throws -> Int {
        try await vault.discardParts(untouchedSince: Instant(milliseconds: .max / 2))
    }

    static func with(_ kind: Kind, _ body: (FilesScene) async throws -> Void) async throws {
        let clock = FilesClock()
        try await Engines.withStore(kind == .postgresql ? .postgresql : .sqlite) { store in
            switch kind {
            case .memory:
                let vault = MemoryVault(now: { clock.now })
                try await body(FilesScene(clock: clock, store: store, vault: vault) { vault })
            case .folder:
                try await withFolder { folder in
                    let vault = try FolderVault(folder)
                    try await body(
                        FilesScene(clock: clock, store: store, vault: vault, folder: folder) { try FolderVault(folder) }
                    )
                }
            case .sqlite, .postgresql:
                let make = { @Sendable in DatabaseVault(store.database, now: { clock.now }) }
                try await body(FilesScene(clock: clock, store: store, vault: make()) { make() })
            }
        }
    }

    static func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "linli-files-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// Bytes of which no two chunks are alike.
    static func content(_ count: Int, seed: Int = 1) -> [UInt8] {
        let start = seed * 1009 % block.count
        var content = Array(block[start...].prefix(count))
        while content.count < count { content += block.prefix(count - content.count) }
        return content
    }

    /// Its length is a prime number, and shares no border with any chunk.
    private static let block: [UInt8] = {
        var state: UInt64 = 1
        return (0..<65_537).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
    }()

    /// Looks again and again.
    static func waitWhile(_ condition: () async throws -> Bool) async throws {
        while try await condition() { try await Task.sleep(for: .milliseconds(2)) }
    }
}

/// Pieces of content, and then an end, an error or a wait that only cancellation ends.
struct FilesPieces: AsyncSequence, Sendable {
    enum End: Sendable { case normal, broken, waiting }
    struct Broken: Error {}

    var content: [UInt8]
    var size = 100_000
    var end = End.normal

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>
        let size: Int
        let end: End

        mutating func next() async throws -> [UInt8]? {
            guard rest.isEmpty else {
                defer { rest = rest.dropFirst(size) }
                return Array(rest.prefix(size))
            }
            switch end {
            case .normal: return nil
            case .broken: throw Broken()
            case .waiting: try await Task.sleep(for: .seconds(3600))
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: content[...], size: size, end: end) }
}
