import Glibc

/// Name of an element or an attribute, valid during the callback that brings it.
struct XMLName {
    /// The namespaces that matter; both dialects of ISO 29500, transitional and strict, count as one.
    enum Namespace { case none, spreadsheet, relationships, officeRelationships, xml, other }

    /// Stands between namespace and local name; no URI contains it, and expat refuses one that does.
    static let separator = CChar(0x0A)

    let namespace: Namespace
    /// NUL-terminated.
    let local: UnsafePointer<CChar>

    init(_ qualified: UnsafePointer<CChar>) {
        guard let found = strrchr(qualified, Int32(Self.separator)) else {
            namespace = .none
            local = qualified
            return
        }
        let length = UnsafePointer(found) - qualified
        local = UnsafePointer(found) + 1
        namespace = Self.namespace(qualified, length)
    }

    private static func namespace(_ uri: UnsafePointer<CChar>, _ length: Int) -> Namespace {
        func matches(_ known: StaticString) -> Bool {
            known.utf8CodeUnitCount == length && memcmp(known.utf8Start, uri, length) == 0
        }
        if matches("http://schemas.openxmlformats.org/spreadsheetml/2006/main") { return .spreadsheet }
        if matches("http://purl.oclc.org/ooxml/spreadsheetml/main") { return .spreadsheet }
        if matches("http://schemas.openxmlformats.org/package/2006/relationships") { return .relationships }
        if matches("http://schemas.openxmlformats.org/officeDocument/2006/relationships") {
            return .officeRelationships
        }
        if matches("http://purl.oclc.org/ooxml/officeDocument/relationships") { return .officeRelationships }
        if matches("http://www.w3.org/XML/1998/namespace") { return .xml }
        return .other
    }

    func isLocal(_ name: StaticString) -> Bool {
        strcmp(UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), local) == 0
    }

    /// An element of SpreadsheetML.
    func isSheet(_ name: StaticString) -> Bool { namespace == .spreadsheet && isLocal(name) }
}

/// An opening tag, valid during the callback that brings it.
struct XMLElement {
    let name: XMLName
    fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(name: XMLName, attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        self.name = name
        self.attributes = attributes
    }

    /// Value of an attribute without prefix, or with one of the given namespace.
    func bytes(_ attribute: StaticString, in namespace: XMLName.Namespace = .none) -> UnsafeBufferPointer<UInt8>? {
        var index = 0
        while let name = attributes[index], let value = attributes[index + 1] {
            index += 2
            let parsed = XMLName(name)
            guard parsed.namespace == namespace, parsed.isLocal(attribute) else { continue }
            let raw = UnsafeRawBufferPointer(start: value, count: strlen(value))
            return raw.assumingMemoryBound(to: UInt8.self)
        }
        return nil
    }

    func string(_ attribute: StaticString, in namespace: XMLName.Namespace = .none) -> String? {
        bytes(attribute, in: namespace).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A count or an index, 0...2,147,483,647.
    func number(_ attribute: StaticString) -> Int? {
        guard let bytes = bytes(attribute), !bytes.isEmpty, bytes.count <= 10 else { return nil }
        var value = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value <= Int32.max ? value : nil
    }

    /// `1` and `true`, in the notation of XML Schema.
    func flag(_ attribute: StaticString) -> Bool {
        let value = string(attribute)
        return value == "1" || value == "true"
    }
}
