import Commons
import Community
import Delivery
import Foundation
import Payments
import Rulebook
import Secrets

extension ServerSettings {
    /// The providers that the file `payments` names; none where there is no such file to be read.
    /// - Throws: Where it is not there, others may read it, or something in it is wrong.
    func paymentChannels(_ now: @escaping @Sendable () -> Instant) throws(StartProblem) -> [any PaymentChannel] {
        guard let path = payments else { return [] }
        guard let bytes = FileManager.default.contents(atPath: path),
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        else {
            throw StartProblem(
                reason: Phrase(zh: "找不到支付设置文件 \(path)", en: "there is no file \(path) with the providers of payments"),
                isMissing: true)
        }
        // Whoever holds these keys can speak for the merchant.
        guard let rights = attributes[.posixPermissions] as? Int, rights & 0o077 == 0 else {
            throw StartProblem(
                reason: Phrase(
                    zh: "支付设置文件 \(path) 含商户密钥，只能由本用户读取：请执行 chmod 600",
                    en: "\(path) holds the merchant's keys, and others may read it: chmod 600"))
        }
        do throws(Refusal) {
            return try PaymentSettings.channels(
                Array(bytes), client: ProviderClient().send, clock: now,
                nonce: { Hexadecimal.text(SecureRandom.bytes(16)) })
        } catch {
            let details = error.details.isEmpty ? [Refusal.Detail(error.place ?? "", error.reason)] : error.details
            func words(_ language: Language) -> String {
                details.map { $0.place.isEmpty ? $0.reason[language] : "\($0.place): \($0.reason[language])" }
                    .joined(separator: language == .zh ? "；" : "; ")
            }
            throw StartProblem(
                reason: Phrase(zh: "支付设置 \(path) 有误：\(words(.zh))", en: "\(path) is wrong: \(words(.en))"))
        }
    }
}
