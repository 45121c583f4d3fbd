/// A vault that is gone with the process, for tests and trials.
public actor MemoryVault: FileVault {
    private var contents: [String: [UInt8]] = [:]
    private var parts: [String: (bytes: [UInt8], turn: Int64, touchedAt: Instant)] = [:]
    private let now: @Sendable () -> Instant

    public init(now: @escaping @Sendable () -> Instant) { self.now = now }

    public func size(of digest: String) -> Int64? { contents[digest].map { Int64($0.count) } }

    public func open(_ digest: String, _ range: Range<Int64>?) throws -> FileBytes {
        guard let content = contents[digest] else { throw FileFault.missing }
        let range = try FileFault.check(range, within: Int64(content.count))
        return FileBytes(range) { Array(content[Int($0.lowerBound)..<Int($0.upperBound)]) }
    }

    public func beginPart(_ id: String) throws {
        guard parts[id] == nil else { throw FileFault.shutOut }
        parts[id] = ([], 0, now())
    }

    public func openPart(_ id: String, at offset: Int64, turn: Int64) throws -> any FilePart {
        guard let part = parts[id], part.bytes.count >= offset else { throw FileFault.missing }
        guard part.turn < turn else { throw FileFault.shutOut }
        parts[id] = (Array(part.bytes.prefix(Int(offset))), turn, now())
        return Part(vault: self, id: id, turn: turn)
    }

    public func digest(ofPart id: String, size: Int64) throws -> String {
        guard let part = parts[id], part.bytes.count == size else { throw FileFault.missing }
        return hash(part.bytes)
    }

    public func publishPart(_ id: String, as digest: String) throws {
        guard let part = parts.removeValue(forKey: id) else {
            if contents[digest] == nil { throw FileFault.missing }
            return
        }
        contents[digest] = part.bytes
    }

    public func discardPart(_ id: String) { parts[id] = nil }

    public func discardParts(untouchedSince instant: Instant) -> Int {
        let old = parts.filter { $0.value.touchedAt < instant }.keys
        for id in old { parts[id] = nil }
        return old.count
    }

    private func hash(_ bytes: [UInt8]) -> String {
        let hash = ContentHash()
        hash.update(bytes)
        return hash.digest
    }

    private func write(_ bytes: [UInt8], to id: String, turn: Int64) throws {
        guard parts[id]?.turn == turn else { throw FileFault.shutOut }
        parts[id]?.bytes += bytes
        parts[id]?.touchedAt = now()
    }

    private struct Part: FilePart {
        let vault: MemoryVault
        let id: String
        let turn: Int64

        func write(_ bytes: [UInt8]) async throws { try await vault.write(bytes, to: id, turn: turn) }
        func sync() async throws { try await vault.write([], to: id, turn: turn) }
    }
}
