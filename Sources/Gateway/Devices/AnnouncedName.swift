import HomeAssistant
import Secrets

/// What announced devices and their parts are called. The same announcement gives the same names, whenever it comes and
/// whatever came before it.
enum AnnouncedName {
    /// `GATEWAY-IDENTIFIER`; at most 60 characters.
    static func number(_ device: DiscoveredDevice?, else id: String, gateway: String) -> String {
        let identifier = device?.identifiers.min() ?? device?.connections.map { "\($0.kind)-\($0.value)" }.min() ?? id
        let number = "\(gateway)-\(name(identifier, most: 40))"
        guard number.unicodeScalars.count > 60 else { return number }
        return "\(String(String.UnicodeScalarView(gateway.unicodeScalars.prefix(36))))-\(digest(number, 20))"
    }

    /// Without what tells one device from others of its make, so that they have a model in common. What only tells
    /// something is called by its name alone.
    static func part(_ entity: DiscoveredEntity, of device: DiscoveredDevice?) -> String {
        var text = String(entity.objectID.split(separator: "/").last ?? "")
        for identifier in device?.identifiers.sorted(by: { $0.utf8.count > $1.utf8.count }) ?? [] {
            for word in [identifier, name(identifier, most: 40)] where word.utf8.count > 2 {
                text = text.replacing(word, with: "")
            }
        }
        text = trimmed(text)
        let platform = entity.platform.name
        if text.isEmpty { text = trimmed(entity.deviceClass ?? platform) }
        let tells = entity.platform == .sensor || entity.platform == .binarySensor
        return name(tells || text == platform ? text : "\(text)_\(platform)", most: 30)
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while let first = rest.first, "-_ ".contains(first) { rest.removeFirst() }
        while let last = rest.last, "-_ ".contains(last) { rest.removeLast() }
        return String(rest)
    }

    /// Letters, digits, `-` and `_`. What is not the text itself has a digest of it: no two texts have one name.
    private static func name(_ text: String, most: Int) -> String {
        let bytes = text.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                byte
            default: UInt8(ascii: "-")
            }
        }
        let name = String(decoding: bytes, as: UTF8.self)
        if name == text, (1...most).contains(bytes.count) { return name }
        return "\(name.prefix(most - 9))-\(digest(text, 8))"
    }

    private static func digest(_ text: String, _ count: Int) -> Substring {
        SHA256Digest.hex(of: Array(text.utf8)).prefix(count)
    }

    /// A text as one line; nil: nothing is left of it.
    static func line(_ text: String, most: Int) -> String? {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where line.count < most {
            line.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        let kept = trimmed(String(line))
        return kept.isEmpty ? nil : kept
    }
}
