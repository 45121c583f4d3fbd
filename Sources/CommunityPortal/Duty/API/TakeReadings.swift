import Commons
import Community
import Gateway
import HTTPTypes
import PortalKit
import Rulebook

/// What readings may come as.
enum ReadingFormat: String, CaseIterable {
    case lines = "application/x-ndjson"
    case json = "application/json"
    case csv = "text/csv"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    /// - Parameter type: as the header says it, with or without parameters.
    init?(contentType type: String) {
        self.init(rawValue: type.prefix { $0 != ";" }.filter { $0 != " " }.lowercased())
    }

    func batch(_ bytes: [UInt8], now: Instant) throws(Refusal) -> ReadingBatch {
        do throws(ReadingFileProblem) {
            switch self {
            case .lines, .json: return ReadingParser.jsonLines(bytes, now: now.milliseconds)
            case .csv: return try ReadingParser.csv(bytes, now: now.milliseconds)
            case .xlsx: return try ReadingParser.xlsx(bytes, now: now.milliseconds)
            }
        } catch {
            throw Refusal(.invalid, zh: error.reasonZH, en: error.reasonEN)
        }
    }
}

extension CommunityPortal {
    @Sendable func takeReadings(_ call: Call) async throws -> Reply {
        guard let format = ReadingFormat(contentType: call.headers[.contentType] ?? "") else {
            throw Refusal(.invalid, zh: "不支持这种类型", en: "no such type is taken", place: "Content-Type")
        }
        var bytes: [UInt8] = []
        for try await piece in call.upload { bytes += piece }
        let report = try await desk.take(try format.batch(bytes, now: now), by: call.visitor)
        return .json(ReadingReportJSON.json(report, call.language))
    }
}

/// What became of a batch.
enum ReadingReportJSON {
    static let schema = Schema.named(
        "ReadingReport",
        .object([
            .required("taken", .integer(0...Int.max)),
            .required("repeated", .integer(0...Int.max).meaning(zh: "与已有数据相同", en: "The same was there already")),
            .required("refused", .integer(0...Int.max)),
            .required(
                "reasons",
                .object(RefusedReading.Reason.allCases.map { .optional($0.rawValue, .integer(1...Int.max)) })
                    .meaning(zh: "各原因的条数", en: "How many for each reason")),
            .required(
                "examples",
                .array(
                    of: .object([
                        .required("line", .integer(0...Int.max)),
                        .required("reason", .oneOf(words: RefusedReading.Reason.allCases.map(\.rawValue))),
                        .required("meaning", .string().meaning(zh: "原因与处理办法", en: "Why, and what to do about it")),
                        .required("text", .string()),
                    ]), 0...100)),
        ]))

    static func json(_ report: ReadingReport, _ language: Language) -> JSON {
        let reasons = RefusedReading.Reason.allCases.compactMap { reason in
            report.refused[reason].map { JSON.Member(reason.rawValue, .integer($0)) }
        }
        let examples = report.examples.map { one -> JSON in
            [
                "line": .integer(one.line), "reason": .string(one.reason.rawValue),
                "meaning": .string(one.reason.meaning[language]), "text": .string(one.text),
            ]
        }
        return [
            "taken": .integer(report.taken), "repeated": .integer(report.repeated),
            "refused": .integer(report.refused.values.reduce(0, +)), "reasons": .object(reasons),
            "examples": .array(examples),
        ]
    }
}
