import Markup

/// Every component once, with texts that would do harm if they were not escaped.
enum Sample {
    static let nasty = "<i x=\"1z\" y='2'>&\u{1F3D8}</i>"

    static func all(_ language: PageLanguage) -> [String: HTML] {
        parts(language).merging(controls(language)) { first, _ in first }.merging(charts(language)) { first, _ in first
        }
    }

    static func page(_ language: PageLanguage) -> Page {
        var page = Page(nasty, language: language, body: "<p>\(nasty)</p>")
        page.navigation = [Link(nasty, "/a?b=\(nasty)", isCurrent: true, count: 3), Link("b", "javascript:alert(1)")]
        page.user = Page.User(name: nasty, role: nasty, links: [Link(nasty, "/me")], signOutAction: "/out")
        page.notices = [.init(.bad, nasty)]
        page.csrfToken = nasty
        page.path = "/x?\(nasty)"
        page.footer = "\(nasty)"
        page.footerLinks = [Link(nasty, "/f")]
        page.tagline = nasty
        page.summary = nasty
        return page
    }

    private static func parts(_ language: PageLanguage) -> [String: HTML] {
        let link = Link(nasty, "/a")
        return [
            "heading": .heading(
                nasty, lead: "\(nasty)", breadcrumbs: [link], state: .badge(nasty, .good),
                actions: [.linkButton(nasty, "/a", kind: .primary)], language: language),
            "card": .card(nasty, id: nasty, tone: .warn, footer: "\(nasty)", "\(nasty)"),
            "facts": .facts([Fact(nasty, nasty), Fact("x", "")]),
            "table": .table(
                nasty, id: "t", columns: [Column(nasty, isHeader: true, sortHref: "/?s=\(nasty)", order: .descending)],
                rows: [TableRow(["\(nasty)"], id: nasty, tone: .bad)], filter: nasty),
            "empty": .table(nasty, columns: [], rows: [], empty: "\(nasty)"),
            "tabs": .tabs([link], label: nasty),
            "pagination": .pagination(previous: "/?a=\(nasty)", next: "/b", note: nasty, language: language),
            "search": .search(action: "/s", value: nasty, label: nasty, button: nasty),
            "stars": .stars(2, label: nasty, isLabelShown: true),
            "avatar": .avatar(nasty),
            "progress": .progress(nasty, done: 3, of: 4, text: nasty),
            "steps": .steps(
                [ProgressStep(nasty, .current, date: nasty, note: nasty, href: "/a")], label: nasty,
                language: language),
            "timeline": .timeline([TimelineEntry(nasty, "\(nasty)", actor: nasty, tone: .info)]),
            "tiles": .tiles([Tile(nasty, nasty, unit: nasty, note: nasty, href: "/a")]),
            "callout": .callout(.bad, nasty, "\(nasty)", actions: [.button(nasty, confirm: nasty)]),
            "emptyState": .emptyState(nasty, nasty),
            "error": .errorPage(code: "404", title: nasty, message: nasty, reference: nasty, language: language),
            "disclosure": .disclosure(nasty, "\(nasty)"),
            "time": .time(nasty, nasty),
            "post": .postButton(nasty, action: "/a", csrf: nasty, confirm: nasty, hidden: [(nasty, nasty)]),
            "copy": .copyButton(nasty, text: nasty),
            "live": .live(id: "l", events: "/e?\(nasty)", fragment: "/f", "\(nasty)"),
            "quietLive": .quietLive(
                id: "q", events: "/e?\(nasty)", fragment: "/f", "\(nasty)\(HTML.said(nasty, since: 1))"),
            "conflict": .conflict(
                [ConflictingField(name: nasty, label: nasty, yours: nasty, theirs: nasty)], by: nasty, at: nasty,
                action: "/a", csrf: nasty, etag: nasty, language: language),
            "comparison": .comparison(
                nasty, layers: [nasty, "b"],
                rows: [
                    ComparedFinding(nasty, nasty, entries: [.init(nasty, points: nasty), .init("x")], reason: nasty)
                ],
                language: language),
            "paragraphs": .paragraphs(nasty),
        ]
    }

    private static func controls(_ language: PageLanguage) -> [String: HTML] {
        let input = Input(nasty, nasty, hint: nasty, error: nasty, isRequired: true, unit: nasty)
        let choices = [Choice(nasty, nasty, note: nasty), Choice("b", "b", isDisabled: true)]
        return [
            "text": input.text(nasty, placeholder: nasty), "code": input.code(), "area": input.area(nasty),
            "number": input.number(nasty), "date": input.date(nasty), "moment": input.moment(nasty),
            "select": input.select(choices, value: nasty, prompt: nasty),
            "radios": input.radios(choices, value: nasty), "boxes": input.checkboxes(choices, values: [nasty]),
            "check": input.check(isOn: true, value: nasty),
            "file": input.file(upload: "/u?\(nasty)", metadata: [(nasty, nasty)], language: language),
            "form": .form(action: "/a", id: nasty, csrf: nasty, autosave: Autosave("/s", etag: nasty), "\(nasty)"),
            "fieldset": .fieldset(nasty, hint: nasty, "\(nasty)"),
            "errors": .formErrors(nasty, [(nasty, nasty)]),
        ]
    }

    private static func charts(_ language: PageLanguage) -> [String: HTML] {
        let square = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { Chart.Position($0.0, $0.1) }
        return [
            "bars": Chart.bars(
                nasty, [.init(nasty, value: 91, max: 100, text: "91 / 100", href: "/a?\(nasty)")], language: language),
            "gauge": Chart.gauge(
                nasty, value: 84.7, text: "Q = 84.70",
                bands: [.init(nasty, from: 0, to: 60, .stars(1)), .init("b", from: 60, to: 120, .stars(2))],
                language: language),
            "waterfall": Chart.waterfall(
                nasty, start: (nasty, 78.2, "78.20"), steps: [.init(nasty, 2.5, text: "+2.50", href: "/a")],
                goal: (nasty, 85, "85.00"), language: language),
            "columns": Chart.columns(
                nasty, [.init(nasty, 126, text: "126", .stars(1), href: "/a")], language: language),
            "histogram": Chart.histogram(
                nasty, [.init(from: 0, to: 5, count: 17)], ticks: [0], lines: [.init(3, nasty)], language: language),
            "trend": Chart.trend(
                nasty, [.init(nasty, 52.3, text: "52.30"), .init("b", nil, text: "—")], range: 0...120,
                lines: [.init(60, nasty)], language: language),
            "course": Chart.course(
                nasty,
                [
                    .init(nasty, isMarked: true, (1, 2, 3), text: nasty), .init("b", (2, 2, 4), text: "2"),
                    .init("c", nil, text: ""), .init("d", (3, 3, 3), text: "3"),
                ], range: 0...4, ends: (low: nasty, high: nasty), language: language),
            "sparkline": Chart.sparkline([1, 2, 3], label: nasty),
            "stacked": Chart.stacked(
                nasty, [.init(nasty, [.init(nasty, 12, .good), .init("b", 8, .bad)], text: "12/20")], language: language
            ),
            "map": Chart.map(
                nasty, districts: [.init(nasty, rings: [square], text: nasty, swatch: .stars(2), href: "/d")],
                places: [.init(nasty, at: .init(0.5, 0.5), text: nasty, .tone(.bad), href: "/p")],
                legends: [(nasty, [(.none, nasty)])], language: language),
            "qr": QRCode.svg("https://example.com/", label: nasty),
        ]
    }
}
