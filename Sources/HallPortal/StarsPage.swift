import Commons
import Community
import Evaluation
import HTTPTypes
import LiveEvaluation
import Markup
import PortalKit
import Rulebook

extension HallPortal {
    @Sendable func starsPage(_ call: Call) async throws -> Reply {
        let board = try await board(call, call.query)
        let mayCompute = call.allows(
            LiveFunction.compute, on: Subject(organisations: [board.keeper.id], region: board.keeper.region))
        let view = StarsView(call: call, portal: self, board: board, mayCompute: mayCompute)
        var content = PageContent(HallPortal.title, isWide: true, view.body)
        content.notices = Done.notices(
            call,
            [
                "computed": Phrase(zh: "已按当前数据重新计算", en: "Computed anew from the data as it is now"),
                "handed": Phrase(zh: "数据已证明的条款已填入自评，证明材料已附上", en: "Taken over, with its proof"),
            ])
        return frame.page(call, content).with(.cacheControl, "no-store")
    }

    @Sendable func computeStars(_ call: Call) async throws -> Reply {
        let organisation = try call.form.filled("of")
        try await desk.compute(of: organisation, by: call.visitor)
        return .redirect(to: HallRoutes.stars.path(values: [], query: HallPortal.query(organisation, done: "computed")))
    }

    @Sendable func handOver(_ call: Call) async throws -> Reply {
        let organisation = try call.form.filled("of")
        guard let id = try call.form.filled("case") else {
            throw Refusal(.invalid, zh: "请指明填入哪份申报", en: "say which case", place: "case")
        }
        _ = try await desk.handOver(
            of: organisation, to: id, by: call.visitor, checkpoint: checkpoint,
            keep: { [files] in try await files.add($0, name: $1) })
        return .redirect(to: HallRoutes.stars.path(values: [], query: HallPortal.query(organisation, done: "handed")))
    }

    /// The latest score as a file that proves itself.
    @Sendable func statement(_ call: Call) async throws -> Reply {
        let score = try HallPortal.found(try await board(call, call.query))
        let statement = try await desk.statement(of: score, checkpoint)
        return .file(
            FileContent(try statement.bytes), name: "live-\(score.head.day).json", type: "application/json"
        ).with(.cacheControl, "no-store")
    }

    func board(_ call: Call, _ query: Fields) async throws -> LiveDesk.Board {
        try await desk.board(of: try query.filled("of"), rulebook: try query.filled("rulebook"), call.visitor)
    }

    static func found(_ board: LiveDesk.Board) throws -> LiveScore {
        guard let score = board.score else {
            throw Refusal(.missing, zh: "还没有计算过", en: "nothing was computed yet")
        }
        return score
    }

    static func query(_ organisation: String?, done: String? = nil) -> [(name: String, value: String)] {
        [("of", organisation), ("done", done)].compactMap { name, value in value.map { (name: name, value: $0) } }
    }
}

/// How many stars a community has today by its own data, and what the next step is.
struct StarsView {
    let call: Call
    let portal: HallPortal
    let board: LiveDesk.Board
    let mayCompute: Bool
    let figures: StarsFigures?

    init(call: Call, portal: HallPortal, board: LiveDesk.Board, mayCompute: Bool) {
        self.call = call
        self.portal = portal
        self.board = board
        self.mayCompute = mayCompute
        figures = board.score.map { StarsFigures(board, $0) }
    }

    private var language: PageLanguage { call.spoken }

    var body: HTML {
        """
        \(HTML.heading(
            call.say(HallPortal.title), lead: .text(lead), actions: actions, language: language))
        \(communities)\(content)
        """
    }

    private var lead: String {
        guard let head = board.score?.head else {
            return call.say(
                "\(board.keeper.name)：每晚按《\(board.volume.rulebook.title.zh)》用实时数据评价一次。",
                "\(board.keeper.name): held against '\(board.volume.rulebook.title.en)' by live data each night.")
        }
        return call.say(
            "\(board.keeper.name)，\(head.at.shown) 的数据，依据《\(board.volume.rulebook.title.zh)》。"
                + "每一分都能点开看到数值、样本和算法。",
            "\(board.keeper.name), by the data of \(head.at.shown) and '\(board.volume.rulebook.title.en)'. "
                + "Each point says which value, how many it rests on, and how it is computed.")
    }

    private var communities: HTML {
        guard board.keepers.count > 1 else { return "" }
        let links = board.keepers.map { keeper in
            Link(
                keeper.name, HallRoutes.stars.path(values: [], query: HallPortal.query(keeper.id)),
                isCurrent: keeper.id == board.keeper.id)
        }
        return HTML.tabs(links, label: call.say("社区", "Communities"))
    }

    private var hidden: [(name: String, value: String)] { [(name: "of", value: board.keeper.id)] }

    private var actions: [HTML] {
        var actions: [HTML] = []
        if board.score != nil {
            actions.append(
                HTML.download(
                    call.say("下载证明", "Proof"),
                    HallRoutes.statement.path(values: [], query: HallPortal.query(board.keeper.id))))
        }
        if mayCompute {
            actions.append(
                HTML.postButton(
                    call.say("立即计算", "Compute now"), action: HallRoutes.stars.path(), csrf: call.formToken,
                    kind: .primary, hidden: hidden))
        }
        return actions
    }

