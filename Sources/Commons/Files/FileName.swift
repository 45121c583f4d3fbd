/// Names of files as people sent them, made fit for display and for downloads.
public enum FileName {
    /// In Unicode scalars.
    public static let longest = 200

    /// The name without folders, control characters, characters that turn the direction of writing, and characters
    /// that some system allows in no name; at most `longest` scalars, of which the extension is kept; never empty.
    public static func cleaned(_ name: String) -> String {
        let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? []
        var scalars = last.filter { !isHidden($0) }.map { reserved.contains($0) ? "_" : $0 }
        // Dots in front hide a file, dots and spaces at the end are cut off by Windows.
        scalars = Array(scalars.drop { $0 == "." || $0.properties.isWhitespace })
        while let end = scalars.last, end == "." || end.properties.isWhitespace { scalars.removeLast() }
        let text = string(shortened(scalars))
        if text.isEmpty { return "file" }
        let stem = text.prefix { $0 != "." }.uppercased()
        return devices.contains(stem) ? "_" + text : text
    }

    private static let reserved: Set<Unicode.Scalar> = ["<", ">", ":", "\"", "|", "?", "*"]
    private static let devices = Set(
        ["CON", "PRN", "AUX", "NUL"] + (1...9).flatMap { ["COM\($0)", "LPT\($0)"] })

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Formats are marks of direction, joiners and tags: what they do cannot be seen.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }

    private static func shortened(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        // A device's name gets one more in front.
        let room = longest - 1
        guard scalars.count > room else { return scalars }
        let ending = scalars.lastIndex(of: ".").map { Array(scalars[$0...]) } ?? []
        guard ending.count <= 20 else { return Array(scalars.prefix(room)) }
        return scalars.prefix(room - ending.count) + ending
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
