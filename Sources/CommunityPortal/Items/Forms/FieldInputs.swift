import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// The fields of a form as one fills them in. Of what is of people nothing is put into a page again: a field that is
/// left empty stays as it is.
struct FieldInputs {
    var language: PageLanguage
    /// What was typed, and what was wrong with it.
    var state = FormState()
    var candidates = Candidates()
    /// What is there already, by field.
    var before: [String: FormValue] = [:]
    /// What values name, by id.
    var named: [String: CommunityDesk.Named] = [:]
    /// Stands before every name, so that several forms fit on one page.
    var prefix = ""
    /// Where a file that is there already is, by its digest.
    var file: (String) -> String = { _ in "" }

    /// Where files are sent in pieces.
    static let uploads = "/uploads"
    /// What the name of a field is followed by.
    static let (uploadSuffix, keptSuffix, clearSuffix) = ("-upload", "-kept", "-clear")

    static func html(_ form: Form, _ inputs: FieldInputs) -> HTML {
        HTML.join(form.asked.map(inputs.html))
    }

    private func name(_ field: Field) -> String { prefix + field.id }

    private func value(_ field: Field) -> String { state[name(field)] }

    private func input(_ field: Field, unit: String? = nil, hint more: String? = nil, isRequired: Bool? = nil)
        -> Input
    {
        let hints = [field.note.map { language($0) }, more].compactMap(\.self).filter { !$0.isEmpty }
        return Input(
            name(field), language(field.title),
            hint: hints.isEmpty ? nil : hints.joined(separator: language("；", "; ")),
            error: state.error(name(field), language), isRequired: isRequired ?? field.isRequired,
            unit: unit ?? (field.unit.isEmpty ? nil : field.unit))
    }

    func html(_ field: Field) -> HTML {
        if field.secrecy == .personal { return personal(field) }
        switch field.content {
        case .line(let most): return input(field).text(value(field), maxLength: most)
        case .words(let most): return input(field).area(value(field), maxLength: most)
        case .integer, .decimal, .money: return number(field)
        case .day: return input(field).date(value(field))
        case .moment: return input(field).moment(value(field).replacing(" ", with: "T"))
        case .choice(let options):
            return input(field).select(
                options.map { Choice($0.id, language($0.title)) }, value: value(field),
                prompt: language("请选择", "Choose"))
        case .choices(let options):
            return input(field).checkboxes(
                options.map { Choice($0.id, language($0.title)) }, values: state.all(name(field)),
                filter: options.count > 12 ? language("筛选", "Filter") : nil)
        case .flag: return input(field, isRequired: false).check(isOn: value(field) == "true", value: "true")
        case .personal: return personal(field)
        case .reference(let kind): return select(field, candidates.items[kind], language("填编号", "Its number"))
        case .references(let kind, let most): return several(field, candidates.items[kind], most)
        case .person: return select(field, candidates.people, language("填登录名", "Their log-in"))
        case .position:
            return input(field, hint: language("经度,纬度，如 120.123456,30.123456", "longitude,latitude")).text(
                value(field), maxLength: 40, placeholder: "120.123456,30.123456")
        case .outline:
            return input(
                field, hint: language("3 至 500 个 经度,纬度，用空格分开", "3 to 500 of longitude,latitude with spaces between")
            ).area(value(field), rows: 3)
        case .files(let most): return files(field, most)
        }
    }

    // MARK: Numbers

    private func number(_ field: Field) -> HTML {
        func digits(_ number: Int) -> String? { field.texts(.number(number)).first }
        switch field.content {
        case .integer(let range):
            return input(field).number(value(field), min: digits(range.lowerBound), max: digits(range.upperBound))
        case .decimal(_, let range):
            return input(field).number(
                value(field), min: digits(range.lowerBound), max: digits(range.upperBound), step: digits(1) ?? "any")
        default:
            return input(field, unit: field.unit.isEmpty ? language("元", "yuan") : nil).number(
                value(field), step: "0.01")
        }
    }

    // MARK: Of people

    private func personal(_ field: Field) -> HTML {
        let there = before[field.id].map { field.masked($0, language.spoken) }
        let stays = there.map { language("现为 \($0)，不填则不变", "now \($0); stays as it is where nothing is typed") }
        let isRequired = field.isRequired && there == nil
        let clear: HTML? =
            there == nil || field.isRequired
            ? nil
            : Input(name(field) + FieldInputs.clearSuffix, language("清除\(field.title.zh)", "Clear: \(field.title.en)"))
                .check(isOn: !state[name(field) + FieldInputs.clearSuffix].isEmpty, value: "true")
        var control: HTML
        switch field.content {
        case .personal(let kind):
            let input = input(field, hint: join(language(kind.hint), stays), isRequired: isRequired)
            switch kind {
            case .health: control = input.area(value(field), maxLength: 1000)
            case .phone: control = input.text(value(field), kind: .tel, autocomplete: "off", maxLength: 40)
            case .mail: control = input.text(value(field), kind: .email, autocomplete: "off", maxLength: 254)
            default: control = input.text(value(field), autocomplete: "off", maxLength: 400)
            }
        case .words(let most):
            control = input(field, hint: stays, isRequired: isRequired).area(value(field), maxLength: most)
        case .line(let most):
            control = input(field, hint: stays, isRequired: isRequired).text(
                value(field), autocomplete: "off", maxLength: most)
        default:
            var open = field
            (open.secrecy, open.isRequired) = (.open, isRequired)
            if let stays { open.note = .same(join(field.note.map { language($0) } ?? "", stays)) }
            control = html(open)
        }
        if let clear { control += clear }
        return control
    }

