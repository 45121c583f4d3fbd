import Commons
import Community
import Evaluation
import LiveEvaluation
import Markup
import PortalKit
import Rulebook

/// What data says clause by clause, and which come next.
struct ClausesView {
    let call: Call
    let portal: HallPortal
    let board: LiveDesk.Board
    let figures: StarsFigures

    /// Clauses that stand under what to do next.
    private static let nextCount = 8

    private var words: LiveWords { LiveWords(catalog: portal.desk.community.catalog) }

    /// What brings most, and what is missing for it.
    var next: HTML {
        let rows = figures.next.prefix(ClausesView.nextCount).map { item, line in
            TableRow([
                clause(item), "<b>+\(figures.gain(item).rounded())</b>",
                HTML.join(line.answers.filter { !$0.holds }.map { answer($0, item) }),
            ])
        }
        return HTML.card(
            call.say("下一步做什么", "What comes next"),
            HTML.table(
                call.say("还差的条款，按能增加的总分排列", "Clauses that are missing, by what they would bring"),
                columns: [
                    Column(call.say("条款", "Clause"), isHeader: true),
                    Column(call.say("总分增加", "Adds to Q"), isNumeric: true), Column(call.say("还差什么", "What is missing")),
                ], rows: Array(rows),
                empty: .text(call.say("数据能证明的条款都已达标", "All that data can show is shown")), isCaptionHidden: true))
    }

    /// A card a category: first what data speaks of, then what people have to show.
    var chapters: HTML {
        HTML.join(
            figures.shown.rulebook.categories.map { category in
                let all = (figures.shown.controls + figures.shown.items).filter { $0.item.category == category.id }
                return chapter(category, all)
            })
    }

    private func chapter(_ category: Category, _ all: [ItemScore]) -> HTML {
        let spoken = all.filter { !(figures.line($0.item.clause)?.answers.isEmpty ?? true) }
        let silent = all.filter { figures.line($0.item.clause)?.answers.isEmpty ?? true }
        let points = spoken.map(\.points).sum()
        let list = silent.map { item in
            "<li>\(item.item.clause) \(call.say(item.item.title))\(mark(item))</li>" as HTML
        }
        let rest: HTML? =
            silent.isEmpty
            ? nil
            : HTML.disclosure(
                call.say("另有 \(silent.count) 条由人工举证", "\(silent.count) more are for people to show"),
                "<ul>\(list)</ul>")
        let table: HTML =
            spoken.isEmpty
            ? ""
            : HTML.table(
                call.say(category.title),
                columns: [
                    Column(call.say("条款", "Clause"), isHeader: true), Column(call.say("结论", "Standing")),
                    Column(call.say("得分", "Points"), isNumeric: true), Column(call.say("数据", "Data")),
                ], rows: spoken.map(row), isCaptionHidden: true)
        return HTML.card(
            call.say(
                "\(category.title.zh)：数据证明 \(points.shown) 分", "\(category.title.en): \(points.shown) points by data"),
            id: "category-\(category.id)", "\(table)\(rest)")
    }

    private func row(_ item: ItemScore) -> TableRow {
        guard let line = figures.line(item.item.clause) else { return TableRow([clause(item), "", "", ""]) }
        let isControl = item.item.rule.isControl
        return TableRow(
            [
                "\(clause(item))\(mark(item))", badge(line.standing),
                isControl ? "—" : "\(item.points.shown) / \(item.item.maximum.shown)",
                "\(each: line.answers, { answer($0, item) })\(open(line, item))\(rest(item))",
            ], id: "clause-\(item.item.clause)")
    }

    private func mark(_ item: ItemScore) -> HTML {
        item.item.rule.isControl ? " \(HTML.badge(call.say("控制项", "control item")))" : ""
    }

    private func clause(_ item: ItemScore) -> HTML {
        "<b>\(item.item.clause)</b> \(call.say(item.item.title))"
    }

    /// `✓ 门禁出入记录保存天数 212 天（≥ 180 天），样本 212`.
    private func answer(_ answer: LiveAnswer, _ item: ItemScore) -> HTML {
        let part = answer.part.flatMap { id in title(of: id, item) }
        let state: HTML? =
            switch answer.state {
            case .sound: nil
            case .thin: HTML.badge(call.say("数据不足", "Too little"), .warn)
            case .none: HTML.badge(call.say("无数据", "No data"), .neutral)
            case .stale: HTML.badge(call.say("未及时计算", "Stale"), .neutral)
            }
        return """
            <p class="answer"><span class="\(HTML.text(answer.holds ? "good" : "warn"))">\
            \(answer.holds ? "✓" : "✗")<span class="hidden">\(answer.holds
                ? call.say("达到", "reached") : call.say("未达到", "not reached"))</span></span> \
            \(part.map { "\($0)\(call.spoken.colon)" as HTML })\
            \(HTML.link(call.say(words.title(answer.metric)), portal.metricPath(answer.metric, board.keeper.id))) \
            <b>\(call.say(words.value(answer)))</b> \
            <small>\(call.say(words.line(answer)))\(detail(answer))</small> \(state)\
            \(each: answer.marks ?? [], { " \(HTML.badge(call.say($0), .warn))" })</p>
            """
    }

    private func detail(_ answer: LiveAnswer) -> String {
        var parts = [call.say("样本 \(answer.sample)", "rests on \(answer.sample)")]
        if let from = answer.from {
            let day = Instant(milliseconds: from).day
            parts.append(call.say("\(day) 起", "since \(day)"))
        }
        if let reason = answer.reason { parts.append(call.say(reason)) }
        return call.say("，", "; ") + parts.joined(separator: call.say("，", "; "))
    }

    private func title(of part: String, _ item: ItemScore) -> String? {
        if part == DataVerdict.extra, case .count(let rule) = item.item.rule {
            return rule.extra.map { call.say($0.title) }
        }
        if case .count(let rule) = item.item.rule {
            return rule.kinds.first { $0.id == part }.map { call.say($0.title) } ?? String(part.dropFirst(6))
        }
        return item.item.checks.first { $0.id == part }.map { call.say($0.title) }
    }

    private func open(_ line: LiveLine, _ item: ItemScore) -> HTML? {
        let titles = line.open.compactMap { title(of: $0, item) }
        guard !titles.isEmpty else { return nil }
        let names = titles.joined(separator: call.say("、", ", "))
        return "<p class=\"answer\">\(call.say("还需人工举证：", "for people to show: "))\(names)</p>"
    }

    private func rest(_ item: ItemScore) -> HTML? {
        board.volume.bindings.clauses[item.item.clause]?.rest.map { rest in
            "<p class=\"answer\">\(call.say("还需人工举证：", "for people to show: "))\(call.say(rest))</p>"
        }
    }

    private func badge(_ standing: DataVerdict.Standing) -> HTML {
        switch standing {
        case .met: HTML.badge(call.say("数据已证明", "Shown by data"), .good)
        case .unmet: HTML.badge(call.say("未达到", "Not met"), .bad)
        case .thin: HTML.badge(call.say("数据不足", "Too little data"), .warn)
        case .stale: HTML.badge(call.say("数据过期", "Stale"), .warn)
        case .person: HTML.badge(call.say("需人工举证", "For people to show"), .info)
        }
    }
}
