import Foundation
import Fuzzing
import Testing

@testable import Delivery

/// Addresses of mails and webhooks, and texts of headers, damaged: nothing makes a further header, command or host.
@Suite struct DeliveryFuzzTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func mailAddresses() {
        let outcome = Fuzz.run(4000, Fuzz.lines("mail")) { bytes in
            let text = text(bytes)
            guard let address = try? MailAddress(text, name: text) else { return .refused }
            let isPlain = text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"<>()[],;:\\\"".utf8.contains($0) }
            return .taken(if: isPlain && address.address == text && text.count { $0 == "@" } == 1, "address")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func headerTexts() {
        let seeds = ["关于 2026 年的通知", "plain", "a\r\nBcc: b@example.cn", "😀 \"quoted\" <x@y.z>"]
        let outcome = Fuzz.run(2000, seeds.map { Array($0.utf8) }) { bytes in
            let text = text(bytes)
            for isPhrase in [true, false] {
                let header = HeaderText.encoded(text, isPhrase: isPhrase)
                // A line that goes on begins with a space.
                let lines = header.components(separatedBy: "\r\n")
                let isOne = lines.dropFirst().allSatisfy { $0.hasPrefix(" ") }
                guard isOne, header.utf8.allSatisfy({ (32...126).contains($0) || $0 == 13 || $0 == 10 }),
                    !lines.contains(where: { $0.contains("\n") || $0.contains("\r") || $0.utf8.count > 998 })
                else { return .wrong("header") }
            }
            return HeaderText.encoded(text) == text ? .taken : .refused
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func webhookAddresses() {
        let outcome = Fuzz.run(4000, Fuzz.lines("urls")) { bytes in
            let url = text(bytes)
            guard (try? WebhookSender.check(url: url)) != nil else { return .refused }
            let authority = url.drop { $0 != "/" }.dropFirst(2).prefix { !"/?#".contains($0) }
            let isWeb = ["http://", "https://"].contains { url.lowercased().hasPrefix($0) }
            return .taken(if: isWeb && !authority.contains("@") && !authority.isEmpty, "url")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func networkAddresses() {
        let outcome = Fuzz.run(4000, Fuzz.lines("addresses")) { bytes in
            guard let address = NetworkAddress(text(bytes)) else { return .refused }
            return .taken(if: [4, 16].contains(address.bytes.count) && (address.isPublic || !address.isPublic))
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
