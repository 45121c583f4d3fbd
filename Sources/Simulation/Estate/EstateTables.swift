import Commons
import Community

/// The estate as tables that the import takes.
extension EstatePlan {
    var spaceTable: [UInt8] {
        EstatePlan.csv(["name", "code", "level", "use", "outline", "position", "floor", "area"], spaceDrafts)
    }

    var deviceTable: [UInt8] { EstatePlan.csv(["name", "code", "model", "position"], deviceDrafts) }

    static func csv(_ fields: [String], _ drafts: [CommunityDesk.Draft]) -> [UInt8] {
        var text = (["place"] + fields).joined(separator: ",") + "\n"
        for draft in drafts {
            let cells = [draft.place ?? ""] + fields.map { draft.texts[$0]?.joined(separator: "; ") ?? "" }
            // None of them has a quotation mark in it.
            text += cells.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}
