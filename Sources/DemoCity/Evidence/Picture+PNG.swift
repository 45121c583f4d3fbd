extension Picture {
    /// As a PNG with a palette (ISO/IEC 15948).
    var png: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // 8 bits a pixel, with a palette, no interlacing.
        Picture.chunk("IHDR", Picture.big(width) + Picture.big(height) + [8, 3, 0, 0, 0], to: &file)
        Picture.chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] }, to: &file)
        Picture.chunk("IDAT", compressed, to: &file)
        Picture.chunk("IEND", [], to: &file)
        return file
    }

    /// Rows with the filter "none" before each, in runs of one byte; rows like the one above as one long repetition.
    private var compressed: [UInt8] {
        var writer = RunDeflate()
        var runs: [(value: UInt8, count: Int)] = []
        pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<height {
                let start = row * width
                var isSame = row > 0
                var column = 0
                while isSame, column < width {
                    isSame = pixels[start + column] == pixels[start + column - width]
                    column += 1
                }
                if isSame {
                    writer.repeatLast(width + 1, runs: [(0, 1)] + runs)
                    continue
                }
                runs = []
                var from = 0
                while from < width {
                    let value = pixels[start + from]
                    var end = from + 1
                    while end < width, pixels[start + end] == value { end += 1 }
                    runs.append((value, end - from))
                    from = end
                }
                writer.run(0, 1)
                for run in runs { writer.run(run.value, run.count) }
            }
        }
        return writer.finished()
    }

    private static func big(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(value >> $0 & 255) }
    }

    private static func chunk(_ name: String, _ content: [UInt8], to file: inout [UInt8]) {
        let body = Array(name.utf8) + content
        file += big(content.count) + body + big(Int(crc(body)))
    }

    private static let crcTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        crcTable.withUnsafeBufferPointer { table in
            ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 255)] ^ $0 >> 8 }
        }
    }
}
