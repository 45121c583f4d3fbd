/// A page or two of PDF with Chinese text in the viewer's own song typeface, and a seal.
struct Sheet {
    var title: String
    /// A line `name：value` becomes a row of a table, others are paragraphs.
    var lines: [String]
    /// Whose seal is on it.
    var seal: String
    var footer: String

    private static let perPage = 22

    /// PDF 1.4 without compression.
    var pdf: [UInt8] {
        let pages = stride(from: 0, to: max(lines.count, 1), by: Sheet.perPage).map {
            Array(lines[$0..<min($0 + Sheet.perPage, lines.count)])
        }
        let kids = pages.indices.map { "\(6 + $0 * 2) 0 R" }.joined(separator: " ")
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>",
            """
            << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H
            /DescendantFonts [4 0 R] >>
            """,
            """
            << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light
            /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500]
            /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]
            /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>
            """,
            "<< /Title <FEFF\(Sheet.hex(title))> /Producer (Linli demo city) >>",
        ]
        for (index, page) in pages.enumerated() {
            let content = content(page, isFirst: index == 0, isLast: index == pages.count - 1, number: index + 1)
            objects.append(
                """
                << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(7 + index * 2) 0 R
                /Resources << /Font << /F 3 0 R >> >> >>
                """)
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)endstream")
        }
        return Sheet.file(objects)
    }

    private static func file(_ objects: [String]) -> [UInt8] {
        var bytes = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 10]
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(bytes.count)
            bytes += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
        }
        let start = bytes.count
        var tail = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            tail += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        tail += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 5 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return bytes + Array(tail.utf8)
    }

    /// UTF-16, big-endian, as hexadecimal digits.
    private static func hex(_ text: String) -> String {
        text.utf16.map { unit in
            let digits = String(unit, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static func show(_ text: String, _ x: Int, _ y: Int, _ size: Int) -> String {
        "BT /F \(size) Tf \(x) \(y) Td <\(hex(text))> Tj ET\n"
    }

    /// Points that a text is wide: half of its size for ASCII, all of it for Chinese.
    private static func width(_ text: String, _ size: Int) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? size / 2 : size) }
    }

    private func content(_ lines: [String], isFirst: Bool, isLast: Bool, number: Int) -> String {
        var content = "0.2 w 0 g\n"
        var y = 770
        if isFirst {
            let size = Sheet.width(title, 20) > 470 ? 15 : 20
            content += Sheet.show(title, (595 - Sheet.width(title, size)) / 2, y, size)
            content += "60 \(y - 14) m 535 \(y - 14) l S\n"
        }
        y -= 44
        for line in lines {
            let parts = line.split(separator: "：", maxSplits: 1).map(String.init)
            if parts.count == 2, parts[0].count <= 12 {
                content += "60 \(y - 8) 475 24 re S 190 \(y - 8) m 190 \(y + 16) l S\n"
                content += Sheet.show(parts[0], 68, y, 11) + Sheet.show(parts[1], 198, y, 11)
                y -= 24
            } else {
                content += Sheet.show(line, 60, y - 4, 11)
                y -= 26
            }
        }
        if isLast { content += stamp(430, max(y - 70, 110)) }
        return content + Sheet.show("\(footer)  第 \(number) 页", 60, 40, 8)
    }

    /// A round red seal with a star.
    private func stamp(_ x: Int, _ y: Int) -> String {
        let (radius, bend) = (52, 29)
        var content = "0.8 0.1 0.1 RG 0.8 0.1 0.1 rg 2.5 w\n\(x + radius) \(y) m\n"
        for (ax, ay) in [(1, 0), (0, 1), (-1, 0), (0, -1)] {
            // A quarter of a circle, turned four times.
            let (bx, by) = (-ay, ax)
            content += "\(x + ax * radius + bx * bend) \(y + ay * radius + by * bend) "
            content += "\(x + bx * radius + ax * bend) \(y + by * radius + ay * bend) "
            content += "\(x + bx * radius) \(y + by * radius) c\n"
        }
        let star = [
            (0, 15), (3, 5), (14, 5), (5, -2), (9, -12), (0, -6), (-9, -12), (-5, -2), (-14, 5), (-3, 5),
        ]
        content += "S\n"
        for (index, point) in star.enumerated() {
            content += "\(x + point.0) \(y + 12 + point.1) \(index == 0 ? "m" : "l")\n"
        }
        content += "f\n"
        let size = min(9, max(5, 84 / max(seal.count, 1)))
        content += Sheet.show(seal, x - Sheet.width(seal, size) / 2, y - 20, size)
        return content + "0 g 0 G 0.2 w\n"
    }
}
