import CCurl
import Glibc

/// Posts JSON to addresses that users gave, and therefore to public ones only.
public struct WebhookSender: Sendable {
    /// For the whole exchange, in milliseconds.
    public static let timeout = 10_000

    private let allowsPrivate: Bool

    /// `allowsPrivate`: Lets it reach this machine and private networks, for installations within one.
    public init(allowsPrivate: Bool = false) { self.allowsPrivate = allowsPrivate }

    /// Posts once, without following redirects. What is answered is not kept.
    /// `headers`: Names and values.
    /// - Returns: The status of the answer, whatever it is.
    /// - Throws: `DeliveryError` where there was no answer.
    public func post(url: String, headers: [(name: String, value: String)], body: [UInt8]) async throws -> Int {
        try await exchange(url: url, headers: headers, body: body).status
    }

    /// As `post`, with what was answered: its first 64 KiB.
    public func exchange(url: String, headers: [(name: String, value: String)], body: [UInt8]) async throws
        -> (status: Int, body: [UInt8])
    {
        try WebhookSender.check(url: url)
        let lines = try WebhookSender.lines(headers)
        let allowsPrivate = allowsPrivate
        return try await Transfer.run { try WebhookSender.post(url, lines, body, allowsPrivate) }
    }

    /// Throws `invalid` for what can be no webhook's address: one that is not `http` or `https` with two slashes, has a
    /// user name in it or no host. Whether the host is a public one shows when it is reached.
    public static func check(url: String) throws {
        guard let parts = curl_url() else { throw DeliveryError(.other, "no memory") }
        defer { curl_url_cleanup(parts) }
        // libcurl takes one slash and three for two, which others read as a path.
        let isPlain = url.lowercased().prefixMatch(of: /https?:\/\/[^\/\\]/) != nil
        let isClean = isPlain && url.utf8.allSatisfy { $0 > 32 && $0 < 127 } && url.utf8.count <= 2000
        guard isClean, curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK,
            ["http", "https"].contains(part(parts, CURLUPART_SCHEME)), part(parts, CURLUPART_HOST) != nil,
            part(parts, CURLUPART_USER) == nil
        else { throw DeliveryError(.invalid, "the address \(url)") }
    }

    private static func part(_ url: OpaquePointer, _ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// Headers as they are sent; `invalid` for what would make further ones.
    static func lines(_ headers: [(name: String, value: String)]) throws -> [String] {
        try headers.map { header in
            guard isToken(header.name), isValue(header.value) else {
                throw DeliveryError(.invalid, "the header \(header.name)")
            }
            return "\(header.name): \(header.value)"
        }
    }

    static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { (32...126).contains($0) } && value.contains { $0 != " " }
    }

    /// What the callbacks of one transfer know.
    private final class Exchange {
        let allowsPrivate: Bool
        var isForbidden = false
        var answered = 0
        var body: [UInt8] = []

        init(_ allowsPrivate: Bool) { self.allowsPrivate = allowsPrivate }
    }

    private static func post(_ url: String, _ headers: [String], _ body: [UInt8], _ allowsPrivate: Bool) throws
        -> (status: Int, body: [UInt8])
    {
        let transfer = try Transfer()
        try transfer.set(CURLOPT_URL, url)
        try transfer.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try transfer.set(CURLOPT_FOLLOWLOCATION, 0)
        try transfer.set(CURLOPT_TIMEOUT_MS, timeout)
        try transfer.set(CURLOPT_USERAGENT, "Linli")
        try transfer.set(CURLOPT_POST, 1)
        // Without the question whether to go on, which costs a second where it is not understood.
        try transfer.set(CURLOPT_HTTPHEADER, headers + ["Expect:"])
        let exchange = Exchange(allowsPrivate)
        return try withExtendedLifetime(exchange) {
            let context = Unmanaged.passUnretained(exchange).toOpaque()
            try transfer.check(linli_curl_set_open_socket(transfer.raw, openSocket, context))
            try transfer.check(linli_curl_set_write(transfer.raw, discard, context))
            return try body.withUnsafeBytes { bytes in
                try transfer.check(linli_curl_set_bytes(transfer.raw, bytes.baseAddress, curl_off_t(bytes.count)))
                do {
                    try transfer.perform()
                } catch let error as DeliveryError {
                    if exchange.isForbidden { throw DeliveryError(.forbidden, error.detail) }
                    // The answer came, and then more of it than anybody wants.
                    guard exchange.answered > longestAnswer else { throw DeliveryError(error.kind, error.detail) }
                }
                return (transfer.status, exchange.body)
            }
        }
    }

    private static let longestAnswer = 1 << 20

    /// Asked for each address that the host's name stands for, right before it is connected to; a name that stands for
    /// something else a moment later changes nothing.
    private static let openSocket: curl_opensocket_callback = { context, _, address in
        guard let context, let address else { return -1 }
        let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        let isAllowed = withUnsafePointer(to: &address.pointee.addr) { pointer in
            NetworkAddress(pointer, family: address.pointee.family)?.isPublic ?? false
        }
        guard isAllowed || exchange.allowsPrivate else {
            exchange.isForbidden = true
            return -1
        }
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, type, address.pointee.protocol)
    }

    private static let keptAnswer = 1 << 16

    private static let discard: curl_write_callback = { bytes, size, count, context in
        guard let context else { return 0 }
        let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        exchange.answered += size * count
        let room = keptAnswer - exchange.body.count
        if let bytes, room > 0 {
            exchange.body += UnsafeRawBufferPointer(start: bytes, count: min(room, size * count))
        }
        return exchange.answered > longestAnswer ? 0 : size * count
    }
}
