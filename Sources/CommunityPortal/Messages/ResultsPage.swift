import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    func resultsPage(_ kind: Kind, _ call: Call) async throws -> Reply {
        let results = try await desk.results(call.parameter("item"), of: kind, call.visitor)
        let view = ResultsView(language: call.spoken, results: results)
        return livePage(call, PageContent(.same(results.item.head.title), view.body))
    }
}

/// How far something has come that was published, and what was answered.
struct ResultsView {
    /// People and answers that a page shows; programs get all of them.
    static let most = 500

    var language: PageLanguage
    var results: AudienceResults

    private var item: Item { results.item }

    var body: HTML {
        let routes = KindRoutes(results.kind)
        return """
            \(HTML.heading(
                item.head.title, lead: .text(language("送达与结果", "Delivery and results")),
                breadcrumbs: [
                    Link(language(results.kind.title), routes.list.path()),
                    Link(item.head.title, routes.item.path(item.id)),
                    Link(
                        language("送达与结果", "Results"), CommunityRoutes.results(results.kind).path(item.id),
                        isCurrent: true),
                ], language: language))
            \(tiles)\(totals)\(answers)\(unread)
            """
    }

    private func share(_ count: Int) -> String {
        results.delivered > 0 ? "\((count * 100 + results.delivered / 2) / results.delivered)%" : ""
    }

    private var tiles: HTML {
        var tiles = [
            Tile(language("送达", "Delivered"), String(results.delivered), unit: language("人", "people")),
            Tile(
                language("已读", "Read"), String(results.read), unit: language("人", "people"), note: share(results.read)),
        ]
        if results.questions != nil {
            tiles.append(
                Tile(
                    language("已答复", "Answered"), String(results.answered), unit: language("人", "people"),
                    note: share(results.answered)))
        }
        return HTML.tiles(tiles)
    }

    private var totals: HTML? {
        guard results.questions != nil else { return nil }
        if let withheld = results.withheld { return HTML.callout(.info, language(withheld)) }
        return HTML.card(
            language("结果", "Result"), TalliesView(language: language, tallies: results.tallies).html)
    }

    private var answers: HTML? {
        guard let questions = results.questions, !results.answers.isEmpty else { return nil }
        let caption = language("各人的答复", "What each answered")
        let rows = results.answers.prefix(ResultsView.most).map { answer in
            TableRow(
                [.text(answer.person.title)]
                    + questions.fields.map { field in
                        answer.values[field.id].map { .text(field.shown($0, language.spoken)) } ?? ""
                    })
        }
        return HTML.disclosure(
            caption, id: "answers",
            HTML.table(
                caption,
                columns: [Column(language("姓名", "Name"), isHeader: true)]
                    + questions.fields.map { Column($0.title[language.spoken]) }, rows: Array(rows),
                narrow: .scroll, isCaptionHidden: true))
    }

    private var unread: HTML? {
        guard !results.unread.isEmpty else { return nil }
        let names = results.unread.prefix(ResultsView.most).map(\.title)
        let more = results.unread.count - names.count
        let rest = more > 0 ? language("等，另有 \(more) 人", " and \(more) more") : ""
        return HTML.card(
            language("未读 \(results.unread.count) 人", "\(results.unread.count) have not read it"), id: "unread",
            .text(language.list(names) + rest))
    }
}

/// Totals, question by question.
struct TalliesView {
    var language: PageLanguage
    var tallies: [Tally]

    var html: HTML { HTML.join(tallies.map(one)) }

    private func one(_ tally: Tally) -> HTML {
        let title = tally.question.title[language.spoken]
        let options = tally.question.options
        if options.isEmpty {
            let words = tally.words.prefix(ResultsView.most)
            return """
                <h3>\(title)</h3>\
                \(words.isEmpty ? "<p>—</p>" : "<ul>\(each: Array(words), { "<li>\($0)</li>" })</ul>")
                """
        }
        let bars = zip(options, tally.counts).map { option, count in
            let percent = tally.answered > 0 ? (count * 100 + tally.answered / 2) / tally.answered : 0
            return Chart.Bar(
                option.title[language.spoken], value: Double(count), max: Double(max(tally.answered, 1)),
                text: language("\(count) 人（\(percent)%）", "\(count) (\(percent)%)"), tone: .info)
        }
        return Chart.bars(title, Array(bars), language: language)
    }
}
