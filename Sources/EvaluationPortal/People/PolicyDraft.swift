import Commons
import Evaluation
import PortalKit
import Rulebook

/// What the policy says of one function, role by role, as a form edits it.
struct PolicyDraft: Hashable, Sendable {
    /// What one role may do with it.
    struct Line: Hashable, Sendable {
        /// nil: anybody.
        var role: Role?
        /// Empty: nothing.
        var rows: Set<Rows>
        var hidden: Set<FieldGroup>
        var interfaces: Set<Visitor.Interface>

        /// For names of fields.
        var key: String { PolicyDraft.key(role) }
    }

    var function: Function
    var lines: [Line]

    static let roles: [Role?] = [nil] + Role.allCases

    static func key(_ role: Role?) -> String { role?.rawValue ?? "anybody" }

    static func title(_ role: Role?) -> Phrase {
        role?.title ?? Phrase(zh: "任何人（含未登录）", en: "Anybody, logged in or not")
    }

    init(_ function: Function, of policy: Policy) {
        self.function = function
        lines = PolicyDraft.roles.map { role in
            let grants = policy.grants.filter { $0.function == function.id && $0.role == role }
            return Line(
                role: role, rows: Set(grants.map(\.rows)),
                hidden: grants.reduce(into: []) { $0.formUnion($1.hidden) },
                interfaces: grants.isEmpty
                    ? [.page, .api] : grants.reduce(into: []) { $0.formUnion($1.interfaces) })
        }
    }

    /// What a form says: `rows-reviewer`, `hidden-reviewer`, `interfaces-reviewer`, each any number of times.
    init(_ function: Function, _ form: Fields) {
        self.function = function
        lines = PolicyDraft.roles.map { role in
            let key = PolicyDraft.key(role)
            return Line(
                role: role, rows: Set(form.all("rows-" + key).compactMap(Rows.init)),
                hidden: Set(form.all("hidden-" + key).compactMap(FieldGroup.init)),
                interfaces: Set(form.all("interfaces-" + key).compactMap(Visitor.Interface.init)))
        }
    }

    /// The policy with these lines in the places of those of this function; the others stay in their order.
    func applied(to policy: Policy) -> Policy {
        let grants = lines.flatMap { line in
            Rows.allCases.filter(line.rows.contains).map { rows in
                Policy.Grant(
                    line.role, function.id, rows, hidden: line.hidden, interfaces: line.interfaces)
            }
        }.filter { !$0.interfaces.isEmpty }
        let place = policy.grants.firstIndex { $0.function == function.id } ?? policy.grants.endIndex
        let others = policy.grants.enumerated().filter { $0.element.function != function.id }
        let before = others.filter { $0.offset < place }.map(\.element)
        let after = others.filter { $0.offset >= place }.map(\.element)
        return Policy(before + grants + after)
    }

    /// Throws if nobody could undo it.
    static func check(_ policy: Policy) throws {
        for function in [EvaluationFunction.rights, .managePeople] {
            let isHeld = policy.grants.contains {
                $0.function == function.id && $0.role == .administrator && $0.interfaces.contains(.page)
            }
            if !isHeld {
                throw Refusal(
                    .locked, zh: "系统管理员必须保留在页面上“\(function.title.zh)”的权限，否则无人能改回来",
                    en: "administrators must keep '\(function.title.en)' on pages, or nobody could change it back")
            }
        }
    }
}

/// One difference between two policies.
struct PolicyChange: Hashable, Sendable {
    var function: Function
    var role: Role?
    /// nil: nothing was, or is, granted.
    var before: PolicyDraft.Line?
    var after: PolicyDraft.Line?

    static func between(_ old: Policy, _ new: Policy, _ rights: RightsBook = .evaluation) -> [PolicyChange] {
        rights.functions.flatMap { function -> [PolicyChange] in
            zip(PolicyDraft(function, of: old).lines, PolicyDraft(function, of: new).lines).compactMap { old, new in
                let before = old.rows.isEmpty ? nil : old
                let after = new.rows.isEmpty ? nil : new
                return before == after
                    ? nil : PolicyChange(function: function, role: old.role, before: before, after: after)
            }
        }
    }
}
