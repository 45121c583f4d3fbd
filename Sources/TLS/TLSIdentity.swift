public import Commons
import Glibc
public import NIOSSL
import Synchronization

/// What a server proves its name with: a certificate with its chain, and its private key, in two PEM files. They are
/// read again when they change; connections that are open keep what they began with.
public final class TLSIdentity: Sendable {
    /// When a file last changed, as far as its folder tells.
    private struct Stamp: Hashable {
        var seconds: Int
        var nanoseconds: Int
        var size: Int64
        var number: UInt64

        init?(_ path: String) {
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            seconds = information.st_mtim.tv_sec
            nanoseconds = information.st_mtim.tv_nsec
            size = Int64(information.st_size)
            number = UInt64(information.st_ino)
        }
    }

    private struct Held {
        var context: NIOSSLContext
        var validUntil: Instant
        /// Of the files when they were last looked at, taken or not.
        var seen: [Stamp?]
    }

    private let certificate: String
    private let key: String
    private let held: Mutex<Held>

    /// Reads a certificate, the server's own first, then its chain, and the key to it without a passphrase.
    public init(certificate: String, key: String) throws(TLSProblem) {
        self.certificate = certificate
        self.key = key
        let seen = [Stamp(certificate), Stamp(key)]
        let (context, validUntil) = try Self.read(certificate, key)
        held = Mutex(Held(context: context, validUntil: validUntil, seen: seen))
    }

    /// For connections that begin now.
    public var context: NIOSSLContext { held.withLock { $0.context } }

    /// The end of the certificate in use.
    public var validUntil: Instant { held.withLock { $0.validUntil } }

    /// Looks at the files; a pair that is sound takes the place of the one in use.
    /// - Parameter always: reads them though they do not look changed.
    /// - Returns: false where nothing has changed since the last look.
    /// - Throws: Why the new pair is refused. It is not looked at again until it changes.
    @discardableResult
    public func refresh(always: Bool = false) throws(TLSProblem) -> Bool {
        let seen = [Stamp(certificate), Stamp(key)]
        let isOld = held.withLock { held in
            defer { held.seen = seen }
            return held.seen == seen
        }
        if isOld, !always { return false }
        let (context, validUntil) = try Self.read(certificate, key)
        held.withLock { held in
            held.context = context
            held.validUntil = validUntil
        }
        return true
    }

    // MARK: Reading

    /// TLS 1.3, and of 1.2 what gives forward secrecy and authenticated encryption (Mozilla's intermediate profile).
    private static let ciphers: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    private static func read(
        _ certificatePath: String, _ keyPath: String
    ) throws(TLSProblem) -> (NIOSSLContext, Instant) {
        let (certificateBytes, keyBytes) = (try bytes(certificatePath), try bytes(keyPath))
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(certificateBytes), let own = chain.first else {
            throw .certificate(certificatePath)
        }
        guard let key = try? NIOSSLPrivateKey(bytes: keyBytes, format: .pem, passphraseCallback: { $0([UInt8]()) })
        else {
            throw .key(keyPath)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = ciphers
        configuration.applicationProtocols = ["http/1.1", "mqtt"]
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw .mismatch(certificatePath, keyPath)
        }
        return (context, Instant(milliseconds: Int64(own.notValidAfter) * 1000))
    }

    /// Of a file that nobody makes larger than 1 MiB.
    private static func bytes(_ path: String) throws(TLSProblem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .missing(path) }
        defer { close(descriptor) }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while bytes.count < 1 << 20 {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 { throw .missing(path) }
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }
}