    private var content: HTML {
        guard let figures else {
            return HTML.emptyState(
                call.say("还没有计算过", "Not computed yet"),
                call.say("系统每天夜里计算一次，也可以立即计算。", "It is computed each night, or at once."))
        }
        let clauses = ClausesView(call: call, portal: portal, board: board, figures: figures)
        return """
            \(tiles(figures))
            \(HTML.split("\(score(figures))\(clauses.next)", aside: "\(history)\(handOver(figures))"))
            \(clauses.chapters)
            """
    }

    private func tiles(_ figures: StarsFigures) -> HTML {
        func count(_ standing: DataVerdict.Standing) -> Int { figures.count(standing) }
        return HTML.tiles([
            Tile(
                call.say("数据证明得分", "Proved by data"), figures.shown.q.rounded(),
                unit: call.say("分", "points"),
                note: call.say("满分 \(figures.highest.shown)", "of \(figures.highest.shown)"), tone: .good),
            Tile(
                call.say("数据已证明", "Clauses shown"), String(count(.met)), unit: call.say("条", ""),
                note: call.say("共 \(figures.score.lines.count) 条", "of \(figures.score.lines.count)")),
            Tile(
                call.say("数据不达标", "Below the line"), String(count(.unmet)), unit: call.say("条", ""),
                tone: count(.unmet) > 0 ? .warn : .neutral),
            Tile(
                call.say("数据不足或过期", "Too little or stale"), String(count(.thin) + count(.stale)),
                unit: call.say("条", "")),
            Tile(
                call.say("需要人工举证", "For people to show"), String(count(.person)), unit: call.say("条", "")),
        ])
    }

    private func score(_ figures: StarsFigures) -> HTML {
        let charts = ScoreCharts(figures.shown, call)
        guard let joined = figures.joined, let opened = board.evaluation else {
            return HTML.card(
                call.say("仅凭数据", "By data alone"),
                """
                \(charts.gauge)\(charts.categories)\
                \(HTML.paragraphs(call.say(
                    "等级还要看 \(figures.shown.controls.count) 项控制项和需要人工举证的条款；申报后与自评合并计算。",
                    "A grade takes the \(figures.shown.controls.count) control items and what people show; once there "
                        + "is an application, both are put together.")))
                """)
        }
        let grade = GradeMark(joined.grade.grade?.id, of: joined.rulebook)
        let number = opened.evaluation.number
        return HTML.card(
            call.say("数据与申报 \(number) 的自评合并", "Data with the self-assessment of \(number)"),
            actions: [HTML.linkButton(call.say("打开申报", "Open the case"), portal.casePath(opened.evaluation.id))],
            """
            <p class="words">\(grade.html(language)) \(call.say(joined.grade.reason))</p>\
            \(ScoreCharts(joined, call).gauge)\
            \(HTML.disclosure(call.say("仅凭数据", "By data alone"), isOpen: true, "\(charts.gauge)\(charts.categories)"))
            """)
    }

    private var history: HTML {
        guard board.history.count > 1, let first = board.history.first, let last = board.history.last else {
            return HTML.card(
                call.say("历史", "History"),
                HTML.paragraphs(call.say("从今天起逐日记录。", "It is kept day by day from now on.")))
        }
        let values = board.history.map(\.q.approximate)
        let stretches = board.history.enumerated().map { index, head in
            Chart.Stretch(
                String(head.day.description.dropFirst(5)),
                isMarked: index == 0 || index == board.history.count - 1,
                (head.q.approximate, head.q.approximate, head.q.approximate), text: head.q.rounded())
        }
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let room = high > low ? 0.0 : 1.0
        let least = board.history.min { $0.q < $1.q } ?? first
        let most = board.history.max { $0.q < $1.q } ?? last
        return HTML.card(
            call.say("历史", "History"),
            Chart.course(
                call.say("数据证明得分", "Points proved by data"), stretches, range: (low - room)...(high + room),
                ends: (least.q.rounded(), most.q.rounded()), language: language))
    }

    /// Only for whoever may write into a case that can still be written.
    private func handOver(_ figures: StarsFigures) -> HTML? {
        guard let opened = board.evaluation, opened.evaluation.state == "draft",
            call.allows(EvaluationFunction.edit, on: opened.evaluation.subject)
        else { return nil }
        return HTML.card(
            call.say("填入自评", "Into the self-assessment"),
            """
            \(HTML.paragraphs(call.say(
                "把数据已证明的条款一次填入申报 \(opened.evaluation.number) 的自评，并附上可独立验证的证明材料；其他条款不变。",
                "What data shows goes into the self-assessment of \(opened.evaluation.number) at once, with a proof "
                    + "that anybody can check; other clauses stay as they are.")))\
            \(HTML.postButton(
                call.say("填入 \(figures.proved) 条", "Take over \(figures.proved)"), action: HallRoutes.handOver.path(),
                csrf: call.formToken, kind: .primary,
                hidden: hidden + [(name: "case", value: opened.evaluation.id)]))
            """)
    }
}
