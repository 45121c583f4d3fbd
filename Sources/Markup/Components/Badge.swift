extension HTML {
    /// A state in one or two words.
    public static func badge(_ text: String, _ tone: Tone = .neutral) -> HTML {
        "<span class=\"badge \(tone.rawValue)\">\(text)</span>"
    }

    /// Stars of a grade, said aloud as `label`: `二星级`.
    public static func stars(_ count: Int, of total: Int = 3, label: String, isLabelShown: Bool = false) -> HTML {
        let shape: HTML = "<path d=\"m8 .9 2.2 4.6 5 .7-3.6 3.5.9 5L8 12.3l-4.5 2.4.9-5L.8 6.2l5-.7z\"/>"
        let stars = (0..<max(total, count)).map { index -> HTML in
            let kind: HTML = index < count ? "star" : "star off"
            return "<svg class=\"\(kind)\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\">\(shape)</svg>"
        }
        let picture: HTML = "<span class=\"stars\" role=\"img\" aria-label=\"\(label)\">\(stars)</span>"
        return isLabelShown
            ? "<span class=\"grade\">\(picture) <span aria-hidden=\"true\">\(label)</span></span>" : picture
    }

    /// The initials of a name in a disc: the last two characters of a Chinese one, first letters otherwise.
    public static func avatar(_ name: String) -> HTML {
        let words = name.split(separator: " ")
        let isLatin = name.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
        let initials =
            isLatin ? String(words.prefix(2).compactMap(\.first)).uppercased() : String(name.suffix(2))
        // The sum of its scalars always gives a name the same hue.
        let hue = name.unicodeScalars.reduce(0) { ($0 + Int($1.value)) % 6 }
        return "<span class=\"avatar hue\(hue)\" aria-hidden=\"true\">\(initials)</span>"
    }

    /// How far something has come: `done` of `total`, with the words that say it.
    public static func progress(_ label: String, done: Int, of total: Int, text: String, tone: Tone = .info) -> HTML {
        let share = total > 0 ? min(max(Double(done) / Double(total), 0), 1) : 0
        return """
            <div class="progress \(tone.rawValue)" role="progressbar" aria-label="\(label)" aria-valuemin="0" \
            aria-valuemax="\(total)" aria-valuenow="\(min(max(done, 0), max(total, 0)))" aria-valuetext="\(text)">\
            <span class="label"><span>\(label)</span><b>\(text)</b></span>\
            <svg class="meter" width="100%" height="8" aria-hidden="true">\
            <rect class="track" width="100%" height="8" rx="4"/>\
            <rect class="fill" width="\(Chart.percent(share))" height="8" rx="4"/></svg></div>
            """
    }
}
