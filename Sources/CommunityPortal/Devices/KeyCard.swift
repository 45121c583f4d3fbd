import Commons
import Community
import Markup
import PortalKit

/// The keys of a device, or of a batch of those to come.
struct KeyCard {
    var language: PageLanguage
    /// Oldest first.
    var keys: [DeviceKey]
    /// People by id.
    var names: [String: String]
    /// What they are for.
    var words: String
    /// Asked before one is removed.
    var warning: String
    /// Where another is made; nil: the visitor may not, or not now.
    var make: String?
    /// Where a key is removed, by its id.
    var remove: (String) -> String
    var csrf: String?

    var html: HTML {
        let rows = keys.map { key in
            TableRow([
                HTML.time(key.madeAt.iso, key.madeAt.shown), .text(names[key.madeBy] ?? ""),
                key.usedAt.map { HTML.time($0.iso, $0.shown) } ?? HTML.badge(language("从未使用", "never used"), .warn),
                HTML.postButton(
                    language("删除", "Remove"), action: remove(key.id), csrf: csrf, kind: .danger, confirm: warning),
            ])
        }
        let table = HTML.table(
            language("密钥", "Keys"),
            columns: [
                Column(language("建立", "Made"), isHeader: true), Column(language("建立人", "By")),
                Column(language("最近使用", "Last used")), Column(language("操作", "Remove")),
            ], rows: rows, empty: .text(language("还没有密钥。", "There is none yet.")), isCaptionHidden: true)
        let isFull = keys.count >= CommunityDesk.mostDeviceKeys
        let button = make.map {
            HTML.postButton(language("建立密钥", "Make a key"), action: $0, csrf: csrf, kind: .primary)
        }
        return HTML.card(
            language("密钥", "Keys"), id: "keys",
            "<p>\(words)</p>\(table)\(if: !isFull && button != nil, HTML.row([button ?? ""]))")
    }

    /// A key that was just made. `words`: what it is for; `facts`: what stands beside it.
    static func once(_ text: String, _ words: String, _ facts: [Fact], _ language: PageLanguage) -> HTML {
        HTML.callout(
            .good, language("密钥已建立，请立即写入设备", "The key is made; put it into the device now"),
            """
            <p>\(language("它只在这里显示一次。", "It is shown here and never again. "))\(words)</p>
            \(HTML.facts(facts + [Fact(language("密钥", "Key"), HTML("<code>\(text)</code>"))]))
            """, actions: [HTML.copyButton(language("复制密钥", "Copy the key"), text: text)])
    }
}
