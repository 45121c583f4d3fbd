/// A picture of a few colours, drawn by code.
struct Picture {
    struct Colour {
        var red: UInt8
        var green: UInt8
        var blue: UInt8

        /// `0xrrggbb`.
        init(_ code: Int) {
            red = UInt8(code >> 16 & 255)
            green = UInt8(code >> 8 & 255)
            blue = UInt8(code & 255)
        }
    }

    let width: Int
    let height: Int
    private(set) var palette: [Colour] = []
    /// Indices into the palette, row after row from the top.
    private(set) var pixels: [UInt8]

    init(width: Int, height: Int, _ background: Int) {
        self.width = width
        self.height = height
        palette = [Colour(background)]
        pixels = Array(repeating: 0, count: width * height)
    }

    /// The index of a colour; there is room for 256.
    mutating func colour(_ code: Int) -> UInt8 {
        palette.append(Colour(code))
        return UInt8(clamping: palette.count - 1)
    }

    /// A box, as far as it lies within the picture.
    mutating func fill(_ left: Int, _ top: Int, _ width: Int, _ height: Int, _ colour: UInt8) {
        let columns = max(left, 0)..<min(max(left + width, 0), self.width)
        let rows = max(top, 0)..<min(max(top + height, 0), self.height)
        guard columns.lowerBound < columns.upperBound, rows.lowerBound < rows.upperBound else { return }
        pixels.withUnsafeMutableBufferPointer { buffer in
            for row in rows {
                let start = row * self.width
                buffer[start + columns.lowerBound..<start + columns.upperBound].update(repeating: colour)
            }
        }
    }

    /// A disc.
    mutating func disc(_ x: Int, _ y: Int, _ radius: Int, _ colour: UInt8) {
        for row in -radius...radius {
            var half = radius
            while half * half + row * row > radius * radius { half -= 1 }
            fill(x - half, y + row, half * 2 + 1, 1, colour)
        }
    }

    /// The edge of a box.
    mutating func frame(_ left: Int, _ top: Int, _ width: Int, _ height: Int, _ colour: UInt8) {
        fill(left, top, width, 1, colour)
        fill(left, top + height - 1, width, 1, colour)
        fill(left, top, 1, height, colour)
        fill(left + width - 1, top, 1, height, colour)
    }

    /// A line two pixels thick.
    mutating func line(_ x: Int, _ y: Int, _ toX: Int, _ toY: Int, _ colour: UInt8) {
        let steps = max(abs(toX - x), abs(toY - y), 1)
        for step in 0...steps {
            fill(x + (toX - x) * step / steps, y + (toY - y) * step / steps, 2, 2, colour)
        }
    }

    private static let glyphs: [Character: [UInt8]] = [
        "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 3, 1, 7], "4": [5, 5, 7, 1, 1],
        "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 2, 2, 2], "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7],
        ":": [0, 2, 0, 2, 0], "-": [0, 0, 7, 0, 0], ".": [0, 0, 0, 0, 2], "%": [5, 1, 2, 4, 5],
    ]

    /// Digits and a few signs, as cameras print dates.
    mutating func text(_ text: String, _ left: Int, _ top: Int, scale: Int, _ colour: UInt8) {
        for (index, character) in text.enumerated() {
            for (row, bits) in (Picture.glyphs[character] ?? []).enumerated() {
                for column in 0..<3 where bits >> UInt8(2 - column) & 1 == 1 {
                    fill(left + (index * 4 + column) * scale, top + row * scale, scale, scale, colour)
                }
            }
        }
    }
}
