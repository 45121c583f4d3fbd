import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// What a list is narrowed by, as its address says it.
struct ItemFilter: Sendable {
    var text = ""
    var state: String?
    /// The number or id of a space.
    var within = ""
    /// By field.
    var values: [String: String] = [:]

    /// Words of an address that are not names of fields.
    private static let reserved: Set<String> = ["q", "state", "within", "after", "limit", "done", "lang"]

    init() {}

    init(_ query: Fields, _ form: Form) throws(Refusal) {
        text = String((try query.filled("q") ?? "").prefix(100))
        state = try query.filled("state")
        within = String((try query.filled("within") ?? "").prefix(400))
        for field in ItemFilter.fields(form) {
            values[field.id] = try query.filled(ItemFilter.name(field))
        }
    }

    /// What a list can be narrowed by: what the records keep an index of.
    static func fields(_ form: Form) -> [Field] {
        form.fields.filter { $0.referredKind != nil || $0.isFiltered && $0.secrecy == .open }
    }

    /// As an address calls it.
    static func name(_ field: Field) -> String { reserved.contains(field.id) ? "field." + field.id : field.id }

    var isEmpty: Bool { text.isEmpty && state == nil && within.isEmpty && values.isEmpty }

    /// For addresses: what is asked for, but for what is given here.
    func pairs(_ form: Form, state: String?, after: String? = nil) -> [(name: String, value: String)] {
        let fields = ItemFilter.fields(form).map { (name: ItemFilter.name($0), value: values[$0.id] ?? "") }
        let all =
            [(name: "q", value: text), (name: "state", value: state ?? ""), (name: "within", value: within)] + fields
            + [(name: "after", value: after ?? "")]
        return all.filter { !$0.value.isEmpty }
    }
}

extension ItemQuery.Cursor {
    /// `MILLISECONDS-ID` of the last item of the page before, as addresses say it.
    init?(text: String) {
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, Int64(parts[0]) != nil else { return nil }
        self.init(key: String(parts[0]), id: String(parts[1]))
    }

    var text: String { "\(key)-\(id)" }

    /// Behind an item, where the newest change stands first.
    init(after item: Item) { self.init(key: String(item.head.changedAt.milliseconds), id: item.id) }
}

extension CommunityDesk {
    /// The query that a filter stands for.
    /// - Throws: A `Refusal` with the place of what names nothing.
    func query(_ filter: ItemFilter, of kind: Kind, _ form: Form, _ visitor: Visitor) async throws -> ItemQuery {
        var query = ItemQuery(kind: kind.id, reach: [], states: filter.state.map { [$0] } ?? [], text: filter.text)
        for field in ItemFilter.fields(form) {
            guard let text = filter.values[field.id] else { continue }
            if let other = field.referredKind {
                query.values.append(.init(field.id, try await id(of: text, kind: other, place: field.id, visitor)))
            } else {
                let words = try field.read([text])?.words ?? []
                query.values += words.map { ItemQuery.Value(field.id, $0) }
            }
        }
        if !filter.within.isEmpty {
            query.within = try await id(of: filter.within, kind: Estate.space.id, place: "within", visitor)
        }
        return query
    }

    /// The id of what somebody names by it or by the number; what they have nothing to do with is not there.
    func id(of text: String, kind: String, place: String, _ visitor: Visitor) async throws -> String {
        let found = try await store.readCommunity { records in
            try records.items([text])[text] ?? records.item(kind: kind, number: text)
        }
        guard let found, found.head.kind == kind, mayName(found, visitor) else {
            throw Refusal(.invalid, zh: "找不到：\(text)", en: "there is no '\(text)'", place: place)
        }
        return found.id
    }
}

extension SearchSelect {
    /// A box for what there is no list of.
    static func box(_ name: String, _ label: String, _ value: String) -> HTML {
        """
        <input type="search" name="\(name)" value="\(value)" aria-label="\(label)" placeholder="\(label)" \
        maxlength="400">
        """
    }
}
