import Community

/// Finds the place of a device and a property among those that were met, by their bytes and without allocating.
struct SourceTable {
    /// Bytes of a name, in UTF-8.
    static let nameBytes = 1...100

    private struct Entry {
        var hash: Int
        /// Where its bytes begin in `names`: the device's, then the property's.
        var start: Int
        var device: Int
        var property: Int
    }

    private(set) var sources: [ReadingBatch.Source] = []
    private var entries: [Entry] = []
    private var names: [UInt8] = []
    /// Places in `entries`, where the hash says or behind, -1 for none. A power of two, at least a half of them free.
    private var slots: [Int32] = Array(repeating: -1, count: 64)

    /// The place in `sources`; a new one for what was not met before.
    mutating func index(device: UnsafeBufferPointer<UInt8>, property: UnsafeBufferPointer<UInt8>) -> Int32 {
        // Swift's own hash has a secret: nobody outside can choose names that collide.
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(device))
        hasher.combine(device.count)
        hasher.combine(bytes: UnsafeRawBufferPointer(property))
        let hash = hasher.finalize()
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] >= 0 {
            if isSame(entries[Int(slots[slot])], hash, device, property) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        let index = Int32(entries.count)
        slots[slot] = index
        entries.append(Entry(hash: hash, start: names.count, device: device.count, property: property.count))
        names += device
        names += property
        sources.append(
            ReadingBatch.Source(
                device: String(decoding: device, as: UTF8.self), property: String(decoding: property, as: UTF8.self)))
        if 2 * entries.count > slots.count { grow() }
        return index
    }

    private func isSame(
        _ entry: Entry, _ hash: Int, _ device: UnsafeBufferPointer<UInt8>, _ property: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard entry.hash == hash, entry.device == device.count, entry.property == property.count else { return false }
        return names.withUnsafeBufferPointer { names in
            let bytes = names[entry.start..<entry.start + entry.device + entry.property]
            return UnsafeBufferPointer(rebasing: bytes.prefix(entry.device)).isSame(as: device)
                && UnsafeBufferPointer(rebasing: bytes.dropFirst(entry.device)).isSame(as: property)
        }
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: 2 * slots.count)
        let mask = slots.count - 1
        for (index, entry) in entries.enumerated() {
            var slot = entry.hash & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index)
        }
    }
}
