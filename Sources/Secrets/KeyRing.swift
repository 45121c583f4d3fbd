import Foundation

/// The keys of an installation: what it signs with, what it encrypts personal fields with, and what it finds them by.
///
/// Old keys stay, so that what was made with them can be read and checked; only the newest of a kind makes anything
/// new. The public halves are no secret and may be told to everybody; all else is.
public struct KeyRing: Sendable, CustomStringConvertible {
    /// One key with its history. Moments are milliseconds since 1970.
    public struct Entry: Codable, Hashable, Sendable {
        public enum Use: String, Codable, CaseIterable, Sendable {
            /// Signs checkpoints, certificates and packages (Ed25519).
            case signing
            /// Encrypts personal fields (AES-256-GCM).
            case fields
        }
        public var use: Use
        /// 16 hexadecimal digits.
        public var id: String
        public var madeAt: Int64
        /// Since when it makes nothing new; nil: it is the one in use.
        public var retiredAt: Int64?
        /// Since when others may hold it too: what it signed later counts for nothing.
        public var compromisedAt: Int64?
        /// 64 hexadecimal digits.
        var secret: String

        /// Of a signing key, as `VerifyingKey.text`; empty otherwise.
        public var publicKey: String { signer?.publicKey.text ?? "" }

        var bytes: [UInt8] { Hexadecimal.bytes(secret) ?? [] }
        var signer: SigningKey? { use == .signing ? SigningKey(seed: bytes) : nil }

        init(_ use: Use, at: Int64) {
            let bytes = SecureRandom.bytes(32)
            self.use = use
            madeAt = at
            secret = Hexadecimal.text(bytes)
            id = ""
            id = derivedID
        }

        /// An id must tell nothing of a secret: of field keys it is derived one way.
        var derivedID: String {
            signer?.publicKey.id
                ?? Hexadecimal.text(DerivedKey.bytes(from: bytes, purpose: "linli key id", count: 8))
        }
    }

    /// Oldest first.
    public private(set) var entries: [Entry]
    /// 64 hexadecimal digits: what keys for other ends come from; it stays for as long as the ring is.
    private var index: String

    /// A ring with one fresh key of each use.
    public init(at: Int64) {
        entries = Entry.Use.allCases.map { Entry($0, at: at) }
        index = Hexadecimal.text(SecureRandom.bytes(32))
    }

    // MARK: Keys

    /// What signs now.
    public var signer: SigningKey {
        // A ring has one key of each use in use, always: whatever makes or reads one sees to it.
        guard let signer = inUse(.signing)?.signer else { preconditionFailure("a ring without a signing key") }
        return signer
    }

    public func inUse(_ use: Entry.Use) -> Entry? { entries.last { $0.use == use && $0.retiredAt == nil } }

    /// The public half of each signing key, with since when it counts for nothing.
    public var verifiers: [(key: VerifyingKey, compromisedAt: Int64?)] {
        entries.compactMap { entry in entry.signer.map { ($0.publicKey, entry.compromisedAt) } }
    }

    /// Puts a fresh key in the place of the one in use, which can still read and check what it made.
    /// - `isCompromised`: others may hold the old one.
    /// - Returns: The fresh one.
    @discardableResult
    public mutating func rotate(_ use: Entry.Use, isCompromised: Bool = false, at: Int64) -> Entry {
        for position in entries.indices where entries[position].use == use && entries[position].retiredAt == nil {
            entries[position].retiredAt = at
            if isCompromised { entries[position].compromisedAt = at }
        }
        let fresh = Entry(use, at: at)
        entries.append(fresh)
        return fresh
    }

    /// A further key for another end, the same for as long as the ring is.
    public func key(for purpose: String) -> [UInt8] {
        DerivedKey.bytes(from: Hexadecimal.bytes(index) ?? [], purpose: purpose)
    }

    // MARK: Fields

    private static let format: UInt8 = 1

