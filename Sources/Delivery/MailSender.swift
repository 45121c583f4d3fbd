import CCurl
import Glibc

/// Hands mails to a server by SMTP.
public struct MailSender: Sendable {
    private let server: MailServer

    public init(_ server: MailServer) { self.server = server }

    /// Returns once the server has taken the mail.
    /// - Throws: `DeliveryError`; `isPermanent` when the server will not take it later either.
    public func send(_ message: MailMessage) async throws {
        let server = server
        let bytes = message.bytes
        let (from, to) = (message.from, message.to)
        try await Transfer.run { try MailSender.send(bytes, from, to, server) }
    }

    /// What is left of the mail while it goes out.
    private final class Rest {
        var bytes: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { self.bytes = bytes[...] }
    }

    private static func send(_ bytes: [UInt8], _ from: MailAddress, _ to: MailAddress, _ server: MailServer) throws {
        guard server.host.utf8.allSatisfy({ isHost($0) }), !server.host.isEmpty, (1...65_535).contains(server.port)
        else {
            throw DeliveryError(.invalid, "the mail server \(server.host):\(server.port)")
        }
        let transfer = try Transfer()
        let scheme = server.security == .tls ? "smtps" : "smtp"
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        // The path is what it calls itself in its greeting.
        try transfer.set(CURLOPT_URL, "\(scheme)://\(host):\(server.port)/\(from.host)")
        try transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        let needsTLS = server.security != .none
        try transfer.set(CURLOPT_USE_SSL, Int((needsTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
        if let certificates = server.certificates { try transfer.set(CURLOPT_CAINFO, certificates) }
        if !server.user.isEmpty {
            try transfer.set(CURLOPT_USERNAME, server.user)
            try transfer.set(CURLOPT_PASSWORD, server.password)
        }
        try transfer.set(CURLOPT_TIMEOUT_MS, server.timeout)
        try transfer.set(CURLOPT_MAIL_FROM, "<\(from.address)>")
        try transfer.set(CURLOPT_MAIL_RCPT, ["<\(to.address)>"])
        try transfer.set(CURLOPT_UPLOAD, 1)
        let rest = Rest(bytes)
        try withExtendedLifetime(rest) {
            let context = Unmanaged.passUnretained(rest).toOpaque()
            try transfer.check(linli_curl_set_read(transfer.raw, read, context))
            try transfer.perform()
        }
    }

    /// Names, IPv4 and IPv6.
    private static func isHost(_ byte: UInt8) -> Bool {
        (48...58).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
    }

    private static let read: curl_read_callback = { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        let rest = Unmanaged<Rest>.fromOpaque(context).takeUnretainedValue()
        let piece = rest.bytes.prefix(size * count)
        piece.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { memcpy(buffer, base, bytes.count) }
        }
        rest.bytes = rest.bytes.dropFirst(piece.count)
        return piece.count
    }
}
