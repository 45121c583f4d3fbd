import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import Spreadsheet

extension KindPages {
    /// Items that are read at a time.
    private static let batch = 2_000

    /// The list as its address narrows it, all pages of it, as a file that can be brought in again.
    @Sendable func export(_ call: Call) async throws -> Reply {
        let format = call.parameter("format")
        guard ["csv", "xlsx"].contains(format) else {
            throw Refusal(.missing, zh: "没有这种格式", en: "there is no such format")
        }
        let form = try await desk.form(of: kind)
        var query = try await desk.query(try ItemFilter(call.query, form), of: kind, form)
        query.reach = try desk.reach(kind.function(.export), call.visitor)
        (query.order, query.limit) = (.number, KindPages.batch)
        var table = ItemExport(language: call.spoken, kind: kind, form: form)
        while true {
            let asked = query
            let items = try await desk.store.readCommunity { try $0.items(asked) }
            table.add(items, named: try await named(items, form))
            guard table.count <= CommunityLimits.rows else {
                throw Refusal(
                    .tooLarge, zh: "超过 \(CommunityLimits.rows) 行，请先筛选",
                    en: "more than \(CommunityLimits.rows) rows: narrow the list first")
            }
            guard items.count == KindPages.batch, let last = items.last else { break }
            query.after = .init(key: last.head.number, id: last.id)
        }
        let today = portal.now.day
        let (bytes, type) =
            format == "csv"
            ? (table.csv, "text/csv; charset=utf-8") : (try table.xlsx(on: today), FileType.xlsx.contentType)
        return .file(FileContent(bytes), name: "\(kind.id)-\(today).\(format)", type: type)
            .with(.cacheControl, "no-store")
    }

    /// What fields and places of items name, by id.
    func named(_ items: [Item], _ form: Form) async throws -> [String: CommunityDesk.Named] {
        var (ids, people): (Set<String>, Set<String>) = ([], [])
        for item in items {
            if let place = item.place { ids.insert(place) }
            for field in form.fields {
                guard let text = item.fields[field.id]?.text else { continue }
                switch field.content {
                case .reference: ids.insert(text)
                case .person: people.insert(text)
                default: continue
                }
            }
        }
        return try await desk.names(items: ids, people: people)
    }
}

/// Items as a table for spreadsheets: values as one writes them into forms, what is of people masked.
struct ItemExport {
    enum Value: Equatable {
        case text(String)
        case number(String)
    }

    let language: PageLanguage
    let kind: Kind
    let form: Form
    private(set) var rows: [[Value]] = []

    init(language: PageLanguage, kind: Kind, form: Form) {
        (self.language, self.kind, self.form) = (language, kind, form)
    }

    var count: Int { rows.count }

    var titles: [String] {
        let own = [ItemColumns.number, ItemColumns.state] + (kind.placing == .nowhere ? [] : [ItemColumns.place])
        return own.map { language(ItemColumns.title($0, form)) } + form.fields.map { language($0.title) }
    }

    /// - Parameter named: what they name, by id.
    mutating func add(_ items: [Item], named: [String: CommunityDesk.Named]) {
        for item in items {
            var row: [Value] = [
                .text(item.head.number),
                .text(kind.lifeCycle.state(item.state).map { language($0.title) } ?? item.state),
            ]
            if kind.placing != .nowhere {
                row.append(.text(item.place.map { named[$0]?.number ?? $0 } ?? ""))
            }
            rows.append(row + form.fields.map { value($0, item.fields[$0.id], named) })
        }
    }

    private func value(_ field: Field, _ value: FormValue?, _ named: [String: CommunityDesk.Named]) -> Value {
        guard let value else { return .text("") }
        if field.secrecy == .personal { return .text(field.masked(value, language.spoken)) }
        switch field.content {
        case .reference, .person: return .text(value.words.map { named[$0]?.number ?? $0 }.joined(separator: "; "))
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

    /// For Excel: UTF-8 with a byte order mark; what could be a formula is made text.
    var csv: [UInt8] {
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.append(titles.map { .text($0) })
        for row in rows {
            writer.append(
                row.map { value in
                    switch value {
                    case .text(let text): .text(text)
                    case .number(let text): .number(text)
                    }
                })
        }
        return writer.bytes
    }

    func xlsx(on day: Day) throws -> [UInt8] {
        let head = CellStyle(isBold: true, background: 0xE8_F1F1, hasBorder: true, wraps: true)
        let cells = rows.map { row in
            row.map { value -> Cell in
                switch value {
                case .text(let text): text.isEmpty ? .blank : .text(text)
                case .number(let text): text.utf8.count > 15 ? .text(text) : Cell(.decimal(text))
                }
            }
        }
        let width = titles.count
        let sheet = Sheet(
            name: ItemColumns.sheetName(language(kind.title)),
            rows: [titles.map { Cell(.text($0), style: head) }] + cells,
            columnWidths: Array(repeating: 18, count: width), frozenRows: 1,
            autofilter: CellRange(rows: 1...(rows.count + 1), columns: 1...width),
            print: PrintSetup(isLandscape: true, repeatRows: 1...1, fitsWidth: true))
        let properties = DocumentProperties(
            title: language(kind.title), created: Int(Instant(day).milliseconds / 1000))
        return try XLSXWriter().bytes(of: Workbook(sheets: [sheet], properties: properties))
    }
}
