import Community

/// What has been seen of an object that may be a reading.
struct ObjectState: ~Copyable {
    private enum Member: UInt8 {
        case device, property, at, value, values
        case other
    }

    private var depth = 0
    /// Values that stood outside of all others.
    private var wholes = 0
    /// Nothing has ended that did not begin here.
    private var isClosed = true
    /// Nothing yet that a reading may not have.
    private var isSound = true
    /// The member whose value comes next.
    private var member = Member.other
    /// A bit for each member that was there.
    private var seen: UInt8 = 0
    private var others: Set<String> = []

    /// Copies, as yajl may use the memory that it shows them in for the next text.
    private let device: NameBuffer
    private let property: NameBuffer
    private var at: Int64?
    private var value = ReadingBatch.Value.flag(false)
    /// Of the short form, in their order.
    private var values: [(property: String, value: ReadingBatch.Value)] = []
    private var properties: Set<String> = []

    /// The device of objects that name none; empty: they have to.
    private let named: [UInt8]

    init(device: NameBuffer, property: NameBuffer, named: [UInt8]) {
        self.named = named
        self.device = device
        self.property = property
    }

    /// Exactly one value, from beginning to end, and the one of `ObjectReader.end`.
    var isWhole: Bool { wholes == 2 && depth == 0 && isClosed }

    mutating func begin() {
        depth = 0
        wholes = 0
        isClosed = true
        isSound = true
        member = .other
        seen = 0
        at = nil
        if !others.isEmpty { others.removeAll(keepingCapacity: true) }
        if !values.isEmpty { values.removeAll(keepingCapacity: true) }
        if !properties.isEmpty { properties.removeAll(keepingCapacity: true) }
    }

    /// Adds what was read; false: it is no reading.
    func add(line: Int, to builder: inout BatchBuilder) -> Bool {
        guard isSound, has(.values) != has(.value), has(.property) == has(.value) else { return false }
        if !has(.device) {
            guard !named.isEmpty, named.withUnsafeBufferPointer({ device.keep($0) }) else { return false }
        }
        if has(.value) {
            builder.add(device: device.bytes, property: property.bytes, at: at, value: value, line: line)
            return true
        }
        for (property, value) in values {
            var property = property
            property.withUTF8 { builder.add(device: device.bytes, property: $0, at: at, value: value, line: line) }
        }
        return !values.isEmpty
    }

    private func has(_ member: Member) -> Bool { seen & 1 << member.rawValue != 0 }
}

extension ObjectState {
    mutating func begin(isObject: Bool) {
        if depth == 0 {
            wholes += 1
        } else if depth == 1, member != .other, member != .values || !isObject {
            isSound = false
            // Whatever stands in it is nobody's.
            member = .other
        } else if depth == 2, member == .values {
            isSound = false
        }
        depth += 1
    }

    mutating func end() {
        depth -= 1
        if depth < 0 { isClosed = false }
    }

    mutating func key(_ bytes: UnsafeBufferPointer<UInt8>) {
        if depth == 1 {
            member = ObjectState.member(bytes)
            if member == .other {
                if !others.insert(String(decoding: bytes, as: UTF8.self)).inserted { isSound = false }
            } else {
                if has(member) { isSound = false }
                seen |= 1 << member.rawValue
            }
        } else if depth == 2, member == .values {
            let property = String(decoding: bytes, as: UTF8.self)
            if !SourceTable.nameBytes.contains(bytes.count) || !properties.insert(property).inserted { isSound = false }
            // The value replaces this one, or the object is no reading.
            values.append((property, .flag(false)))
        }
    }

    private static func member(_ bytes: UnsafeBufferPointer<UInt8>) -> Member {
        switch bytes.count {
        case 2 where bytes.isSame(as: "at"): .at
        case 5 where bytes.isSame(as: "value"): .value
        case 6 where bytes.isSame(as: "device"): .device
        case 6 where bytes.isSame(as: "values"): .values
        case 8 where bytes.isSame(as: "property"): .property
        default: .other
        }
    }

    mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) {
        if depth == 1, member == .at {
            at = Moment.milliseconds(NumberText.whole(bytes))
            if at == nil { isSound = false }
        } else if let number = NumberText.double(bytes) {
            scalar(.number(number))
        } else {
            other()
        }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch member {
        case .device where depth == 1: if !device.keep(bytes) { isSound = false }
        case .property where depth == 1: if !property.keep(bytes) { isSound = false }
        case .at where depth == 1:
            at = Moment.milliseconds(text: String(decoding: bytes, as: UTF8.self))
            if at == nil { isSound = false }
        case .value where depth == 1, .values where depth == 2:
            scalar(.text(String(decoding: bytes, as: UTF8.self)))
        default: other()
        }
    }

    /// A number, a truth value or a text.
    mutating func scalar(_ scalar: ReadingBatch.Value) {
        if depth == 1, member == .value {
            value = scalar
        } else if depth == 2, member == .values {
            values[values.count - 1].value = scalar
        } else {
            other()
        }
    }

    /// A value that no reading has; only members that nobody knows may have it.
    mutating func other() {
        if depth == 0 { wholes += 1 }
        if depth == 1 && member != .other || depth == 2 && member == .values { isSound = false }
    }
}
