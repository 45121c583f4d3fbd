import Commons
import Rulebook

extension Measurement {
    /// People whose account is closed, or who cannot log in, hold no role.
    func roles(differing respect: Metric.Respect) throws -> Found {
        let held = try records.heldRoles(keeper.id)
        let grants = Dictionary(grouping: desk.policy().grants, by: \.role)
        let sorts = Set(
            held.keys.map { role in Set((grants[Role(rawValue: role)] ?? []).map { respect.word($0, role) }) })
        var found = Found(numerator: sorts.count, denominator: 1, sample: held.values.reduce(0, +))
        let lines = held.sorted { $0.key < $1.key }.map { role, people in
            (Role(rawValue: role)?.title ?? .same(role)) + Phrase(zh: " \(people) 人", en: " \(people)")
        }
        found.details.append(.init(Phrase(zh: "在用角色", en: "Roles held"), lines.joined()))
        return found
    }
}

extension Metric.Respect {
    var title: Phrase {
        switch self {
        case .name: Phrase(zh: "名称", en: "name")
        case .functions: Phrase(zh: "功能权限", en: "functions")
        case .data: Phrase(zh: "数据权限", en: "data")
        case .interfaces: Phrase(zh: "表单与接口权限", en: "forms and interfaces")
        }
    }

    /// What a grant says of a role in this respect.
    fileprivate func word(_ grant: Policy.Grant, _ role: String) -> [String] {
        switch self {
        case .name: [role]
        case .functions: [grant.function]
        case .data: [grant.function, grant.rows.rawValue] + grant.hidden.map(\.rawValue).sorted()
        case .interfaces: [grant.function] + grant.interfaces.map(\.rawValue).sorted()
        }
    }
}
