/// The names of AMQP: at most 255 bytes (AMQP 0-9-1, 4.2.5.3).
enum ShortString {
    /// The C library would cut the length, not the text, and so break the connection.
    static func check(_ text: String, _ what: String, _ place: AMQPError.Place) throws(AMQPError) {
        guard text.utf8.count <= 255 else { throw AMQPError(place, "the \(what) is longer than 255 bytes") }
    }
}
