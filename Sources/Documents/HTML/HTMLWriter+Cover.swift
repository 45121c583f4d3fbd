extension HTMLWriter {
    mutating func write(_ cover: Document.Cover) {
        line("<header class=\"cover\">")
        line("<div class=\"titles\">")
        line("<h1>\(inline(cover.title))</h1>")
        if !cover.subtitle.isEmpty { line("<p class=\"subtitle\">\(inline(cover.subtitle))</p>") }
        line("</div>")
        line("<div class=\"grade\">")
        if let stars = cover.stars { writeStars(min(max(stars, 0), 5)) }
        if !cover.headline.isEmpty {
            let size = cover.headline.count > 8 ? "headline long" : "headline"
            line("<p class=\"\(size)\">\(inline(cover.headline))</p>")
        }
        if !cover.headlineCaption.isEmpty { line("<p class=\"caption\">\(inline(cover.headlineCaption))</p>") }
        line("</div>")
        writeFacts(cover.facts, style: "facts")
        line("</header>")
    }

    /// Only the stars that were earned: how many there could be is the standard's business.
    private mutating func writeStars(_ count: Int) {
        guard count > 0 else { return }
        let id = nextID()
        let width = count * 30 - 6
        let size = "viewBox=\"0 0 \(width) 24\" width=\"\(width * 3 / 2)\" height=\"36\""
        line("<svg class=\"stars\" \(size) role=\"img\" aria-labelledby=\"\(id)\">")
        line("<title id=\"\(id)\">\(Markup.escaped(phrases.stars(count)))</title>")
        for index in 0..<count {
            line("<polygon transform=\"translate(\(index * 30) 0)\" points=\"\(HTMLWriter.star)\"/>")
        }
        line("</svg>")
    }

    /// A five-pointed star in a square of 24.
    private static let star =
        "12,1.6 14.76,8.8 22.46,9.2 16.47,14.05 18.47,21.5 12,17.3 5.53,21.5 7.53,14.05 1.54,9.2 9.24,8.8"
}
