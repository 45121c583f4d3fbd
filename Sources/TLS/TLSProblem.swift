public import Rulebook

/// Why a certificate and a private key cannot be used, for whoever runs the server.
public struct TLSProblem: Error, Hashable, Sendable {
    public var reason: Phrase
    /// A file that was named is not there, or cannot be read.
    public var isMissing = false

    static func missing(_ path: String) -> TLSProblem {
        TLSProblem(
            reason: Phrase(zh: "没有文件 \(path)，或无法读取", en: "there is no file \(path), or it cannot be read"),
            isMissing: true)
    }

    static func certificate(_ path: String) -> TLSProblem {
        TLSProblem(
            reason: Phrase(
                zh: "\(path) 不是 PEM 格式的证书（链）：应以 -----BEGIN CERTIFICATE----- 开头，服务器证书在前",
                en:
                    "\(path) is no certificate in PEM: -----BEGIN CERTIFICATE-----, the server's own first"
            ))
    }

    static func key(_ path: String) -> TLSProblem {
        TLSProblem(
            reason: Phrase(
                zh: "\(path) 不是 PEM 格式、未设口令的私钥", en: "\(path) is no private key in PEM without a passphrase"))
    }

    static func mismatch(_ certificate: String, _ key: String) -> TLSProblem {
        TLSProblem(
            reason: Phrase(
                zh: "证书 \(certificate) 与私钥 \(key) 不是一对",
                en: "the certificate \(certificate) does not fit the private key \(key)"))
    }
}
