import CYAJL
import Community

/// Reads readings that are one JSON object each, by yajl's events.
///
/// One handle reads all of them, as the elements of an array that never ends: making a handle takes longer than
/// reading a line does.
struct ObjectReader: ~Copyable {
    enum Outcome {
        case taken
        /// JSON, but no reading.
        case noReading
        /// Not JSON.
        case broken
    }

    private let callbacks: UnsafeMutablePointer<yajl_callbacks>
    private let state: UnsafeMutablePointer<ObjectState>
    private let device = NameBuffer()
    private let property = NameBuffer()
    private var handle: yajl_handle

    /// - Parameter named: the device of objects that name none; empty: they have to.
    init(device named: [UInt8]) {
        callbacks = .allocate(capacity: 1)
        callbacks.initialize(to: ObjectReader.events)
        state = .allocate(capacity: 1)
        state.initialize(to: ObjectState(device: device, property: property, named: named))
        handle = ObjectReader.open(callbacks, state)
    }

    deinit {
        yajl_free(handle)
        state.deinitialize(count: 1)
        state.deallocate()
        device.deallocate()
        property.deallocate()
        callbacks.deallocate()
    }

    /// Adds the readings of one object, which is UTF-8.
    mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, line: Int, into builder: inout BatchBuilder
    ) -> Outcome {
        state.pointee.begin()
        guard feed(bytes), ObjectReader.end.withUnsafeBufferPointer({ feed($0) }), state.pointee.isWhole else {
            yajl_free(handle)
            handle = ObjectReader.open(callbacks, state)
            return .broken
        }
        guard EscapeCheck.isSound(bytes) else { return .noReading }
        return state.pointee.add(line: line, to: &builder) ? .taken : .noReading
    }

    /// What follows a line: it is wrong after anything but one value, and the null gets lost in a text that was left
    /// open.
    private static let end = Array(",null,".utf8)
    private static let bracket = [UInt8(ascii: "[")]

    private func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        yajl_parse(handle, bytes.baseAddress, bytes.count) == yajl_status_ok
    }

    private static func open(
        _ callbacks: UnsafePointer<yajl_callbacks>, _ state: UnsafeMutablePointer<ObjectState>
    ) -> yajl_handle {
        guard let handle = yajl_alloc(callbacks, nil, state) else {
            // Only a failed allocation comes here.
            fatalError("out of memory")
        }
        yajl_parse(handle, bracket, 1)
        return handle
    }

    private static var events: yajl_callbacks {
        var callbacks = yajl_callbacks()
        callbacks.yajl_null = { context in ObjectReader.hand(context) { $0.pointee.other() } }
        callbacks.yajl_boolean = { context, flag in ObjectReader.hand(context) { $0.pointee.scalar(.flag(flag != 0)) } }
        callbacks.yajl_number = { context, text, count in
            let bytes = UnsafeRawBufferPointer(start: text, count: count).assumingMemoryBound(to: UInt8.self)
            return ObjectReader.hand(context) { $0.pointee.number(bytes) }
        }
        callbacks.yajl_string = { context, text, count in
            ObjectReader.hand(context) { $0.pointee.text(UnsafeBufferPointer(start: text, count: count)) }
        }
        callbacks.yajl_map_key = { context, text, count in
            ObjectReader.hand(context) { $0.pointee.key(UnsafeBufferPointer(start: text, count: count)) }
        }
        callbacks.yajl_start_map = { context in ObjectReader.hand(context) { $0.pointee.begin(isObject: true) } }
        callbacks.yajl_start_array = { context in ObjectReader.hand(context) { $0.pointee.begin(isObject: false) } }
        callbacks.yajl_end_map = { context in ObjectReader.hand(context) { $0.pointee.end() } }
        callbacks.yajl_end_array = { context in ObjectReader.hand(context) { $0.pointee.end() } }
        return callbacks
    }

    /// yajl goes on in any case: what is no reading may still be JSON.
    @inline(__always)
    private static func hand(
        _ context: UnsafeMutableRawPointer?, _ body: (UnsafeMutablePointer<ObjectState>) -> Void
    ) -> Int32 {
        if let context { body(context.assumingMemoryBound(to: ObjectState.self)) }
        return 1
    }
}
