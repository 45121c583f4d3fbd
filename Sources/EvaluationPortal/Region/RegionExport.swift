import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// `csv` and `xlsx` are the table of communities as its address sorts and filters it; `bodies.csv` and
    /// `experts.csv` are the tables of the oversight.
    func regionExport(_ call: Call, _ shelf: SummaryShelf, _ plans: PlanShelf) async throws -> Reply {
        let data = try await regionData(call, EvaluationFunction.export, shelf)
        let format = call.parameter("format")
        func file(_ bytes: [UInt8], _ name: String, _ type: String = "text/csv; charset=utf-8") -> Reply {
            .file(FileContent(bytes), name: "\(name)-\(today).\(format.split(separator: ".").last ?? "")", type: type)
                .with(.cacheControl, "no-store")
        }
        switch format {
        case "csv": return file(try await communities(call, data, plans).csv, "communities")
        case "xlsx":
            return file(
                try await communities(call, data, plans).xlsx(today), "communities",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        case "bodies.csv":
            return file(BodyTable(language: call.spoken, figures: OversightFigures(data.summaries)).csv, "bodies")
        case "experts.csv":
            guard !data.scope.hidden.contains(.experts) else {
                throw Refusal(.forbidden, zh: "专家信息对您不可见", en: "who the experts are is hidden from you")
            }
            let experts = ExpertFigures.all(data.summaries)
            let table = ExpertTable(language: call.spoken, experts: experts, names: try await names(of: experts))
            return file(table.csv, "experts")
        default: throw Refusal(.missing, zh: "没有这种格式", en: "there is no such format")
        }
    }

    private func communities(_ call: Call, _ data: RegionData, _ plans: PlanShelf) async throws -> CommunitiesExport {
        let list = try CommunityList(call.query, standard: data.standardInLinks)
        let rows = list.rows(CommunityRow.all(data.standings, data.rulebook, on: today))
        let setting = data.scope.hidden.contains(.findings) ? nil : try await costsSetting(data.scope).current
        let few = rows.count > CommunitiesExport.mostPlans ? [] : rows
        return CommunitiesExport(
            language: call.spoken, regions: data.regions, rows: rows,
            outcomes: try await outcomes(few, setting, call.visitor, plans), hasCosts: setting != nil)
    }

    /// Names of people by id.
    func names(of experts: [ExpertFigures]) async throws -> [String: String] {
        let ids = experts.map(\.id)
        return try await store.read { records in
            var names: [String: String] = [:]
            // A database takes so many values in one question.
            for start in stride(from: 0, to: ids.count, by: 500) {
                for person in try records.people(Set(ids[start..<min(start + 500, ids.count)])) {
                    names[person.id] = person.name
                }
            }
            return names
        }
    }
}
