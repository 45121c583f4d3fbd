public import Commons
import Foundation
import Rulebook
public import Secrets
import Synchronization

/// The key ring of an installation, in a file that only its owner reads. Commands may turn keys while the server runs:
/// it looks at the file again.
public final class KeyCabinet: Sendable {
    private struct Held {
        var ring: KeyRing
        var changed: Date?
    }

    public let path: String
    private let held: Mutex<Held>

    public var ring: KeyRing { held.withLock { $0.ring } }

    /// Reads the ring; makes one where there is none yet.
    /// - `isNew`: a file that is not there is made. An installation that has used keys before must have them.
    /// - Throws: A `StartProblem` with the way out.
    public static func open(_ path: String, at now: Instant, isNew: Bool = true) throws -> KeyCabinet {
        if !FileManager.default.fileExists(atPath: path) {
            guard isNew else {
                throw StartProblem(
                    reason: Phrase(
                        zh: "找不到密钥文件 \(path)：没有它就读不出已加密的个人信息；请从密钥备份放回，或用 --keys 指明",
                        en: "the key file \(path) is not there: without it encrypted personal data cannot be read; "
                            + "bring it back from its backup, or name it with --keys"),
                    isMissing: true)
            }
            try write(KeyRing(at: now.milliseconds).file, to: path, isNew: true)
        }
        return try KeyCabinet(path)
    }

    private init(_ path: String) throws {
        self.path = path
        held = Mutex(Held(ring: try KeyCabinet.read(path), changed: KeyCabinet.changed(path)))
    }

    private static func read(_ path: String) throws -> KeyRing {
        guard let bytes = FileManager.default.contents(atPath: path), let ring = KeyRing(file: Array(bytes)) else {
            throw StartProblem(
                reason: Phrase(
                    zh: "密钥文件 \(path) 无法读取或已损坏，请从密钥备份恢复",
                    en: "the key file \(path) cannot be read or is damaged; bring it back from its backup"))
        }
        return ring
    }

    // MARK: Backups

    /// The ring's file as it is, for a backup.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Refusal(
                .missing, zh: "找不到密钥文件 \(path)：请用 --keys 指明它，备份才能包含密钥",
                en: "the key file \(path) is not there: name it with --keys, so that the backup has the keys too")
        }
        _ = try read(path)
        return FileManager.default.contents(atPath: path).map(Array.init) ?? []
    }

    /// Refuses as `conflict` where another ring is: what it encrypted would be lost with it.
    static func refuseUnlessFree(_ path: String, for ring: [UInt8]) throws {
        guard let there = FileManager.default.contents(atPath: path), Array(there) != ring else { return }
        throw Refusal(
            .conflict, zh: "\(path) 是另一份密钥，未作任何改动；请先移走它，或用 --keys 指明别处",
            en:
                "\(path) holds other keys and nothing was changed: move it away first, or name another with --keys"
        )
    }

    /// Puts a ring from a backup in its place, unless the same is there.
    static func place(_ bytes: [UInt8], at path: String) throws {
        guard KeyRing(file: bytes) != nil else {
            throw StartProblem(
                reason: Phrase(zh: "备份中的密钥无法读取", en: "the keys in the backup cannot be read"))
        }
        if !FileManager.default.fileExists(atPath: path) { try write(bytes, to: path, isNew: true) }
        try refuseUnlessFree(path, for: bytes)
    }

    private static func changed(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }

    /// Whole or not at all, and readable by its owner alone from the first byte on.
    private static func write(_ ring: [UInt8], to path: String, isNew: Bool) throws {
        let part = path + ".part-\(Token().text)"
        guard
            FileManager.default.createFile(
                atPath: part, contents: Data(ring), attributes: [.posixPermissions: 0o600])
        else {
            throw StartProblem(
                reason: Phrase(zh: "无法写入密钥文件 \(path)", en: "the key file \(path) cannot be written"))
        }
        try Durable.sync(part)
        // Two nodes that start at once must not end up with two rings.
        if isNew, link(part, path) != 0 {
            try? FileManager.default.removeItem(atPath: part)
            return
        }
        if isNew { try? FileManager.default.removeItem(atPath: part) } else { rename(part, path) }
        try Durable.sync((path as NSString).deletingLastPathComponent)
    }

    /// Changes the ring, in the file first.
    public func change<T>(_ body: (inout KeyRing) throws -> T) throws -> T {
        try held.withLock { held in
            var ring = held.ring
            let result = try body(&ring)
            try KeyCabinet.write(ring.file, to: path, isNew: false)
            held = Held(ring: ring, changed: KeyCabinet.changed(path))
            return result
        }
    }

    /// Reads the file again if it has changed; what cannot be read leaves the ring as it is.
    public func refresh() { _ = refreshed() }

    /// The ring as the file has it now.
    func refreshed() -> KeyRing {
        let changed = KeyCabinet.changed(path)
        return held.withLock { held in
            if changed != held.changed, let ring = try? KeyCabinet.read(path) {
                held = Held(ring: ring, changed: changed)
            }
            return held.ring
        }
    }
}
