import Commons
import Community
import Evaluation
import HTTPTypes
import LiveEvaluation
import PortalKit
import Rulebook

extension HallPortal {
    var apiEndpoints: [Endpoint] {
        typealias F = LiveFunction
        let parameters: [Parameter] = [
            .query(
                "of", .string(1...64), zh: "哪个单位管理的社区，默认名称排在最前的",
                en: "Whose community; the first by name if nothing is said"),
            .query("rulebook", .string(1...64), zh: "评价依据的编号", en: "The id of the rulebook"),
        ]
        return [
            .api(
                .get, HallAPIRoutes.live, .function(F.read),
                Phrase(zh: "实时评价：每个条款由数据证明到什么程度", en: "The live score: what data shows of each clause"),
                group: "community", parameters: parameters, output: .init(LiveJSON.board),
                refusals: [.forbidden, .missing, .invalid], handler: live),
            .api(
                .post, HallAPIRoutes.live, .function(F.compute),
                Phrase(zh: "立即计算指标和实时评价", en: "Compute metrics and the live score now"), group: "community",
                input: .json(.object([.optional("of", .string(1...64))])), output: .init(LiveJSON.board),
                refusals: [.forbidden, .missing, .invalid], handler: computeLive),
            .api(
                .get, HallAPIRoutes.statement, .function(F.read),
                Phrase(zh: "实时评价的证明：全部数值和已签名的日志", en: "Its proof: all values and the signed journal"),
                group: "community", parameters: parameters, output: .init(LiveJSON.statement),
                refusals: [.forbidden, .missing, .invalid, .unavailable], handler: statement),
        ]
    }

    @Sendable func live(_ call: Call) async throws -> Reply {
        reply(try await board(call, call.query), call.language)
    }

    @Sendable func computeLive(_ call: Call) async throws -> Reply {
        let organisation = call.json["of"]?.text
        try await desk.compute(of: organisation, by: call.visitor)
        return reply(try await desk.board(of: organisation, call.visitor), call.language)
    }

    private func reply(_ board: LiveDesk.Board, _ language: Language) -> Reply {
        let figures = board.score.map { StarsFigures(board, $0) }
        return .json([
            "organisation": .string(board.keeper.id), "name": .string(board.keeper.name),
            "rulebook": .string(board.volume.pin.id), "day": .optional(board.score?.head.day.description),
            "at": .optional(board.score?.head.at), "q": figures.map { .string($0.shown.q.shortest) } ?? .null,
            "joined": figures?.joined.map {
                ["q": .string($0.q.shortest), "grade": .optional($0.grade.grade?.id)]
            } ?? .null,
            "clauses": .array(
                figures.map { figures in
                    (figures.shown.controls + figures.shown.items).compactMap { item in
                        figures.line(item.item.clause).map { LiveJSON.line($0, item, figures.gain(item), language) }
                    }
                } ?? []),
            "history": .array(
                board.history.map {
                    [
                        "day": .string($0.day.description), "q": .string($0.q.shortest), "met": .integer($0.met),
                    ]
                }),
        ]).with(.cacheControl, "no-store")
    }
}

/// Live scores as JSON. Points and values are exact: `62.35`, `82 1/3`, numerator and denominator.
enum LiveJSON {
    private static let day = Schema.string(10...10, format: "date")
    private static let exact = Schema.string(1...60)

    private static let answer = Schema.object([
        .required("part", .string().nullable), .required("metric", .string(1...64)),
        .required("side", .oneOf(words: Threshold.Side.allCases.map(\.rawValue))),
        .required("line", exact.meaning(zh: "比例以 1 计，时间以分钟计", en: "Shares are parts of one, times are minutes")),
        .required("holds", .boolean), .required("state", .oneOf(words: DataFact.State.allCases.map(\.rawValue))),
        .required("numerator", .integer(.min ... .max)), .required("denominator", .integer(0...Int.max)),
        .required("sample", .integer(0...Int.max)),
        .required(
            "marks",
            .array(of: .string()).meaning(zh: "录入方式的异常", en: "What is out of the ordinary in how records came about")),
    ])

    private static let clause = Schema.named(
        "LiveClause",
        .object([
            .required("clause", .string(1...40)),
            .required("standing", .oneOf(words: DataVerdict.Standing.allCases.map(\.rawValue))),
            .required("points", exact), .required("maximum", exact),
            .required("gain", exact.meaning(zh: "补齐后总分增加多少", en: "What the rest of it would add to Q")),
            .required("open", .array(of: .string(1...64))), .required("answers", .array(of: answer)),
        ]))

    static let board = Schema.named(
        "LiveScore",
        .object([
            .required("organisation", .string(1...64)), .required("name", .string()),
            .required("rulebook", .string(1...64)), .required("day", day.nullable),
            .required("at", .string(1...40, format: "date-time").nullable),
            .required("q", exact.nullable.meaning(zh: "仅凭数据的总分", en: "Q by data alone")),
            .required(
                "joined",
                .object([.required("q", exact), .required("grade", .string(1...64).nullable)]).nullable
                    .meaning(zh: "与最近一次申报合并", en: "Together with the latest case")),
            .required("clauses", .array(of: clause)),
            .required(
                "history",
                .array(
                    of: .object([
                        .required("day", day), .required("q", exact), .required("met", .integer(0...10_000)),
                    ]))),
        ]))

    static let statement = Schema.named(
        "LiveStatement",
        .object([
            .required("format", .integer(1...100)), .required("organisation", .string(1...64)),
            .required("rulebook", .string(1...64)), .required("day", day),
            .required("at", .string(1...40, format: "date-time")), .required("q", exact),
            .required("lines", .array(of: .anything)),
            .required(
                "proof", .anything.meaning(zh: "日志条目与已签名的检查点", en: "The journal entry and the signed checkpoint")),
        ]))

    static func line(_ line: LiveLine, _ item: ItemScore, _ gain: Exact, _ language: Language) -> JSON {
        [
            "clause": .string(line.clause), "standing": .string(line.standing.rawValue),
            "points": .string(item.points.shortest), "maximum": .string(item.item.maximum.shortest),
            "gain": .string(gain.shortest), "open": .strings(line.open),
            "answers": .array(
                line.answers.map { answer in
                    [
                        "part": .optional(answer.part), "metric": .string(answer.metric), "side": .string(answer.side),
                        "line": .string(answer.line), "holds": .boolean(answer.holds),
                        "state": .string(answer.state.rawValue), "numerator": .integer(answer.numerator),
                        "denominator": .integer(answer.denominator), "sample": .integer(answer.sample),
                        "marks": .strings((answer.marks ?? []).map { $0[language] }),
                    ]
                }),
        ]
    }
}
