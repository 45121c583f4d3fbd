internal import CQRCode

/// A text as a square of modules that phones read.
public struct QRCode: Sendable {
    /// Modules a side, without the quiet zone.
    public let size: Int
    /// Row by row; `true` is dark.
    public let modules: [Bool]

    /// Error level M: 15% may be damaged. `nil` for an empty text or one too long for any code (about 2,300 bytes).
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            return nil
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        size = width
        // The lowest bit of a module is its colour.
        modules = (0..<width * width).map { code.pointee.data[$0] & 1 == 1 }
    }

    /// The code as a picture with its quiet zone, always dark on light; `label` is read aloud. Where the text is too
    /// long the label stands alone.
    public static func svg(_ text: String, label: String) -> HTML {
        guard let code = QRCode(text) else { return "<span class=\"qr none\">\(label)</span>" }
        let side = code.size + 8
        return """
            <svg class="qr" viewBox="0 0 \(side) \(side)" width="\(side * 4)" height="\(side * 4)" role="img" \
            aria-label="\(label)" shape-rendering="crispEdges"><rect class="light" width="\(side)" height="\(side)" \
            fill="#fff"/><path class="dark" fill="#000" d="\(HTML(bytes: code.path))"/></svg>
            """
    }

    /// A rectangle for each run of dark modules.
    private var path: [UInt8] {
        var path: [UInt8] = []
        for y in 0..<size {
            var x = 0
            while x < size {
                guard modules[y * size + x] else {
                    x += 1
                    continue
                }
                let start = x
                while x < size, modules[y * size + x] { x += 1 }
                path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z".utf8
            }
        }
        return path
    }
}
