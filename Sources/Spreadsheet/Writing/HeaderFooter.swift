/// The line at the top or at the bottom of every printed page. At most 255 characters in Excel's notation.
public struct HeaderFooter: Equatable, Sendable {
    public enum Piece: Equatable, Sendable, ExpressibleByStringLiteral {
        case text(String)
        case pageNumber
        case pageCount
        case sheetName

        public init(stringLiteral value: String) { self = .text(value) }
    }

    public var left: [Piece]
    public var center: [Piece]
    public var right: [Piece]

    public init(left: [Piece] = [], center: [Piece] = [], right: [Piece] = []) {
        self.left = left
        self.center = center
        self.right = right
    }

    /// Excel's notation, e.g. `&CPage &P`; empty where there is nothing to print.
    var code: String {
        var code = ""
        for (mark, pieces) in [("&L", left), ("&C", center), ("&R", right)] where !pieces.isEmpty {
            code += mark
            for piece in pieces {
                switch piece {
                case .text(let text): code += Self.escaped(text, after: code)
                case .pageNumber: code += "&P"
                case .pageCount: code += "&N"
                case .sheetName: code += "&A"
                }
            }
        }
        return code
    }

    private static func escaped(_ text: String, after code: String) -> String {
        // libxlsxwriter takes any "&G" for a picture, even the one in "&&G", and then frees the text twice:
        // bold on and off again keeps them apart.
        let parts = text.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false).map(String.init)
        var escaped = parts[0]
        for part in parts.dropFirst() {
            escaped += part.hasPrefix("G") || part.hasPrefix("[Picture]") ? "&&&B&B" + part : "&&" + part
        }
        // "&P+1" is arithmetic.
        let isSum = (code.hasSuffix("&P") || code.hasSuffix("&N")) && (text.hasPrefix("+") || text.hasPrefix("-"))
        return isSum ? " " + escaped : escaped
    }
}
