import Commons
public import Community
public import Rulebook

extension CommunityPortal {
    /// The word that stands in `?done=` for an act on a thing of a kind.
    static func word(_ kind: Kind, _ act: String) -> String { "\(kind.id).\(act)" }

    /// That a table was brought in.
    static let imported = "import"

    /// What a word in `?done=` says; nil: nothing that was done here.
    public static func flash(_ word: String, _ catalog: Catalog) -> Phrase? {
        let parts = word.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2, parts[0] == "link" { return linkFlash(parts[1]) }
        guard parts.count == 2, let kind = catalog.kind(parts[0]) else { return nil }
        switch parts[1] {
        case KindAct.create: return Phrase(zh: "已登记", en: "Entered")
        case KindAct.edit: return Phrase(zh: "已保存", en: "Saved")
        case imported: return Phrase(zh: "已全部导入", en: "All rows are in")
        default:
            return kind.act(parts[1]).map { Phrase(zh: "完成：\($0.title.zh)", en: "Done: \($0.title.en)") }
        }
    }
}
