import Evaluation
import PortalKit
import Rulebook

extension EvaluationPortal {
    var regionEndpoints: [Endpoint] {
        typealias F = EvaluationFunction
        // What these pages keep at hand lives as long as the endpoints do.
        let (shelf, plans) = (SummaryShelf(), PlanShelf())
        return [
            .page(Routes.region, .function(F.oversee), Phrase(zh: "监管总览", en: "Region")) {
                try await regionPage($0, shelf)
            },
            .page(Routes.regionTable, .function(F.oversee), Phrase(zh: "辖区社区", en: "Communities")) {
                try await communitiesPage($0, shelf, plans)
            },
            .form(
                Routes.regionTable, .function(F.oversee), Phrase(zh: "上传改造费用", en: "Upload costs"),
                input: .multipart, bodyLimit: 1 << 20
            ) {
                try await saveCosts($0, shelf, plans)
            },
            .page(Routes.regionExport, .function(F.export), Phrase(zh: "导出辖区数据", en: "Export")) {
                try await regionExport($0, shelf, plans)
            },
            .page(Routes.oversight, .function(F.oversee), Phrase(zh: "机构与专家", en: "Bodies and experts")) {
                try await oversightPage($0, shelf)
            },
        ]
    }
}
