/// The combinations that could still be part of the best plan: for each score the least cost, lowest score first.
struct Frontier<Units: AdditiveArithmetic & Comparable & Hashable> {
    struct Entry {
        var score: Units
        var cost: Money
        /// What was bought, in a `ChoiceTree`.
        var choice: Int32
    }

    struct Step {
        var gain: Units
        var cost: Money
        var item: Int
        var step: Int
    }

    /// Ascending by score, each score once.
    private(set) var entries: [Entry]

    static var empty: Frontier { Frontier(entries: [Entry(score: .zero, cost: .zero, choice: ChoiceTree.nothing)]) }

    func adding(_ constant: Units) -> Frontier {
        guard constant != .zero else { return self }
        return Frontier(entries: entries.map { Entry(score: $0.score + constant, cost: $0.cost, choice: $0.choice) })
    }

    func reaching(_ line: Units) -> Frontier { Frontier(entries: entries.filter { $0.score >= line }) }

    /// Every entry without a step and with each of them.
    func offering(_ steps: [Step], budget: Money?, _ choices: inout ChoiceTree) -> Frontier {
        var merged = entries
        for step in steps {
            var bought: [Entry] = []
            bought.reserveCapacity(entries.count)
            for entry in entries where budget.map({ entry.cost + step.cost <= $0 }) ?? true {
                bought.append(
                    Entry(
                        score: entry.score + step.gain, cost: entry.cost + step.cost,
                        choice: choices.buy(item: step.item, step: step.step, after: entry.choice)))
            }
            merged = Frontier.merge(merged, bought, choices)
        }
        return Frontier(entries: Frontier.prune(merged))
    }

    /// Every entry together with every entry of a level that was built apart.
    func joined(with inner: Frontier, budget: Money?, _ choices: inout ChoiceTree) -> Frontier {
        var merged: [Entry] = []
        for below in inner.entries {
            var both: [Entry] = []
            both.reserveCapacity(entries.count)
            for entry in entries where budget.map({ entry.cost + below.cost <= $0 }) ?? true {
                both.append(
                    Entry(
                        score: entry.score + below.score, cost: entry.cost + below.cost,
                        choice: choices.join(entry.choice, below.choice)))
            }
            merged = Frontier.merge(merged, both, choices)
        }
        return Frontier(entries: Frontier.prune(merged))
    }

    /// Scores above the cap count as the cap.
    func capped(at cap: Units, _ choices: ChoiceTree) -> Frontier {
        var merged = entries.filter { $0.score < cap }
        var top: [Entry] = []
        for entry in entries where entry.score >= cap {
            top = Frontier.merge(top, [Entry(score: cap, cost: entry.cost, choice: entry.choice)], choices)
        }
        merged += top
        return Frontier(entries: merged)
    }

    private static func merge(_ left: [Entry], _ right: [Entry], _ choices: ChoiceTree) -> [Entry] {
        var merged: [Entry] = []
        merged.reserveCapacity(left.count + right.count)
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if left[i].score < right[j].score {
                merged.append(left[i])
                i += 1
            } else if right[j].score < left[i].score {
                merged.append(right[j])
                j += 1
            } else {
                let (a, b) = (left[i], right[j])
                let keepsLeft = a.cost != b.cost ? a.cost < b.cost : !choices.precedes(b.choice, a.choice)
                merged.append(keepsLeft ? a : b)
                i += 1
                j += 1
            }
        }
        merged += left[i...]
        merged += right[j...]
        return merged
    }

    /// Drops what something strictly cheaper with as many points replaces.
    private static func prune(_ entries: [Entry]) -> [Entry] {
        var kept: [Entry] = []
        kept.reserveCapacity(entries.count)
        var cheapest: Money?
        for entry in entries.reversed() {
            if let cheapest, cheapest < entry.cost { continue }
            cheapest = entry.cost
            kept.append(entry)
        }
        kept.reverse()
        return kept
    }
}

/// What was bought, as links to what was bought before: entries share their past.
struct ChoiceTree {
    static let nothing: Int32 = -1

    private struct Node {
        var previous: Int32
        /// Item index, or -1 for a joint whose `step` is the tree of the level built apart.
        var item: Int32
        var step: Int32
    }
    private var nodes: [Node] = []
    /// Whether every past is a chain in clause order, so that two can be compared by walking back.
    private var isChain: Bool

    init(isChain: Bool) {
        self.isChain = isChain
    }

    mutating func buy(item: Int, step: Int, after previous: Int32) -> Int32 {
        nodes.append(Node(previous: previous, item: Int32(item), step: Int32(step)))
        return Int32(nodes.count - 1)
    }

    mutating func join(_ previous: Int32, _ inner: Int32) -> Int32 {
        if inner == ChoiceTree.nothing { return previous }
        if previous == ChoiceTree.nothing { return inner }
        isChain = false
        nodes.append(Node(previous: previous, item: -1, step: inner))
        return Int32(nodes.count - 1)
    }

    /// Everything bought, by item.
    func steps(_ choice: Int32) -> [(item: Int, step: Int)] {
        var found: [(item: Int, step: Int)] = []
        var open = [choice]
        while let next = open.popLast() {
            guard next != ChoiceTree.nothing else { continue }
            let node = nodes[Int(next)]
            if node.item < 0 { open.append(node.step) } else { found.append((Int(node.item), Int(node.step))) }
            open.append(node.previous)
        }
        return found.sorted { $0.item < $1.item }
    }

    /// Whether one choice has the smaller step at the first item where the two differ.
    func precedes(_ left: Int32, _ right: Int32) -> Bool {
        isChain ? precedesInChain(left, right) : precedesAcrossJoints(left, right)
    }

    /// Without joints a past is a chain in clause order: walk both back until they share it; the last difference seen
    /// is the first in order.
    private func precedesInChain(_ left: Int32, _ right: Int32) -> Bool {
        var (left, right, result) = (left, right, false)
        while left != right {
            let leftItem = left == ChoiceTree.nothing ? -1 : nodes[Int(left)].item
            let rightItem = right == ChoiceTree.nothing ? -1 : nodes[Int(right)].item
            if leftItem == rightItem {
                if nodes[Int(left)].step != nodes[Int(right)].step {
                    result = nodes[Int(left)].step < nodes[Int(right)].step
                }
                left = nodes[Int(left)].previous
                right = nodes[Int(right)].previous
            } else if leftItem > rightItem {
                // Buying nothing at an item is a smaller step than buying anything.
                result = false
                left = nodes[Int(left)].previous
            } else {
                result = true
                right = nodes[Int(right)].previous
            }
        }
        return result
    }

    private func precedesAcrossJoints(_ left: Int32, _ right: Int32) -> Bool {
        if left == right { return false }
        let (a, b) = (steps(left), steps(right))
        for (x, y) in zip(a, b) where x != y {
            return x.item != y.item ? x.item > y.item : x.step < y.step
        }
        return a.count < b.count
    }
}
