public import Rulebook

/// What a form asks about the community and the application, beside the findings.
public enum CommunityField: String, CaseIterable, Sendable {
    case rulebook, name, address, kind, acceptedOn, operatingSince, appliedOn, applicant, evaluationBody

    public var label: Phrase {
        switch self {
        case .rulebook: Phrase(zh: "规则库", en: "Rulebook")
        case .name: Phrase(zh: "社区名称", en: "Community")
        case .address: Phrase(zh: "地址", en: "Address")
        case .kind: Phrase(zh: "社区类型（urban 城镇 / rural 乡村）", en: "Kind (urban / rural)")
        case .acceptedOn: Phrase(zh: "竣工验收日期", en: "Accepted on completion on")
        case .operatingSince: Phrase(zh: "投入运行日期", en: "In operation since")
        case .appliedOn: Phrase(zh: "申请日期", en: "Applied on")
        case .applicant: Phrase(zh: "申请单位", en: "Applicant")
        case .evaluationBody: Phrase(zh: "评价机构", en: "Evaluation body")
        }
    }

    public var isDate: Bool { self == .acceptedOn || self == .operatingSince || self == .appliedOn }

    private var isOfCommunity: Bool {
        switch self {
        case .name, .address, .kind, .acceptedOn, .operatingSince: true
        case .rulebook, .appliedOn, .applicant, .evaluationBody: false
        }
    }

    /// The assessment document that the values and findings make up.
    static func document(_ values: [CommunityField: (text: String, mark: Mark)], findings: Node) -> Node {
        let start = Mark(line: 1, column: 1)
        func entries(_ ofCommunity: Bool) -> [Node.Entry] {
            allCases.filter { $0.isOfCommunity == ofCommunity }.compactMap { field in
                values[field].map { value in
                    Node.Entry(
                        key: field.rawValue, keyMark: value.mark,
                        value: Node(
                            mark: value.mark,
                            content: .scalar(field.isDate ? day(value.text) : value.text, isPlain: false)))
                }
            }
        }
        let community = Node.Entry(
            key: "community", keyMark: start, value: Node(mark: start, content: .map(entries(true))))
        let all = entries(false) + [community, Node.Entry(key: "findings", keyMark: start, value: findings)]
        return Node(mark: start, content: .map(all))
    }

    /// People also write 2023/3/1, 2023.3.1 and 2023年3月1日 in forms.
    private static func day(_ text: String) -> String {
        let parts = text.split(whereSeparator: { "-/.年月日 ".contains($0) }).map(String.init)
        guard parts.count == 3, parts[0].count == 4, parts[1...].allSatisfy({ (1...2).contains($0.count) }),
            parts.allSatisfy({ Int($0) != nil })
        else { return text }
        return parts[0] + "-" + parts[1...].map { $0.count == 1 ? "0" + $0 : $0 }.joined(separator: "-")
    }
}
