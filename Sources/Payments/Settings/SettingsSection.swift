import Commons
import Delivery
import Rulebook
import Secrets

/// The texts of one provider in the settings, taken one by one; what is wrong is collected with its place and what to
/// do about it. Values are never told: some are secrets.
struct SettingsSection {
    let name: String
    private var texts: [String: String] = [:]
    private(set) var faults: [Refusal.Detail] = []

    /// `members`: as JSON gave them.
    init(_ name: String, _ members: [String: Any], known: [String]) {
        self.name = name
        for (field, value) in members.sorted(by: { $0.key < $1.key }) {
            guard known.contains(field) else {
                fault(
                    TitleText.cut(field, bytes: 60), zh: "没有这一项；可以写的有：\(known.joined(separator: "、"))。",
                    en: "There is no such field; there are: \(known.joined(separator: ", ")).")
                continue
            }
            guard let text = value as? String else {
                fault(field, zh: "应为文字，请加引号。", en: "It is a text; put it in quotes.")
                continue
            }
            texts[field] = text
        }
    }

    mutating func fault(_ field: String, zh: String, en: String) {
        // What is wrong already needs no second word on it.
        guard !faults.contains(where: { $0.place == "\(name).\(field)" }) else { return }
        faults.append(Refusal.Detail("\(name).\(field)", Phrase(zh: zh, en: en)))
    }

    /// A text for which this holds; `remedy`: what to write.
    mutating func text(_ field: String, _ remedy: Phrase, where isFine: (String) -> Bool) -> String {
        read(field, remedy) { isFine($0) ? $0 : nil } ?? ""
    }

    /// What is made of a text; nil, and a fault, where it cannot be.
    mutating func read<Value>(_ field: String, _ remedy: Phrase, _ make: (String) -> Value?) -> Value? {
        guard let text = texts[field] else {
            fault(field, zh: "缺少这一项：\(remedy.zh)", en: "It is missing: \(remedy.en)")
            return nil
        }
        guard let value = make(text) else {
            fault(field, zh: remedy.zh, en: remedy.en)
            return nil
        }
        return value
    }

    /// An address; `standard` where there is none. `hasPath`: something may follow the host.
    mutating func gateway(_ standard: String, hasPath: Bool) -> String {
        guard texts["gateway"] != nil else { return standard }
        let remedy = Phrase(
            zh: "写 https:// 开头的地址，如 \(standard)；用官方网关时省去这一项。",
            en: "Write an address such as \(standard); leave it out for the provider's own.")
        return text("gateway", remedy) { address in
            let path = address.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
            let isPlain = !address.contains("?") && !address.contains("#") && (hasPath || !path.contains("/"))
            return isPlain && (try? WebhookSender.check(url: address)) != nil
        }
    }

    /// Whose merchant it is; nil: nothing is said.
    mutating func organisation() -> String? {
        guard texts["organisation"] != nil else { return nil }
        let remedy = Phrase(zh: "写单位的名称，与系统中的一致。", en: "Write the organisation's name as it stands here.")
        return text("organisation", remedy) { !$0.isEmpty && $0.utf8.count <= 400 }
    }

    mutating func signingKey(_ field: String, _ remedy: Phrase) -> RSASigningKey? {
        read(field, remedy) { RSASigningKey(pem: $0) }
    }

    mutating func verifyingKey(_ field: String, _ remedy: Phrase) -> RSAVerifyingKey? {
        read(field, remedy) { RSAVerifyingKey(pem: $0) }
    }
}