    /// A field's text, encrypted for one place: `person/01h…/phone`.
    public func seal(_ text: String, for place: String) -> [UInt8] { seal(Array(text.utf8), for: place) }

    public func seal(_ bytes: [UInt8], for place: String) -> [UInt8] {
        let entry = fieldKey
        let id = Hexadecimal.bytes(entry.id) ?? []
        return [Self.format] + id + SealedBox.seal(bytes, key: entry.bytes, context: Array(place.utf8))
    }

    private var fieldKey: Entry {
        guard let entry = inUse(.fields) else { preconditionFailure("a ring without a key for fields") }
        return entry
    }

    /// What `seal` was given for the same place; a `KeyRingError` otherwise.
    public func open(_ sealed: [UInt8], for place: String) throws(KeyRingError) -> String {
        guard let text = String(validating: try openBytes(sealed, for: place), as: UTF8.self) else { throw .damaged }
        return text
    }

    public func openBytes(_ sealed: [UInt8], for place: String) throws(KeyRingError) -> [UInt8] {
        guard let id = KeyRing.keyID(of: sealed) else { throw .damaged }
        guard let entry = entries.first(where: { $0.use == .fields && $0.id == id }) else { throw .noKey(id) }
        let box = Array(sealed.dropFirst(9))
        guard let plain = SealedBox.open(box, key: entry.bytes, context: Array(place.utf8)) else { throw .damaged }
        return plain
    }

    /// Which key a field was encrypted with; nil: it is none of ours.
    public static func keyID(of sealed: [UInt8]) -> String? {
        guard sealed.first == format, sealed.count >= 9 + SealedBox.overhead else { return nil }
        return Hexadecimal.text(Array(sealed[1..<9]))
    }

    /// The same for equal texts of one kind of field under one key for fields, and nothing to whoever does not hold
    /// the ring. It turns with the key for fields.
    public func blindIndex(_ text: String, kind: String) -> String {
        KeyRing.blindIndex(text, kind: kind, key: fieldKey.bytes)
    }

    /// As above, under each key that something may still be encrypted with, and as rings made it before their indexes
    /// turned.
    public func blindIndexes(_ text: String, kind: String) -> [String] {
        let keys = entries.reversed().filter { $0.use == .fields }.map(\.bytes)
        return keys.map { KeyRing.blindIndex(text, kind: kind, key: $0) }
            + [Hexadecimal.text(HMACSHA256.code(for: Array(text.utf8), key: key(for: "blind index \(kind)")))]
    }

    private static func blindIndex(_ text: String, kind: String, key: [UInt8]) -> String {
        let key = DerivedKey.bytes(from: key, purpose: "blind index \(kind)")
        return Hexadecimal.text(HMACSHA256.code(for: Array(text.utf8), key: key))
    }

    /// Says nothing, so that no log ever holds one.
    public var description: String { "KeyRing" }
}

public enum KeyRingError: Error, Hashable, Sendable {
    /// The ring has no such key: it is another ring, or one from before.
    case noKey(String)
    /// The bytes have changed, or belong to another place.
    case damaged
}

// MARK: As a file

extension KeyRing {
    private struct File: Codable {
        var format: Int
        var entries: [Entry]
        var index: String
    }

    /// JSON, to be kept where nobody else reads it.
    public var file: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        // Numbers and texts alone: there is nothing that JSON could not say.
        return (try? encoder.encode(File(format: 1, entries: entries, index: index))).map(Array.init) ?? []
    }

    /// nil unless it is what `file` gives: all keys are whole, and there is one in use for each use.
    public init?(file bytes: [UInt8]) {
        guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)), file.format == 1,
            Hexadecimal.bytes(file.index)?.count == 32, file.entries.allSatisfy({ $0.bytes.count == 32 })
        else { return nil }
        entries = file.entries
        index = file.index
        guard Entry.Use.allCases.allSatisfy({ inUse($0) != nil }),
            entries.allSatisfy({ $0.derivedID == $0.id })
        else { return nil }
    }
}
