import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// What somebody looks for in the registry.
struct RegistrySearch: Hashable, Sendable {
    var text = ""
    var grade = ""
    var region = ""
    /// From 1.
    var page = 1

    static let pageSize = 25
    /// How many are read at most: who finds more narrows the search.
    static let most = 1000

    init() {}

    init(_ query: Fields) throws {
        text = String((try query.filled("q") ?? "").prefix(100))
        grade = String((try query.filled("grade") ?? "").prefix(64))
        region = String((try query.filled("region") ?? "").prefix(12))
        page = try query.integer("page", in: 1...RegistrySearch.most, or: 1)
    }

    var query: SummaryQuery {
        SummaryQuery(
            region: region, publishedOnly: true, certifiedOnly: true, text: text, grade: grade.isEmpty ? nil : grade,
            limit: RegistrySearch.most)
    }

    /// The address of another page or another district of the same search.
    func path(page: Int = 1, region: String? = nil) -> String {
        var pairs: [(name: String, value: String)] = []
        for (name, value) in [("q", text), ("grade", grade), ("region", region ?? self.region)] where !value.isEmpty {
            pairs.append((name, value))
        }
        if page > 1 { pairs.append(("page", String(page))) }
        return Routes.registry.path(values: [], query: pairs)
    }
}

/// Communities with a certificate: a list and a map.
struct RegistryView {
    struct Entry: Sendable {
        var certificate: String
        var community: String
        var address: String
        var region: String
        var grade: GradeMark
        var q: String
        var validUntil: Day?
        var status: Certificate.Status
        var position: Chart.Position?

        /// nil: there is no certificate.
        init?(_ summary: EvaluationSummary, _ grade: GradeMark, on day: Day) {
            guard let number = summary.certificate, let status = summary.status(on: day) else { return nil }
            certificate = number
            community = summary.community
            address = summary.address
            region = summary.region
            self.grade = grade
            q = Exact(hundredths: summary.q).rounded()
            validUntil = summary.validUntil?.day
            self.status = status
            if let east = summary.longitude, let north = summary.latitude {
                position = Chart.Position(Double(east) / 1_000_000, Double(north) / 1_000_000)
            }
        }
    }

    var language: PageLanguage
    var search = RegistrySearch()
    /// All that were found.
    var entries: [Entry]
    var regions: Regions
    var grades: [Grade]

    var body: HTML {
        """
        \(HTML.heading(
            language("公开名录", "Public registry"),
            lead: .text(
                language(
                    "经评价取得等级证书的社区。状态按今天的日期计算。", "Communities with a certificate. The status is as of today.")),
            language: language))
        \(HTML.card(nil, form))
        \(map)
        \(list)
        """
    }

    private var form: HTML {
        let grade = grades.map { Choice($0.id, language($0.title)) }
        func select(_ name: String, _ label: String, _ choices: [Choice], _ value: String) -> SearchSelect {
            SearchSelect(name: name, label: label, choices: choices, value: value, language: language)
        }
        let more: HTML = """
            \(select("grade", language("等级", "Grade"), grade, search.grade).html)\
            \(select("region", language("区域", "District"), regions.choices(language), search.region).html)
            """
        return HTML.search(
            action: Routes.registry.path(), value: search.text,
            label: language("社区名称或证书编号", "Community or certificate number"), button: language("查询", "Search"),
            more: more)
    }

    private var map: HTML {
        let valid = entries.filter { $0.status == .valid }
        let places = valid.compactMap { entry in
            entry.position.map { position in
                Chart.Place(
                    entry.community, at: position, text: entry.grade.text(language), entry.grade.swatch,
                    href: Routes.certificate.path(entry.certificate))
            }
        }
        // An empty map would say less than the list, which says what to try.
        if valid.isEmpty || places.isEmpty && regions.areas.isEmpty { return "" }
        let districts = regions.districts(language) { area in
            let count = valid.count { $0.region.hasPrefix(area.code) }
            return (
                count == 0 ? "" : language("\(count) 个社区", count == 1 ? "1 community" : "\(count) communities"), nil,
                search.path(region: area.code)
            )
        }
        let legend = grades.enumerated().map { index, grade in
            (swatch: Chart.Swatch.stars(index), label: language(grade.title))
        }
        return HTML.card(
            nil,
            Chart.map(
                language("证书有效的社区分布", "Where the valid ones are"), districts: districts, places: places,
                legends: [("", legend)],
                language: language))
    }

    private var list: HTML {
        let first = min((search.page - 1) * RegistrySearch.pageSize, entries.count)
        let shown = entries[first..<min(first + RegistrySearch.pageSize, entries.count)]
        let columns = [
            Column(language("社区", "Community"), isHeader: true), Column(language("区域", "District")),
            Column(language("等级", "Grade")), Column("Q", isNumeric: true),
            Column(language("证书编号", "Certificate")), Column(language("有效期至", "Valid until")),
            Column(language("状态", "Status")),
        ]
        return """
            \(HTML.table(
                language("名录", "Registry"), columns: columns, rows: shown.map(row), empty: nothing,
                isCaptionHidden: true))
            \(HTML.pagination(
                previous: search.page > 1 ? search.path(page: search.page - 1) : nil,
                next: first + shown.count < entries.count ? search.path(page: search.page + 1) : nil, note: note,
                language: language))
            """
    }

    private func row(_ entry: Entry) -> TableRow {
        TableRow([
            HTML.link(entry.community, Routes.certificate.path(entry.certificate)),
            """
            \(regions.name(of: entry.region).map { language($0) } ?? entry.region)\
            \(if: !entry.address.isEmpty, "<br><small>\(entry.address)</small>")
            """, entry.grade.html(language),
            .text(entry.q), "<code>\(entry.certificate)</code>", .text(entry.validUntil?.description ?? ""),
            entry.status.badge(language),
        ])
    }

    private var nothing: HTML {
        HTML.emptyState(
            language("没有符合条件的社区", "No community found"),
            language("换一个名称、等级或区域再试。", "Try another name, grade or district."),
            action: HTML.linkButton(language("查看全部", "Show all"), Routes.registry.path()))
    }

    private var note: String {
        if entries.isEmpty { return "" }
        if entries.count >= RegistrySearch.most {
            return language(
                "只列出前 \(entries.count) 个，请缩小查询范围", "The first \(entries.count); narrow the search to see others")
        }
        return language("共 \(entries.count) 个社区", "\(entries.count) in all")
    }
}

extension Certificate.Status {
    func badge(_ language: PageLanguage) -> HTML { HTML.badge(language(title), tone) }

    var tone: Tone {
        switch self {
        case .valid: .good
        case .suspended: .warn
        case .revoked: .bad
        case .expired: .neutral
        }
    }
}

extension EvaluationPortal {
    @Sendable func registryPage(_ call: Call) async throws -> Reply {
        try call.demand(EvaluationFunction.registry)
        let search = try RegistrySearch(call.query)
        let (summaries, regions) = try await desk.store.readEvaluations { records in
            (try records.summaries(search.query), try Regions.current(records))
        }
        let view = RegistryView(
            language: call.spoken, search: search,
            entries: summaries.compactMap { .init($0, desk.shelf.grade(of: $0), on: today) }, regions: regions,
            grades: desk.shelf.offered.first?.rulebook.grades ?? [])
        return page(call, PageContent(Phrase(zh: "公开名录", en: "Public registry"), isWide: true, view.body))
    }
}
