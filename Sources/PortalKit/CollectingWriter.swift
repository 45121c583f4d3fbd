import HTTPTypes
import Hummingbird
import NIOCore

/// Where an answer's body goes that is not sent.
final class CollectedBody {
    var bytes: [UInt8] = []
}

struct CollectingWriter: ResponseBodyWriter {
    let body: CollectedBody

    mutating func write(_ buffer: ByteBuffer) async throws {
        body.bytes.append(contentsOf: buffer.readableBytesView)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
