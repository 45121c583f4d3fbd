/// What a thing means to the reader. Colour never says it alone: there is always a text or a symbol with it.
public enum Tone: String, Sendable, Hashable, CaseIterable {
    case neutral, good, warn, bad, info

    /// A symbol for it, drawn in the current colour; not read aloud.
    var icon: HTML {
        let shape: HTML
        switch self {
        case .good: shape = "<path d=\"m5 8.2 2.2 2.3L11.2 6\"/>"
        case .warn: shape = "<path d=\"M8 4.6v4.2M8 11.2v.2\"/>"
        case .bad: shape = "<path d=\"m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8\"/>"
        case .info, .neutral: shape = "<path d=\"M8 7.3v4.2M8 4.7v.2\"/>"
        }
        return """
            <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">\
            <circle cx="8" cy="8" r="7"/>\(shape)</svg>
            """
    }
}
