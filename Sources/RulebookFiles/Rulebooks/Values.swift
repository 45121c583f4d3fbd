import Rulebook

/// Values that only rulebook files have.
extension Node {
    func positive(_ diagnostics: Diagnostics, isShare: Bool = true) -> Exact? {
        guard let value = number(diagnostics, isShare: isShare) else { return nil }
        if value > .zero { return value }
        wrong(diagnostics, zh: "应大于 0", en: "must be above 0")
        return nil
    }

    func notNegative(_ diagnostics: Diagnostics) -> Exact? {
        guard let value = number(diagnostics, isShare: true) else { return nil }
        if value >= .zero { return value }
        wrong(diagnostics, zh: "不能为负", en: "cannot be negative")
        return nil
    }

    /// From 0 to 1.
    func share(_ diagnostics: Diagnostics) -> Exact? {
        guard let value = number(diagnostics, isShare: true) else { return nil }
        if value >= .zero, value <= .one { return value }
        wrong(diagnostics, zh: "应在 0 到 1 之间", en: "must lie between 0 and 1")
        return nil
    }

    /// Letters, digits and `-`, starting with a letter.
    func identifier(_ diagnostics: Diagnostics) -> String? {
        guard let text = text(diagnostics) else { return nil }
        let isGood =
            text.utf8.count <= 64 && text.first.map { $0.isASCII && $0.isLetter } ?? false
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        if isGood { return text }
        wrong(
            diagnostics, zh: "应由字母、数字和 - 组成，以字母开头", en: "must be letters, digits and -, starting with a letter")
        return nil
    }

    /// `{zh: .., en: ..}`, both not empty.
    func phrase(_ diagnostics: Diagnostics) -> Phrase? {
        let what = Phrase(zh: "文字", en: "a text")
        guard var fields = Fields(self, diagnostics, what: what) else { return nil }
        let phrase = fields.phrase()
        fields.finish(what)
        return phrase
    }

    /// A list of `{id, zh, en}`, each id once.
    func named(_ diagnostics: Diagnostics) -> [Named]? {
        guard let nodes = list(diagnostics) else { return nil }
        var named: [Named] = []
        for node in nodes {
            let what = Phrase(zh: "条目", en: "an entry")
            guard var fields = Fields(node, diagnostics, what: what) else { continue }
            let idNode = fields.required("id")
            let id = idNode?.identifier(diagnostics)
            let title = fields.phrase()
            fields.finish(what)
            guard let id, let title else { continue }
            if named.contains(where: { $0.id == id }) {
                idNode?.wrong(diagnostics, zh: "id 重复", en: "an id stands twice")
            }
            named.append(Named(id: id, title: title))
        }
        return named
    }
}

extension Fields {
    /// The keys `zh` and `en`, both required and not empty.
    mutating func phrase() -> Phrase? {
        var texts: [String: String] = [:]
        for key in ["zh", "en"] {
            guard let node = required(key), let text = node.text(diagnostics) else { continue }
            if text.allSatisfy(\.isWhitespace) {
                node.wrong(diagnostics, zh: "“\(key)”不能为空", en: "'\(key)' cannot be empty")
            } else {
                texts[key] = text
            }
        }
        guard let zh = texts["zh"], let en = texts["en"] else { return nil }
        return Phrase(zh: zh, en: en)
    }
}
