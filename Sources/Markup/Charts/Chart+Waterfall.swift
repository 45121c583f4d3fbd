extension Chart {
    /// A step on the way from one value to another.
    public struct Rise: Sendable {
        /// Where it is won, or lost.
        public var label: String
        /// By how much; negative goes down.
        public var delta: Double
        /// The same as the reader sees it: `+2.50`.
        public var text: String
        /// Where to read more.
        public var href: String?

        /// A step.
        public init(_ label: String, _ delta: Double, text: String, href: String? = nil) {
            self.label = label
            self.delta = delta
            self.text = text
            self.href = href
        }
    }

    /// From a value, step by step, towards a goal: what is missing to the next grade, and where. The axis begins where
    /// the steps can still be told apart, and says so.
    public static func waterfall(
        _ title: String, description: String = "", start: (label: String, value: Double, text: String), steps: [Rise],
        goal: (label: String, value: Double, text: String), language: PageLanguage
    ) -> HTML {
        var ends = [start.value]
        for step in steps { ends.append(ends[ends.count - 1] + step.delta) }
        let high = max(ends.max() ?? 0, goal.value)
        let least = min(ends.min() ?? 0, goal.value)
        let low = max(0, Double(Int(least - (high - least) * 0.6)))
        func place(_ value: Double) -> Double { share(value, low, high) * 0.97 }
        func row(_ label: HTML, from: Double, to: Double, _ kind: HTML, _ text: String) -> HTML {
            let (left, right) = (place(min(from, to)), place(max(from, to)))
            let line = percent(place(goal.value))
            return """
                <div class="entry \(kind)"><span class="name">\(label)</span><svg width="100%" height="22" \
                aria-hidden="true"><rect class="fill" x="\(percent(left))" y="4" width="\(percent(right - left))" \
                height="14" rx="2"/><line class="goal" x1="\(line)" x2="\(line)" y1="0" y2="22"/></svg>\
                <span class="text">\(text)</span></div>
                """
        }
        var rows = [row(.text(start.label), from: low, to: start.value, "now", start.text)]
        for (step, end) in zip(steps, ends) {
            let name: HTML = step.href.map { "<a href=\"\(href: $0)\">\(step.label)</a>" } ?? .text(step.label)
            rows.append(row(name, from: end, to: end + step.delta, step.delta < 0 ? "fall" : "rise", step.text))
        }
        rows.append(row(.text(goal.label), from: low, to: goal.value, "target", goal.text))
        let table =
            [[start.label, start.text]] + steps.map { [$0.label, $0.text] } + [[goal.label, goal.text]]
        let said = table.map { $0.joined(separator: " ") }.joined(separator: language("；", "; "))
        let frame = Frame(
            title: title, description: description.isEmpty ? said : description, language: language, kind: "waterfall",
            columns: [language("项目", "Step"), language("分值", "Points")], rows: table)
        let note: HTML =
            low > 0
            ? "<p class=\"axis\">\(language("横轴自 \(decimal(low)) 起", "The axis begins at \(decimal(low))"))</p>" : ""
        let picture: HTML = "\(rows)\(note)"
        return steps.contains { $0.href != nil } ? frame.htmlWithLinks(picture) : frame.html(picture)
    }
}