    private func join(_ first: String, _ second: String?) -> String {
        [first, second ?? ""].filter { !$0.isEmpty }.joined(separator: language("；", "; "))
    }

    // MARK: What names something

    private func select(_ field: Field, _ choices: [Choice]?, _ hint: String) -> HTML {
        let value = value(field)
        guard var choices else {
            // What people call it, where its id stands.
            return input(field, hint: hint).text(named[value]?.number ?? value, autocomplete: "off", maxLength: 64)
        }
        if let there = named[value], !choices.contains(where: { $0.value == value }) {
            choices.insert(Choice(value, there.title, note: there.number), at: 0)
        }
        return input(field).select(choices, value: value, prompt: language("请选择", "Choose"))
    }

    /// Boxes to tick, or lines to fill in where there is too much to choose from.
    private func several(_ field: Field, _ choices: [Choice]?, _ most: Int) -> HTML {
        let values = state.values.all(name(field)).flatMap { $0.split(separator: "\n").map(String.init) }
        guard var choices else {
            let lines = values.map { named[$0]?.number ?? $0 }.joined(separator: "\n")
            return input(field, hint: language("每行一个编号，最多 \(most) 个", "one number a line, at most \(most)")).area(lines)
        }
        for value in values where !choices.contains(where: { $0.value == value }) {
            if let there = named[value] { choices.append(Choice(value, there.title, note: there.number)) }
        }
        return input(field, hint: language("最多 \(most) 项", "at most \(most)")).checkboxes(
            choices, values: Set(values), filter: choices.count > 12 ? language("筛选", "Filter") : nil)
    }

    /// Where it is; nil for a kind that has no place.
    /// - Parameter item: itself, which cannot be its own place.
    func place(_ kind: Kind, item: Item? = nil) -> HTML? {
        guard kind.placing != .nowhere else { return nil }
        let value = state[prefix + "place"]
        let isTree = kind.placing == .tree
        var input = Input(
            prefix + "place", isTree ? language("所在空间", "Lies in") : language("位置", "Place"),
            error: state.error(prefix + "place", language), isRequired: kind.placing == .required)
        guard var choices = candidates.spaces else {
            input.hint = language("填空间的编码", "The space's code")
            return input.text(named[value]?.number ?? value, autocomplete: "off", maxLength: 400)
        }
        choices.removeAll { $0.value == item?.id }
        if let there = named[value], !choices.contains(where: { $0.value == value }) {
            choices.insert(Choice(value, there.title, note: there.number), at: 0)
        }
        // A place can be changed, but not given up.
        let none = isTree ? language("最外层", "None: it is the outermost") : language("请选择", "Choose")
        return input.select(choices, value: value, prompt: item?.place == nil ? none : nil)
    }

    // MARK: Files

    private func files(_ field: Field, _ most: Int) -> HTML {
        let there = before[field.id]?.words ?? []
        let arrived = state.values.all(name(field) + FieldInputs.uploadSuffix)
        let isAnew = state.refusal != nil
        let kept = isAnew ? state.all(name(field) + FieldInputs.keptSuffix) : Set(there)
        let boxes: HTML? =
            there.isEmpty
            ? nil
            : Input(
                name(field) + FieldInputs.keptSuffix,
                language("\(field.title.zh)：保留的文件", "\(field.title.en): files to keep")
            ).checkboxes(
                there.enumerated().map { Choice($1, language("文件 \($0 + 1)", "File \($0 + 1)")) }, values: kept)
        let links = there.enumerated().map { index, digest in
            HTML.link(language("查看文件 \(index + 1)", "Open file \(index + 1)"), file(digest))
        }
        let waiting: HTML? =
            arrived.isEmpty
            ? nil
            : """
            <p>\(language("已上传 \(arrived.count) 个文件，将一并提交。", "\(arrived.count) files have arrived and go along."))</p>\
            \(each: arrived, { HTML.hidden(name(field) + FieldInputs.uploadSuffix, $0) })
            """
        let hint = language("最多 \(most) 个文件；断网后可续传", "at most \(most) files; goes on after a lost network")
        let control = input(field, hint: hint, isRequired: field.isRequired && there.isEmpty && arrived.isEmpty)
            .file(isMultiple: most > 1, upload: FieldInputs.uploads, language: language)
        return """
            \(control)\(waiting)\(boxes)\(if: !links.isEmpty, "<p>\(links.joined(separator: " "))</p>")
            """
    }
}

extension FormState {
    /// What stands in the fields of an item, as a form shows it; nothing of what is of people.
    init(_ form: Form, _ fields: [String: FormValue], place: String?) {
        self.init()
        for field in form.fields where field.secrecy == .open {
            guard let value = fields[field.id] else { continue }
            if case .files = field.content { continue }
            values.pairs += field.texts(value).map { Fields.Pair(field.id, $0) }
        }
        if let place { values.pairs.append(Fields.Pair("place", place)) }
    }
}
