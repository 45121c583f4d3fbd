import Commons
import Rulebook

/// A metric that is about items, counted from the acts in their journals: another way to the same value, which needs
/// none of the indexes, and knows how things were at the moment of the value.
struct MetricRecount {
    let found: Measurement.Found
    let lines: [MetricAccount.Line]

    /// One item as it was, with what was done to it.
    private struct Story {
        var item: Item
        var acts: [(at: Instant, act: ItemEntry)]
    }

    /// nil: it is about something else than items, or rests on more than their acts.
    init?(_ measurement: Measurement) throws {
        let computation = measurement.metric.computation
        switch computation {
        case .count, .share, .response, .answers, .acted, .filled: break
        case .events, .online, .covered, .fit, .carriedOut, .placed, .active, .received, .reading, .recorded, .kept,
            .roles, .passedOn:
            return nil
        }
        guard let all = measurement.metric.population, all.by.isEmpty, all.referring.isEmpty,
            let kind = measurement.desk.catalog.kind(all.kind)
        else { return nil }
        let stories = try MetricRecount.stories(of: kind, measurement)
        let form = try measurement.desk.forms.current(kind, measurement.records)
        func among(_ items: Metric.Items, _ story: Story) -> Bool {
            MetricRecount.matches(items, story.item, form, on: measurement.at.day)
        }
        let inSpan = stories.filter { $0.item.head.openedAt >= measurement.from ?? $0.item.head.openedAt }
        let population = inSpan.filter { among(all, $0) }
        var counted = Set<String>()
        switch computation {
        case .count:
            counted = Set(population.map(\.item.id))
            found = .count(population.count)
        case .share(let part, _, _):
            counted = Set(inSpan.filter { among(part, $0) }.map(\.item.id))
            found = .ratio(counted.count, of: population.count)
        case .acted(_, let act):
            counted = Set(population.filter { $0.acts.contains { $0.act.act == act } }.map(\.item.id))
            found = .ratio(counted.count, of: population.count)
        case .filled(_, let fields):
            counted = Set(
                population.filter { story in
                    fields.allSatisfy { story.item.fields[$0].map { !$0.words.isEmpty } ?? false }
                }.map(\.item.id))
            found = .ratio(counted.count, of: population.count)
        case .response(_, let acts, let figure):
            let answers = population.map { story in
                MetricAnswer(
                    openedAt: story.item.head.openedAt,
                    answeredAt: story.acts.first { acts.contains($0.act.act) }?.at, state: story.item.state,
                    since: story.item.since)
            }
            counted = Set(zip(population, answers).filter { $1.answeredAt != nil }.map(\.0.item.id))
            found = measurement.response(answers, all.kind, figure)
        case .answers(_, let act, let field, let figure):
            // Of acts in the span, whenever the item was entered.
            let given = stories.filter { among(all, $0) }.map { story in
                (
                    story,
                    story.acts.filter { $0.act.act == act && $0.at >= measurement.from ?? $0.at }
                        .compactMap { $0.act.answers?[field]?.number }
                )
            }
            counted = Set(given.filter { !$1.isEmpty }.map(\.0.item.id))
            found = measurement.graded(given.flatMap(\.1), figure)
            lines = MetricRecount.lines(given.filter { !$1.isEmpty }.map(\.0), counted)
            return
        default: return nil
        }
        lines = MetricRecount.lines(population, counted)
    }

    private static func lines(_ stories: [Story], _ counted: Set<String>) -> [MetricAccount.Line] {
        stories.map(\.item).sorted { $0.head.number < $1.head.number }.map { item in
            MetricAccount.Line(
                number: item.head.number, title: item.head.title, state: item.state, counts: counted.contains(item.id))
        }
    }

    /// Every item of a kind that the organisation keeps, as it was.
    private static func stories(of kind: Kind, _ measurement: Measurement) throws -> [Story] {
        let scope = MetricScope(organisation: measurement.keeper.id, from: nil, until: measurement.end)
        var stories: [Story] = []
        try measurement.records.eachJournal(of: kind.id, scope) { head, entries in
            guard let item = try Item.folding(entries, head: head) else { return }
            stories.append(
                Story(
                    item: item, acts: try entries.map { ($0.at, try CanonicalJSON.decode(ItemEntry.self, $0.data)) }))
        }
        return stories
    }

    private static func matches(_ items: Metric.Items, _ item: Item, _ form: Form, on day: Day) -> Bool {
        if !items.states.isEmpty, !items.states.contains(item.state) { return false }
        func words(_ field: String) -> [String] {
            form[field]?.isIndexed == true ? item.fields[field]?.words ?? [] : []
        }
        guard items.having.allSatisfy({ words($0.key).contains($0.value) }),
            items.lacking.allSatisfy({ !words($0.key).contains($0.value) }),
            items.any.allSatisfy({ !Set($0.value).isDisjoint(with: words($0.key)) })
        else { return false }
        guard items.holds else { return true }
        let today = day.description
        return words("until").allSatisfy { $0 >= today } && words("since").allSatisfy { $0 <= today }
    }
}
