/// Pictures of numbers, drawn by the server. Each has a title, a description that says what it shows, and the numbers
/// as a table to open. Sizes along the page are in per cent and sizes of type in those of the page, so that a chart
/// fits a phone and grows with large type. Colours are the style sheet's.
public enum Chart {
    /// A share of 1 as per cent with two decimals, for an attribute.
    static func percent(_ share: Double) -> HTML { "\(number(share * 100))%" }

    /// A number with at most two decimals, for an attribute.
    static func number(_ value: Double) -> HTML { HTML(bytes: Array(decimal(value).utf8)) }

    /// A number with at most two decimals.
    static func decimal(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int(min(max(value, -1e12), 1e12) * 100 + (value < 0 ? -0.5 : 0.5))
        let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// What every chart is framed by.
    struct Frame {
        var title: String
        var description: String
        var language: PageLanguage
        var kind: StaticString
        /// Heads and rows of the numbers; the first cell of a row is its name.
        var columns: [String]
        var rows: [[HTML]]

        init(
            title: String, description: String, language: PageLanguage, kind: StaticString, columns: [String],
            rows: [[HTML]]
        ) {
            self.title = title
            self.description = description
            self.language = language
            self.kind = kind
            self.columns = columns
            self.rows = rows
        }

        init(
            title: String, description: String, language: PageLanguage, kind: StaticString, columns: [String],
            rows: [[String]]
        ) {
            self.init(
                title: title, description: description, language: language, kind: kind, columns: columns,
                rows: rows.map { $0.map { .text($0) } })
        }

        /// A picture that is read as one thing, in words.
        func html(_ picture: HTML) -> HTML {
            """
            <figure class="chart \(raw: kind)"><figcaption>\(title)</figcaption>\
            <div class="plot" role="img" aria-label="\(title)\(language("。", ". "))\(description)">\(picture)</div>\
            \(numbers)</figure>
            """
        }

        /// A picture with links in it, which stay reachable.
        func htmlWithLinks(_ picture: HTML) -> HTML {
            """
            <figure class="chart \(raw: kind)"><figcaption>\(title)</figcaption>\
            <div class="plot" role="group" aria-label="\(title)\(language("。", ". "))\(description)">\(picture)</div>\
            \(numbers)</figure>
            """
        }

        /// What a picture that is one `<svg>` says of itself.
        var titles: HTML { "<title>\(title)</title><desc>\(description)</desc>" }

        private var numbers: HTML {
            let heads = columns.enumerated().map { Column($1, isNumeric: $0 > 0, isHeader: $0 == 0) }
            return """
                <details class="numbers"><summary>\(language("数据表", "As a table"))</summary>\
                \(HTML.table(
                    title, columns: heads, rows: rows.map { TableRow($0) }, narrow: .scroll,
                    isCaptionHidden: true))</details>
                """
        }
    }
}

extension HTML.StringInterpolation {
    /// A word of the program, as it stands.
    mutating func appendInterpolation(raw word: StaticString) { appendWord(word) }
}
