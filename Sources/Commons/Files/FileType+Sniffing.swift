extension FileType {
    /// How much of a file's beginning and end tells what it is: 64 KiB.
    public static let sniffedSize = 65_536

    /// What these bytes look like.
    /// - Parameters:
    ///   - head: The first bytes of the file, up to `sniffedSize`.
    ///   - tail: The last ones; empty for a file that is all in the head.
    ///   - name: Tells tables from other texts, nothing else.
    public init(head: [UInt8], tail: [UInt8] = [], name: String = "") {
        let found =
            FileType.byMagic(head) ?? FileType.box(head) ?? FileType.matroska(head) ?? FileType.office(head, tail)
        self = found ?? FileType.text(head, tail, name) ?? .binary
    }

    private static func byMagic(_ head: [UInt8]) -> FileType? {
        if head.starts(with: "%PDF-".utf8) { return .pdf }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if head.starts(with: "GIF87a".utf8) || head.starts(with: "GIF89a".utf8) { return .gif }
        if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
        return nil
    }

    /// ISO base media: the first box is `ftyp`, and says which family the file belongs to.
    private static func box(_ head: [UInt8]) -> FileType? {
        guard head.count >= 12, head[4..<8].elementsEqual("ftyp".utf8) else { return nil }
        let brand = String(decoding: head[8..<12], as: UTF8.self)
        switch brand {
        case "qt  ": return .quickTime
        case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1": return .heic
        case "isom", "iso2", "iso4", "iso5", "iso6", "avc1", "mp41", "mp42", "M4V ", "M4VP", "MSNV", "dash": return .mp4
        default: return brand.hasPrefix("3gp") || brand.hasPrefix("3g2") ? .mp4 : nil
        }
    }

    /// An EBML header that names the document type `webm`; Matroska at large is nothing that browsers play.
    private static func matroska(_ head: [UInt8]) -> FileType? {
        guard head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) else { return nil }
        return head.prefix(64).holds([0x42, 0x82, 0x84] + Array("webm".utf8)) ? .webm : nil
    }

    /// A ZIP whose directory, at its end, lists the parts of a workbook or of a text. One with macros is neither.
    private static func office(_ head: [UInt8], _ tail: [UInt8]) -> FileType? {
        guard head.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return nil }
        func lists(_ name: String) -> Bool {
            let name = Array(name.utf8)
            return tail.holds(name) || head.holds(name)
        }
        guard lists("[Content_Types].xml"), !lists("vbaProject.bin") else { return nil }
        return switch (lists("xl/workbook.xml"), lists("word/document.xml")) {
        case (true, false): .xlsx
        case (false, true): .docx
        default: nil
        }
    }

    private static func text(_ head: [UInt8], _ tail: [UInt8], _ name: String) -> FileType? {
        // The piece may end within a character, and the one at the end of the file begin within one.
        let start = tail.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
        guard !head.isEmpty, isText(head.droppingCutCharacter()), isText(tail.dropFirst(start)) else { return nil }
        return name.lowercased().hasSuffix(".csv") ? .csv : .text
    }

    /// UTF-8 without control characters other than tabs and ends of lines and pages.
    private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        let controls = bytes.contains { $0 < 32 && !(9...13).contains($0) || $0 == 127 }
        return !controls && String(validating: bytes, as: UTF8.self) != nil
    }
}

extension Collection<UInt8> {
    fileprivate func holds(_ other: [UInt8]) -> Bool {
        guard let first = other.first else { return false }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: other) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}

extension [UInt8] {
    fileprivate func droppingCutCharacter() -> ArraySlice<UInt8> {
        guard let lead = suffix(3).lastIndex(where: { $0 >= 0xC0 }) else { return self[...] }
        let length = self[lead] >= 0xF0 ? 4 : self[lead] >= 0xE0 ? 3 : 2
        return lead + length > endIndex ? self[..<lead] : self[...]
    }
}
