import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

/// The import as programs use it: the same table, the same answer to whatever is wrong with it.
extension KindAPI {
    private static let types = [ReadingFormat.csv.rawValue, ReadingFormat.xlsx.rawValue]

    var importing: Endpoint {
        .api(
            .post, routes.importRows, .function(kind.function(.create)),
            Phrase(
                zh: "\(kind.title.zh)：导入 CSV 或 XLSX，全部导入或什么都不导入；编号相同只导入一次",
                en: "\(kind.title.en): bring in a CSV or an XLSX, all of it or nothing; one id, done once"),
            group: CommunityPortal.group,
            parameters: [
                .query(
                    "id", .string(pattern: .of("A-Za-z0-9_-", 1...50)), required: true, zh: "由发送方选定",
                    en: "Chosen by the sender")
            ],
            input: .upload(types: KindAPI.types),
            output: .init(
                .named(
                    "ImportReport",
                    .object([
                        .required(
                            "entered",
                            .integer(0...CommunityLimits.rows).meaning(
                                zh: "导入了几项；0：这一编号以前已导入", en: "How many; 0: this id was brought in before"))
                    ]))),
            refusals: [.invalid, .forbidden, .conflict, .tooLarge], bodyLimit: KindPages.importLimit,
            handler: importRows)
    }

    /// What is wrong is told by the file's line and the field, as in `17:name`.
    @Sendable private func importRows(_ call: Call) async throws -> Reply {
        let type = (call.headers[.contentType] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard KindAPI.types.contains(type) else {
            throw Refusal(.invalid, zh: "不支持这种类型", en: "no such type is taken", place: "Content-Type")
        }
        var bytes: [UInt8] = []
        for try await piece in call.upload { bytes += piece }
        let table = try ItemTable(bytes, kind, try await desk.form(of: kind))
        do {
            let entered = try await desk.importItems(
                kind, table.drafts, id: try call.query.filled("id"), by: call.visitor)
            return .json(["entered": .integer(entered)])
        } catch var refusal as Refusal where !refusal.details.isEmpty {
            refusal.details = refusal.details.map { Refusal.Detail(table.place($0.place), $0.reason) }
            throw refusal
        }
    }
}

extension ItemTable {
    /// A place such as `17:name`, from the row among those with data to the line of the file.
    func place(_ place: String) -> String {
        let parts = place.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let row = Int(parts[0]), rows.indices.contains(row - 1) else { return place }
        return ([String(rows[row - 1].line)] + parts.dropFirst().map(String.init)).joined(separator: ":")
    }
}
