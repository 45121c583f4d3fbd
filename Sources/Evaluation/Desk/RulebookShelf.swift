import Commons
public import Rulebook
public import RulebookFiles
import Secrets
import Synchronization

/// The rulebooks that cases can be opened with, and those that older cases were opened with.
///
/// A case is pinned to the digest of its rulebook's files. The files are kept with the first case, so that a rulebook
/// that somebody edits or deletes later is still there for it.
public final class RulebookShelf: Sendable {
    /// A rulebook, its pin, and the files it was read from.
    public struct Volume: Sendable {
        public var pin: RulebookPin
        public var rulebook: Rulebook
        public var folder: RulebookFolder
    }

    /// On offer for new cases, in the order given.
    public let offered: [Volume]
    /// Names of the folders that cannot be read as rulebooks.
    public let unreadable: [String]
    private let read: Mutex<[String: Rulebook]>

    /// Folders with errors are left out; `linli rulebook check` says what is wrong with them.
    public init(_ folders: [RulebookFolder]) {
        var unreadable: [String] = []
        offered = folders.compactMap { folder in
            guard let rulebook = RulebookReader.read(folder).rulebook else {
                unreadable.append(folder.name)
                return nil
            }
            let pin = RulebookPin(
                id: rulebook.id, edition: rulebook.edition, digest: RulebookShelf.digest(folder))
            return Volume(pin: pin, rulebook: rulebook, folder: folder)
        }
        self.unreadable = unreadable
        read = Mutex(Dictionary(offered.map { ($0.pin.digest, $0.rulebook) }) { first, _ in first })
    }

    public static var builtIn: RulebookShelf {
        RulebookShelf(RulebookFolder.builtIn.sorted { $0.key > $1.key }.map(\.value))
    }

    public func offer(_ id: String) -> Volume? { offered.first { $0.pin.id == id } }
    public func offer(_ pin: RulebookPin) -> Volume? { offered.first { $0.pin == pin } }

    /// The rulebook of a pin, from here or from the files that were kept.
    func rulebook(_ pin: RulebookPin, _ records: any EvaluationRecords) throws -> Rulebook {
        if let known = read.withLock({ $0[pin.digest] }) { return known }
        guard let kept = try records.rulebookFiles(pin.digest) else {
            throw Refusal(.missing, zh: "找不到评价依据 \(pin.id)", en: "the rulebook \(pin.id) is not there")
        }
        let files = try CanonicalJSON.decode([String: [UInt8]].self, kept)
        let folder = RulebookFolder(
            name: pin.id, files: files.sorted { $0.key < $1.key }.map { SourceFile(name: $0.key, bytes: $0.value) })
        guard let rulebook = RulebookReader.read(folder).rulebook else {
            throw Refusal(.missing, zh: "无法读取评价依据 \(pin.id)", en: "the rulebook \(pin.id) cannot be read")
        }
        read.withLock { $0[pin.digest] = rulebook }
        return rulebook
    }

    func keep(_ volume: Volume, _ records: any EvaluationRecords) throws {
        // Every case after the first finds it there, and need not write it all out again.
        if try records.hasRulebook(volume.pin.digest) { return }
        let files = volume.folder.files.mapValues(\.bytes)
        try records.keepRulebook(volume.pin.digest, Array(try CanonicalJSON.encode(files)))
    }

    /// SHA-256 of the files: their names and bytes, in order of their names, each with its length before it.
    static func digest(_ folder: RulebookFolder) -> String {
        var bytes: [UInt8] = []
        for (name, file) in folder.files.sorted(by: { $0.key < $1.key }) {
            bytes += Array("\(name) \(file.bytes.count)\n".utf8) + file.bytes
        }
        return SHA256Digest.hex(of: bytes)
    }
}
