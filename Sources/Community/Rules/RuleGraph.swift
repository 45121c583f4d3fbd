import Commons

/// Which rule can set off which, hour by hour of the day: what loops, and what fights.
///
/// It takes for possible what conditions leave open, so that it may see a loop where a field never comes to say what it
/// asks; it never overlooks one that consists of rules alone.
struct RuleGraph {
    /// That one rule can set off another.
    struct Edge: Hashable {
        var to: Int
        /// Not at once but after a while: its conditions on the hour are asked then.
        var isLate: Bool
        /// false: it takes a device to do what it was told, and to say so.
        var isSure: Bool
    }

    let rules: [Rule]
    let catalog: Catalog
    let edges: [[Edge]]
    private let meet: (String?, String?) -> Bool

    /// `meet`: whether two places have something in common.
    init(_ rules: [Rule], _ catalog: Catalog, meet: @escaping (String?, String?) -> Bool = { _, _ in true }) {
        self.rules = rules
        self.catalog = catalog
        self.meet = meet
        edges = rules.map { first in
            let effects = first.effects(catalog)
            return rules.indices.compactMap { index in
                let second = rules[index]
                guard meet(first.place, second.place) else { return nil }
                let all = effects.compactMap { second.edge(from: $0) }
                // The surest and soonest is what counts.
                return all.min { ($0.isSure ? 0 : 1, $0.isLate ? 1 : 0) < ($1.isSure ? 0 : 1, $1.isLate ? 1 : 0) }
                    .map { Edge(to: index, isLate: $0.isLate, isSure: $0.isSure) }
            }
        }
    }

    private struct Node: Hashable {
        var rule: Int
        var hour: Int
    }

    private func next(_ node: Node, sureOnly: Bool) -> [Node] {
        edges[node.rule].flatMap { edge -> [Node] in
            if sureOnly, !edge.isSure { return [] }
            let hours = edge.isLate ? Array(0..<24) : [node.hour]
            return hours.filter { rules[edge.to].hours.contains($0) }.map { Node(rule: edge.to, hour: $0) }
        }
    }

    /// The shortest way on which a rule sets itself off again and again, from it back to it; nil: there is none.
    func loop(through rule: Int, sureOnly: Bool) -> [Int]? {
        var best: [Int]?
        for hour in rules[rule].hours.sorted() {
            let start = Node(rule: rule, hour: hour)
            var before: [Node: Node] = [:]
            var queue = [start]
            search: while !queue.isEmpty {
                var later: [Node] = []
                for node in queue {
                    for other in next(node, sureOnly: sureOnly) {
                        if other == start {
                            var path = [rule]
                            var step = node
                            while step != start, let earlier = before[step] {
                                path.insert(step.rule, at: 1)
                                step = earlier
                            }
                            if best.map({ path.count < $0.count }) ?? true { best = path }
                            break search
                        }
                        if before[other] == nil {
                            before[other] = node
                            later.append(other)
                        }
                    }
                }
                queue = later
            }
        }
        return best
    }

    /// Those that a rule can set off at once in an hour, however many others lie between; itself included.
    private func reached(from rule: Int, at hour: Int) -> Set<Int> {
        var found: Set<Int> = [rule]
        var queue = [rule]
        while let one = queue.popLast() {
            for edge in edges[one] where edge.isSure && !edge.isLate && rules[edge.to].hours.contains(hour) {
                if found.insert(edge.to).inserted { queue.append(edge.to) }
            }
        }
        return found
    }

    /// Rules that do the contrary of what this one does in the same moment.
    /// - Returns: each with whether it is certain, or hangs on conditions.
    func fights(of rule: Int) -> [(with: Int, isCertain: Bool)] {
        var found: [Int: Bool] = [:]
        for hour in rules[rule].hours {
            let active = rules.indices.filter { rules[$0].hours.contains(hour) }
            let reach = Dictionary(uniqueKeysWithValues: active.map { ($0, reached(from: $0, at: hour)) })
            for first in active where reach[first]?.contains(rule) == true {
                for second in active where first == second || coincide(first, second) {
                    for other in reach[second] ?? [] where other != rule {
                        guard meet(rules[rule].place, rules[other].place),
                            let certain = fight(rule, other, isDirect: first == rule && second == other)
                        else { continue }
                        found[other] = (found[other] ?? false) || certain
                    }
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func coincide(_ first: Int, _ second: Int) -> Bool {
        meet(rules[first].place, rules[second].place)
            && rules[first].trigger.canCoincide(with: rules[second].trigger)
    }

    /// Whether two rules that run in one moment do contrary things; nil: they do not.
    /// `isDirect`: one and the same thing sets both off, not one the other.
    private func fight(_ first: Int, _ second: Int, isDirect: Bool) -> Bool? {
        let (one, other) = (rules[first], rules[second])
        guard one.commandsContrary(to: other, catalog) || isDirect && one.actsContrary(to: other, catalog) else {
            return nil
        }
        let (mine, theirs) = (Set(one.otherConditions), Set(other.otherConditions))
        guard isDirect else { return mine.isEmpty && theirs.isEmpty }
        if one.excludes(other, catalog) { return nil }
        return mine.isSubset(of: theirs) || theirs.isSubset(of: mine)
    }
}
