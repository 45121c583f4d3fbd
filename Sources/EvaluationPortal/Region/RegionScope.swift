import Commons
import PortalKit
import Rulebook

/// Where a visitor may look, and where they look now.
struct RegionScope: Hashable, Sendable {
    /// Codes that the policy and their memberships give them; the empty code is everywhere. None lies in another.
    let roots: [String]
    /// What they have narrowed it to.
    private(set) var chosen: String?
    /// Organisations that oversee the roots, by code.
    private let overseers: [String: String]
    /// What stays hidden from them somewhere in there.
    let hidden: Set<FieldGroup>

    /// Where to look.
    var codes: [String] { chosen.map { [$0] } ?? roots }

    /// Refuses who oversees nothing, and whatever lies outside of what they oversee.
    init(_ visitor: Visitor, _ function: Function, _ policy: Policy, chosen: String? = nil) throws(Refusal) {
        let decision = policy.decide(visitor, function)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        roots = RegionScope.roots(visitor, function, policy)
        guard !roots.isEmpty else {
            throw Refusal(.forbidden, zh: "您所在的单位没有辖区", en: "your organisation oversees no region")
        }
        overseers = Dictionary(
            visitor.memberships.map { ($0.organisation.region, $0.organisation.name) }
        ) { first, _ in first }
        let roots = roots
        if let chosen, !roots.contains(where: chosen.hasPrefix) {
            throw Refusal(.forbidden, zh: "区域 \(chosen) 不在您的辖区内", en: "\(chosen) lies outside of your region")
        }
        self.chosen = chosen
        hidden = (chosen.map { [$0] } ?? roots).reduce(into: []) { hidden, code in
            hidden.formUnion(policy.decide(visitor, function, on: Subject(region: code)).hidden)
        }
    }

    private static func roots(_ visitor: Visitor, _ function: Function, _ policy: Policy) -> [String] {
        let codes = policy.reach(visitor, function).compactMap { reach -> String? in
            switch reach {
            case .all: ""
            case .region(let code): code
            case .organisation, .assigned, .owner, .places: nil
            }
        }
        // In order, what lies in another comes after it.
        return codes.sorted().reduce(into: []) { roots, code in
            if !roots.contains(where: code.hasPrefix) { roots.append(code) }
        }
    }

    /// The same, not narrowed.
    var whole: RegionScope {
        var whole = self
        whole.chosen = nil
        return whole
    }

    /// Whether a code lies in what the visitor oversees.
    func reaches(_ code: String) -> Bool { roots.contains(where: code.hasPrefix) }

    /// The areas to show: those inside of the codes, or, where there are none, those around them.
    func areas(_ regions: Regions) -> [Regions.Area] {
        let inside = regions.areas.filter { area in codes.contains(where: area.code.hasPrefix) }
        if !inside.isEmpty { return inside }
        return regions.areas.filter { area in codes.contains { $0.hasPrefix(area.code) } }
    }

    /// The areas that the visitor may narrow to.
    func choices(_ regions: Regions) -> [Regions.Area] { regions.areas.filter { reaches($0.code) } }

    /// What it is called.
    func title(_ regions: Regions) -> Phrase {
        codes.map { code in
            if code.isEmpty { return Phrase(zh: "全部区域", en: "All regions") }
            if let name = regions.name(of: code) { return name }
            // The outlines need not hold the city around them.
            if let name = overseers[code] { return Phrase(zh: "\(name)辖区", en: "Region of \(name)") }
            return Phrase(zh: "区域 \(code)", en: "Region \(code)")
        }.joined()
    }
}
