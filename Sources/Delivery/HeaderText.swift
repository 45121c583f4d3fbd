import Foundation

/// Texts in headers of mails (RFC 2047).
enum HeaderText {
    /// Plain where it is short and needs nothing else; otherwise words of Base64, each on a line of its own. Control
    /// characters, line ends among them, become spaces: no text makes a further header.
    /// - Parameter isPhrase: A name in front of an address, where fewer characters may stand as they are.
    static func encoded(_ text: String, isPhrase: Bool = false) -> String {
        let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        let isPlain =
            scalars.count <= 60 && scalars.first != " " && scalars.last != " " && !text.contains("=?")
            && scalars.allSatisfy { $0.isASCII && (!isPhrase || $0.properties.isAlphabetic || $0 == " ") }
        if isPlain { return string(scalars) }
        return words(scalars).map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// Pieces of at most 39 bytes, 52 characters of Base64: a line with `Subject: ` in front may have 76. None
    /// ends within a character.
    private static func words(_ scalars: [Unicode.Scalar]) -> [String] {
        var (words, word, size) = ([String](), [Unicode.Scalar](), 0)
        for scalar in scalars {
            let length = UTF8.width(scalar)
            if size + length > 39 {
                words.append(string(word))
                (word, size) = ([], 0)
            }
            word.append(scalar)
            size += length
        }
        return words + [string(word)]
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
