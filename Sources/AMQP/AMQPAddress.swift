/// Where a broker is and as whom to enter: `amqp://user:password@host:port/vhost`, with TLS as `amqps://…`.
///
/// As in the RabbitMQ URI specification, but that an empty virtual host is `/`, as without one.
public struct AMQPAddress: Hashable, Sendable {
    /// TLS; the certificate of the broker is verified.
    public let isSecure: Bool
    /// A name or an address; IPv6 without brackets.
    public let host: String
    /// 1 to 65535.
    public let port: Int
    public let user: String
    let password: String
    public let virtualHost: String

    /// What holds where the address says nothing: port 5672, with TLS 5671; user and password `guest`; host `/`.
    /// - Throws: `AMQPError` at `address`, which never quotes the text, since it may hold a password.
    public init(_ text: String) throws(AMQPError) {
        guard let colon = text.firstRange(of: "://") else {
            throw Self.wrong("it does not begin with amqp:// or amqps://")
        }
        switch text[..<colon.lowerBound].lowercased() {
        case "amqp": isSecure = false
        case "amqps": isSecure = true
        default: throw Self.wrong("it does not begin with amqp:// or amqps://")
        }
        let rest = text[colon.upperBound...]
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw Self.wrong("`?` and `#` have no meaning in it; in a password write %3F and %23")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        let path = rest[slash...].dropFirst()
        guard !path.contains("/") else {
            throw Self.wrong("more than one `/` after the host; in a password or a virtual host write %2F")
        }
        let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw Self.wrong("more than one `@`; in a password write %40") }
        if parts.count == 2 {
            let names = parts[0].split(separator: ":", omittingEmptySubsequences: false)
            guard names.count <= 2 else { throw Self.wrong("more than one `:` before `@`; in a password write %3A") }
            user = try Self.decoded(names[0], "the user")
            password = names.count == 2 ? try Self.decoded(names[1], "the password") : ""
            guard !user.isEmpty else { throw Self.wrong("the user is empty") }
        } else {
            user = "guest"
            password = "guest"
        }
        (host, port) = try Self.hostAndPort(parts.last ?? "", standard: isSecure ? 5671 : 5672)
        let name = try Self.decoded(path, "the virtual host")
        guard name.utf8.count <= 255 else { throw Self.wrong("the virtual host is longer than 255 bytes") }
        virtualHost = name.isEmpty ? "/" : name
    }

    private static func hostAndPort(_ text: Substring, standard: Int) throws(AMQPError) -> (String, Int) {
        let host: Substring
        let after: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw wrong("`[` without `]`") }
            host = text[..<end].dropFirst()
            after = text[end...].dropFirst()
            let isAddress = host.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit || $0 == 58 || $0 == 46 }
            guard isAddress, host.contains(":") else { throw wrong("no IPv6 address between `[` and `]`") }
        } else {
            host = text.prefix { $0 != ":" }
            after = text[host.endIndex...]
            let isName = host.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
                default: false
                }
            }
            guard !host.isEmpty else { throw wrong("the host is empty; IPv6 stands in brackets") }
            guard isName, host.utf8.count <= 253 else {
                throw wrong("the host is no name of letters, digits, `-`, `.` and `_`; IPv6 stands in brackets")
            }
        }
        guard !after.isEmpty else { return (String(host), standard) }
        let digits = after.dropFirst()
        guard after.first == ":", (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(digits), (1...65535).contains(port)
        else { throw wrong("the port is no number from 1 to 65535") }
        return (String(host), port)
    }

    private static func decoded(_ text: Substring, _ what: String) throws(AMQPError) -> String {
        guard let bytes = PercentEncoding.decode(text.utf8) else {
            throw wrong("`%` without two hexadecimal digits in \(what); write %25 for `%`")
        }
        // It goes to the C library, where a zero ends it.
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw wrong("a control character in \(what)")
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw wrong("\(what) is not UTF-8") }
        return decoded
    }

    private static func wrong(_ reason: String) -> AMQPError {
        AMQPError(.address, "not amqp://user:password@host:port/vhost: \(reason)")
    }
}

extension AMQPAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the password.
    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let encoded = (PercentEncoding.encode(user), PercentEncoding.encode(virtualHost))
        return "\(isSecure ? "amqps" : "amqp")://\(encoded.0)@\(name):\(port)/\(encoded.1)"
    }

    public var debugDescription: String { description }

    /// Without the password as well: it is what `dump` shows.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
