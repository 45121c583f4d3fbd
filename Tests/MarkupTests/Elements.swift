/// Just enough of a reader of markup to hold components to rules: it knows tags, quoted attributes and text.
struct Elements {
    struct Element {
        var name: String
        var attributes: [String: String]
    }

    private(set) var elements: [Element] = []
    private(set) var problems: [String] = []
    private static let voids: Set<String> = ["input", "meta", "link", "br", "hr", "img"]

    init(_ markup: String) {
        var open: [String] = []
        var rest = Substring(markup)
        while let start = rest.firstIndex(of: "<") {
            let text = rest[..<start]
            if text.contains(">") { problems.append("> in text: \(text.suffix(40))") }
            rest = rest[rest.index(after: start)...]
            guard let end = Elements.end(of: rest) else {
                problems.append("a tag without an end: \(rest.prefix(40))")
                return
            }
            let tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                if open.popLast() != name { problems.append("</\(name)> where another was open: \(open)") }
                continue
            }
            let element = read(tag)
            elements.append(element)
            if !tag.hasSuffix("/"), !Elements.voids.contains(element.name) { open.append(element.name) }
        }
        if !open.isEmpty { problems.append("left open: \(open)") }
    }

    /// The `>` outside of quotes.
    private static func end(of rest: Substring) -> Substring.Index? {
        var quote: Character?
        for index in rest.indices {
            let character = rest[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ">" {
                return index
            }
        }
        return nil
    }

    private mutating func read(_ tag: Substring) -> Element {
        let name = tag.prefix { $0.isLetter || $0.isNumber }
        var attributes: [String: String] = [:]
        var rest = tag.dropFirst(name.count)
        while let start = rest.firstIndex(where: { !$0.isWhitespace && $0 != "/" }) {
            if start == rest.startIndex { problems.append("no space before an attribute: \(tag)") }
            rest = rest[start...]
            let key = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == ":" }
            if key.isEmpty {
                problems.append("not an attribute: \(rest)")
                break
            }
            rest = rest.dropFirst(key.count)
            var value = ""
            if rest.first == "=" {
                rest = rest.dropFirst()
                guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
                    problems.append("a value without quotes: \(tag)")
                    break
                }
                value = String(rest.dropFirst()[..<end])
                rest = rest[rest.index(after: end)...]
            }
            if attributes.updateValue(value, forKey: String(key)) != nil { problems.append("\(key) twice: \(tag)") }
        }
        return Element(name: String(name), attributes: attributes)
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }
}
