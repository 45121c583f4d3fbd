import CRabbitMQ

extension amqp_bytes_t {
    /// A copy.
    var text: String { String(decoding: buffer, as: UTF8.self) }

    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: len) }
}

extension String {
    /// Calls the body with the bytes of the text, which live as long as the call.
    func withLibraryBytes<T>(_ body: (amqp_bytes_t) -> T) -> T {
        var text = self
        return text.withUTF8 { body(amqp_bytes_t(UnsafeRawBufferPointer($0))) }
    }
}

extension amqp_bytes_t {
    /// They are not copied. The library takes them as mutable and does not change them.
    init(_ buffer: UnsafeRawBufferPointer) {
        self.init(len: buffer.count, bytes: UnsafeMutableRawPointer(mutating: buffer.baseAddress))
    }
}
