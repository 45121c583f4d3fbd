import HTTPTypes
import Hummingbird
import NIOCore

extension PortalResponder {
    /// The body as Hummingbird sends it, and the headers that go with it.
    func body(_ reply: inout Reply, _ headers: inout HTTPFields, _ passage: Passage) -> ResponseBody {
        let isHead = passage.request.method == .head
        switch reply.body {
        case .nothing: return ResponseBody()
        case .bytes(let bytes):
            if isHead {
                headers[.contentLength] = String(bytes.count)
                return ResponseBody()
            }
            return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .content(let content):
            let range = range(content, &reply, &headers, passage)
            headers[.contentLength] = String(range.count)
            return isHead || range.isEmpty ? ResponseBody() : PortalResponder.body(content, range)
        case .events(let events):
            headers[.cacheControl] = "no-store"
            // nginx would hold events back.
            headers[.accelBuffering] = "no"
            if isHead { return ResponseBody() }
            return EventBody.body(
                events, heartbeat: .seconds(door.configuration.heartbeatSeconds), metrics: door.operations.metrics)
        }
    }

    /// What of a file is sent.
    private func range(
        _ content: FileContent, _ reply: inout Reply, _ headers: inout HTTPFields, _ passage: Passage
    ) -> Range<Int> {
        headers.append(HTTPField(name: .acceptRanges, value: "bytes"))
        guard reply.status == .ok, passage.request.method == .get else { return 0..<content.size }
        let asked = passage.request.headerFields
        // A part of another version is of no use: then the whole is sent.
        if let condition = asked[.ifRange], condition != reply.etag?.header { return 0..<content.size }
        switch ByteRange(asked[.range], size: content.size) {
        case .whole: return 0..<content.size
        case .part(let range):
            reply.status = .partialContent
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(content.size)"
            return range
        case .outside:
            reply.status = .rangeNotSatisfiable
            headers[.contentRange] = "bytes */\(content.size)"
            headers[.contentDisposition] = nil
            return 0..<0
        }
    }

    private static func body(_ content: FileContent, _ range: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: range.count) { writer in
            var place = range.lowerBound
            while place < range.upperBound {
                let end = min(place + FileContent.partSize, range.upperBound)
                let bytes = try await content.read(place..<end)
                // A length was promised; with fewer bytes the connection has to break, not to look complete.
                guard bytes.count == end - place else { throw FileContent.Shortened() }
                try await writer.write(ByteBuffer(bytes: bytes))
                place = end
            }
            try await writer.finish(nil)
        }
    }

    /// The same body; afterwards the connection ends.
    func closing(_ body: ResponseBody, _ passage: Passage) -> ResponseBody {
        let source = passage.source
        return ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            await source.close()
        }
    }
}

extension HTTPField.Name {
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
