/// The text of a key as people hand it on: PEM (RFC 7468), or its Base64 alone, in one line or several.
enum KeyText {
    /// - Returns: What the first line says of it, such as `PRIVATE KEY`, nil where there is none; and the DER.
    static func read(_ text: String) -> (label: String?, der: [UInt8])? {
        // Without the spaces around each line, which texts get on their way.
        let lines = text.split { $0.isNewline }.map { $0.split { $0.isWhitespace }.joined(separator: " ") }
            .filter { !$0.isEmpty }
        guard let first = lines.first else { return nil }
        let (head, tail) = ("-----BEGIN ", "-----")
        guard first.hasPrefix(head) else { return der(lines).map { (nil, $0) } }
        guard first.count > head.count + tail.count, first.hasSuffix(tail) else { return nil }
        let label = String(first.dropFirst(head.count).dropLast(tail.count))
        // What follows is of others: a certificate's file may hold those of its issuers.
        guard let end = lines.firstIndex(of: "-----END \(label)-----") else { return nil }
        return der(Array(lines[1..<end])).map { (label, $0) }
    }

    private static func der(_ lines: [String]) -> [UInt8]? {
        let text = lines.joined().filter { $0 != " " }
        let bare = text.utf8.count % 4 == 0 ? Base64.bytes(padded: text) : Base64.bytes(text, .standard)
        return bare?.isEmpty == true ? nil : bare
    }
}
