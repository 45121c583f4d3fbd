import Commons
import Rulebook

extension Measurement {
    /// Groups or things that are named in a detail.
    private static let mostNamed = 5

    // MARK: Groups

    func share(_ items: Metric.Items, _ all: Metric.Items, by field: String?) throws -> Found {
        var found = Found.ratio(try run.count(items, scope), of: try run.count(all, scope))
        guard let field else { return found }
        let (part, whole) = (try records.count(items, by: field, scope), try records.count(all, by: field, scope))
        guard !whole.isEmpty else { return found }
        let names = try names(of: whole.keys, field, all.kind)
        let groups = whole.map { (name: names[$0.key] ?? .same($0.key), part: part[$0.key] ?? 0, all: $0.value) }
        // Of two that are as bad the one that more rests on is told first.
        let worst = groups.sorted { one, other in
            let (left, right) = (one.part * other.all, other.part * one.all)
            return (left, -one.all, one.name.zh) < (right, -other.all, other.name.zh)
        }
        let title = desk.catalog.kind(all.kind)?.form[field]?.title ?? .same(field)
        let told = worst.prefix(Self.mostNamed).map { group in
            group.name + .same(" \(group.part)/\(group.all)")
        }.joined()
        found.details.append(
            .init(
                Phrase(zh: "按\(title.zh)，最低的", en: "By \(title.en), the lowest"),
                told + Self.rest(beyond: groups.count)))
        return found
    }

    private func names(
        of words: some Collection<String>, _ field: String, _ kind: String
    ) throws -> [String: Phrase] {
        let declared = desk.catalog.kind(kind)?.form[field]
        if declared?.referredKind != nil {
            return try records.items(Set(words)).mapValues { .same($0.head.title) }
        }
        let options = declared?.options ?? []
        return Dictionary(options.map { ($0.id, $0.title) }) { first, _ in first }
    }

    private static func rest(beyond count: Int) -> Phrase {
        count > mostNamed ? Phrase(zh: "等", en: ", …") : Phrase(zh: "", en: "")
    }

    // MARK: Spaces and devices

    /// Days that what devices say of themselves may be old: the span, up to today; without one any age.
    private var lately: Range<Int> {
        let today = at.day.ordinal
        return (metric.span.map { today - $0 } ?? 0)..<today + 1
    }

    func covered(_ spaces: Metric.Items, _ devices: Metric.Devices, _ relation: String?) throws -> Found {
        // What spaces there are is not a matter of when they were entered.
        let scope = MetricScope(organisation: keeper.id, from: nil, until: end)
        let all = try run.count(spaces, scope)
        let bare = try records.uncovered(spaces, by: devices, through: relation, on: lately, scope)
        var found = Found.ratio(all - bare.count, of: all)
        try tell(bare, Phrase(zh: "未覆盖", en: "Not covered"), counter: "处", in: &found)
        return found
    }

    func fit(_ devices: Metric.Devices) throws -> Found {
        let all = try records.devices(.init(devices.models), on: lately, of: keeper.id)
        let fit = try records.devices(devices, on: lately, of: keeper.id)
        var found = Found.ratio(fit.count, of: all.count)
        let unfit = all.subtracting(fit).sorted()
        try tell(unfit, Phrase(zh: "未达到或没有上报", en: "Below it, or silent on it"), counter: "台", in: &found)
        return found
    }

    private func tell(_ ids: [String], _ label: Phrase, counter: String, in found: inout Found) throws {
        guard !ids.isEmpty else { return }
        let items = try records.items(Set(ids))
        let names = ids.compactMap { items[$0]?.head.title }.sorted().prefix(Self.mostNamed).map(Phrase.same).joined()
        let rest = Self.rest(beyond: ids.count)
        found.details.append(
            .init(
                label,
                Phrase(
                    zh: "\(ids.count) \(counter)：\(names.zh)\(rest.zh)", en: "\(ids.count): \(names.en)\(rest.en)")))
    }
}
