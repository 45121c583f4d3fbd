/// A field that two people changed at once.
public struct ConflictingField: Sendable {
    /// Its name in the form.
    public var name: String
    /// What it is called.
    public var label: String
    /// What the reader wrote.
    public var yours: String
    /// What stands there now.
    public var theirs: String
    /// The same values as people read them, where they differ from those sent.
    public var shown: (yours: String, theirs: String)?

    /// A field that two people changed at once.
    public init(
        name: String, label: String, yours: String, theirs: String, shown: (yours: String, theirs: String)? = nil
    ) {
        self.name = name
        self.label = label
        self.yours = yours
        self.theirs = theirs
        self.shown = shown
    }
}

extension HTML {
    /// Each field with both values to choose from, as a form that sends the chosen ones. `etag` is the version that the
    /// choice is made on.
    public static func conflict(
        _ fields: [ConflictingField], by other: String, at time: String, action: String, csrf: String?, etag: String,
        language: PageLanguage
    ) -> HTML {
        let title = language("内容已被他人更新", "Someone else has changed this")
        let lead = language(
            "\(other) 于 \(time) 保存了新的内容。请逐项选择保留哪一个，您填写的内容没有丢失。",
            "\(other) saved a new version at \(time). Choose field by field which one stays; nothing of yours is lost.")
        return """
            <form class="conflict" method="post" action="\(href: action)">\(HTML.csrf(csrf))\(hidden("etag", etag))\
            \(callout(.warn, title, "<p>\(lead)</p>"))\
            \(each: fields, { choice($0, by: other, language) })\
            <div class="row">\(button(language("按所选保存", "Save what I chose"), kind: .primary))</div></form>
            """
    }

    private static func choice(_ field: ConflictingField, by other: String, _ language: PageLanguage) -> HTML {
        func side(_ key: HTML, _ title: String, _ value: String, _ shown: String, isOn: Bool) -> HTML {
            let text = shown.isEmpty ? language("（空）", "(empty)") : shown
            return """
                <label class="side"><input type="radio" name="\(field.name)" value="\(value)"\
                \(attr: "checked", if: isOn)><span><b>\(title)</b><span class="\(key)">\(text)</span></span></label>
                """
        }
        let shown = field.shown ?? (field.yours, field.theirs)
        return """
            <fieldset><legend>\(field.label)</legend><div class="sides">\
            \(side("yours", language("我的内容", "Mine"), field.yours, shown.yours, isOn: true))\
            \(side("theirs", language("\(other)的内容", "By \(other)"), field.theirs, shown.theirs, isOn: false))\
            </div></fieldset>
            """
    }
}
