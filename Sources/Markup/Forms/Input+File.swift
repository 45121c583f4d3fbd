extension Input {
    /// Files, chosen or dropped. With `upload` the script sends them there in pieces (tus 1.0) as soon as they are
    /// chosen; without script they go with the form. `metadata` goes along with each, by name. `refresh` is the id of a
    /// ``HTML/live(id:events:fragment:_:)`` that is loaded anew when a file has arrived.
    public func file(
        accept: String? = nil, isMultiple: Bool = false, upload: String? = nil,
        metadata: [(name: String, value: String)] = [], refresh: String? = nil, language: PageLanguage
    ) -> HTML {
        let sent = metadata.map { "\($0.name)=\($0.value)" }.joined(separator: "\n")
        let sending: HTML? = upload.map { " data-upload=\"\(href: $0)\" data-metadata=\"\(sent)\"" }
        let dropping = language("将文件拖到此处，或点击选择", "Drop files here, or choose")
        let tapping = language("拍照或选择文件", "Take or choose")
        return field(
            """
            <div class="drop" data-drop><span class="prompt" aria-hidden="true"><span>\(dropping)</span>\
            <span>\(tapping)</span></span>\
            <input type="file"\(attributes)\(attr: "accept", accept)\(attr: "multiple", if: isMultiple)\(sending)\
            \(attr: "data-refresh", refresh)\
            \(attr: "disabled", if: isReadOnly)></div>\
            <ul class="uploads" data-uploads aria-live="polite"></ul>
            """, kind: " file")
    }
}
