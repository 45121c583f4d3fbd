import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of a parsed file; text is that of all elements below.
final class XMLTree {
    let name: String
    let attributes: [String: String]
    private(set) var children: [XMLTree] = []
    private var pieces = ""

    struct NotWellFormed: Error {
        var reason: String
    }

    init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    static func parse(_ bytes: [UInt8]) throws -> XMLTree {
        let parser = XMLParser(data: Data(bytes))
        let builder = Builder()
        parser.delegate = builder
        guard parser.parse(), let root = builder.root else {
            throw NotWellFormed(reason: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "no root")")
        }
        return root
    }

    static func parse(_ text: String) throws -> XMLTree { try parse(Array(text.utf8)) }

    /// This element and all below, in the order of the file.
    var all: [XMLTree] { [self] + children.flatMap(\.all) }
    func all(_ names: String...) -> [XMLTree] { all.filter { names.contains($0.name) } }
    func child(_ name: String) -> XMLTree? { children.first { $0.name == name } }
    var text: String { pieces + children.map(\.text).joined() }
    /// The classes of an HTML element.
    var classes: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }

    private final class Builder: NSObject, XMLParserDelegate {
        var root: XMLTree?
        private var open: [XMLTree] = []

        func parser(
            _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
            qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
        ) {
            let element = XMLTree(name: elementName, attributes: attributeDict)
            open.last?.children.append(element)
            if open.isEmpty { root = element }
            open.append(element)
        }

        func parser(
            _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName qName: String?
        ) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            open.last?.pieces += string
        }
    }
}
