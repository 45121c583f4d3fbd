import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension KindPages {
    /// Items that are read at a time.
    private static let batch = 2_000

    /// The list as its address narrows it, all pages of it, as a file that can be brought in again.
    @Sendable func export(_ call: Call) async throws -> Reply {
        try await export(call, as: call.parameter("format"))
    }

    /// `reason`: what is of people stands in it as it is; nil: masked.
    func export(_ call: Call, as format: String, _ reason: LookReason? = nil) async throws -> Reply {
        let form = try await desk.form(of: kind)
        var query = try await desk.query(try ItemFilter(call.query, form), of: kind, form, call.visitor)
        query.reach = try desk.reach(kind.function(.export), call.visitor)
        (query.order, query.limit) = (.number, KindPages.batch)
        var export = ItemExport(language: call.spoken, kind: kind, form: form)
        if reason != nil { export.isClear = { desk.mayLook(kind, $0, call.visitor) } }
        var table = ExportTable(title: call.say(kind.title), columns: export.titles)
        while true {
            let asked = query
            let items = try await desk.store.readCommunity { try $0.items(asked) }
            let named = try await desk.names(in: items, form)
            table.rows += items.map { export.row($0, named: named) }
            try table.demandRoom()
            guard items.count == KindPages.batch, let last = items.last else { break }
            query.after = .init(key: last.head.number, id: last.id)
        }
        if let reason { try await desk.noteExport(of: kind, count: table.rows.count, reason, call.visitor) }
        return try table.reply(format, name: kind.id, on: portal.now.day)
    }
}

/// Items as a table for spreadsheets: values as one writes them into forms, what is of people masked.
struct ItemExport {
    let language: PageLanguage
    let kind: Kind
    let form: Form
    /// Of which items what is of people stands there as it is.
    var isClear: (Item) -> Bool = { _ in false }

    init(language: PageLanguage, kind: Kind, form: Form) {
        (self.language, self.kind, self.form) = (language, kind, form)
    }

    var titles: [String] {
        let own = [ItemColumns.number, ItemColumns.state] + (kind.placing == .nowhere ? [] : [ItemColumns.place])
        return own.map { language(ItemColumns.title($0, form)) } + form.fields.map { language($0.title) }
    }

    /// - Parameter named: what it names, by id.
    func row(_ item: Item, named: [String: CommunityDesk.Named]) -> [ExportTable.Value] {
        var row: [ExportTable.Value] = [
            .text(item.head.number),
            .text(kind.lifeCycle.state(item.state).map { language($0.title) } ?? item.state),
        ]
        if kind.placing != .nowhere {
            row.append(.text(item.place.map { named[$0]?.number ?? $0 } ?? ""))
        }
        let isClear = isClear(item)
        return row + form.fields.map { value($0, item.fields[$0.id], named, isClear) }
    }

    private func value(
        _ field: Field, _ value: FormValue?, _ named: [String: CommunityDesk.Named], _ isClear: Bool
    ) -> ExportTable.Value {
        guard let value else { return .text("") }
        if field.secrecy == .personal, !isClear { return .text(field.masked(value, language.spoken)) }
        switch field.content {
        case .reference, .references, .person:
            return .text(value.words.map { named[$0]?.number ?? $0 }.joined(separator: "; "))
        case .integer, .decimal, .money: return .number(field.texts(value).joined())
        case .flag, .choice, .choices:
            // Titles, which are read as well as ids.
            let titles = value.words.map { word in
                field.options.first { $0.id == word }.map { language($0.title) } ?? word
            }
            if let flag = value.flag { return .text(flag ? language("是", "yes") : language("否", "no")) }
            return .text(titles.joined(separator: "; "))
        default: return .text(field.texts(value).joined(separator: "; "))
        }
    }
}
