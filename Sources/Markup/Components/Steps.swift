/// A step of a life cycle.
public struct ProgressStep: Sendable {
    /// Whether it is behind us.
    public enum State: String, Sendable { case done, current, ahead, skipped, failed }

    /// What happens in it.
    public var title: String
    /// When, or by when.
    public var date: String
    /// A word more.
    public var note: String
    /// Whether it is behind us.
    public var state: State
    /// Where to read more.
    public var href: String?

    /// A step.
    public init(_ title: String, _ state: State, date: String = "", note: String = "", href: String? = nil) {
        self.title = title
        self.state = state
        self.date = date
        self.note = note
        self.href = href
    }
}

/// An entry of a journal.
public struct TimelineEntry: Sendable {
    /// When, as people read it.
    public var time: String
    /// What happened.
    public var title: HTML
    /// Who did it.
    public var actor: String
    /// More of it.
    public var body: HTML?
    /// What it means.
    public var tone: Tone

    /// An entry.
    public init(_ time: String, _ title: HTML, actor: String = "", body: HTML? = nil, tone: Tone = .neutral) {
        self.time = time
        self.title = title
        self.actor = actor
        self.body = body
        self.tone = tone
    }
}

extension HTML {
    /// The life cycle of a case, with where it stands.
    public static func steps(_ steps: [ProgressStep], label: String, language: PageLanguage) -> HTML {
        """
        <ol class="steps" aria-label="\(label)">\(each: steps, { step($0, language) })</ol>
        """
    }

    private static func step(_ step: ProgressStep, _ language: PageLanguage) -> HTML {
        let word: String
        switch step.state {
        case .done: word = language("已完成", "done")
        case .current: word = language("进行中", "now")
        case .ahead: word = language("未开始", "to come")
        case .skipped: word = language("已跳过", "skipped")
        case .failed: word = language("未通过", "failed")
        }
        let name: HTML = step.href.map { "<a href=\"\(href: $0)\">\(step.title)</a>" } ?? .text(step.title)
        return """
            <li class="\(step.state.rawValue)"\(attr: "aria-current", step.state == .current ? "step" : nil)>\
            <span class="dot" aria-hidden="true"></span><span class="title">\(name)\
            <span class="hidden">\(language("（\(word)）", " (\(word))"))</span></span>\
            \(if: !step.date.isEmpty, "<span class=\"date\">\(step.date)</span>")\
            \(if: !step.note.isEmpty, "<span class=\"note\">\(step.note)</span>")</li>
            """
    }

    /// What happened, newest first or oldest first as given.
    public static func timeline(_ events: [TimelineEntry]) -> HTML {
        let entries = events.map { event -> HTML in
            let actor: HTML? = event.actor.isEmpty ? nil : " <span class=\"actor\">\(event.actor)</span>"
            return """
                <li class="\(event.tone.rawValue)"><span class="when">\(event.time)</span><div>\
                <p><b>\(event.title)</b>\(actor)</p>\(event.body)</div></li>
                """
        }
        return "<ol class=\"timeline\">\(entries)</ol>"
    }
}
