import Commons
import Community
import Rulebook

/// Columns of tables of items.
enum ItemColumns {
    enum Column: Hashable {
        case field(Field)
        case place
        /// Something that an export says and nobody can bring in.
        case ignored
    }

    static let number = Phrase(zh: "编号", en: "Number")
    static let state = Phrase(zh: "状态", en: "State")
    static let place = Phrase(zh: "位置", en: "Place")
    private static let system = Phrase(zh: "（系统）", en: " (system)")

    /// The head of a column that is no field; fields of the same name come first.
    static func title(_ own: Phrase, _ form: Form) -> Phrase {
        form.fields.contains { $0.title.zh == own.zh || $0.title.en == own.en } ? own + system : own
    }

    /// What a head stands for: titles in either language or ids; nil: nothing.
    static func column(_ head: String, _ kind: Kind, _ form: Form) -> Column? {
        let head = head.lowercased()
        func isCalled(_ title: Phrase) -> Bool { title.zh.lowercased() == head || title.en.lowercased() == head }
        if let field = form.fields.first(where: { $0.id.lowercased() == head || isCalled($0.title) }) {
            return .field(field)
        }
        if kind.placing != .nowhere, head == "place" || isCalled(place) || isCalled(title(place, form)) {
            return .place
        }
        let ignored = [number, state, place].flatMap { [$0, $0 + system] }
        return ignored.contains(where: isCalled) ? .ignored : nil
    }

    static func title(_ column: Column) -> Phrase {
        switch column {
        case .field(let field): field.title
        case .place: place
        case .ignored: .same("")
        }
    }

    /// Sheets have names of at most 31 characters, without some.
    static func sheetName(_ title: String) -> String {
        let name = String(title.filter { !"[]:*?/\\'".contains($0) }.prefix(15))
        // Excel keeps this name for itself.
        return name.isEmpty || name.lowercased() == "history" ? "1 " + name : name
    }
}
