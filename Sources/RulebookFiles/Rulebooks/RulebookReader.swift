public import Rulebook

/// Reads a rulebook and proves it sound: everything that is wrong is told at once, with file, line and column.
public struct RulebookReader {
    /// The rulebook, if nothing is wrong with it, and what was found.
    public static func read(_ folder: RulebookFolder) -> (rulebook: Rulebook?, diagnostics: [Diagnostic]) {
        var reader = RulebookReader(folder)
        let rulebook = reader.read()
        let found = reader.standard.all + reader.chapters.flatMap(\.all)
        return (found.contains { $0.severity == .error } ? nil : rulebook, found)
    }

    private let folder: RulebookFolder
    private let standard: Diagnostics
    private var chapters: [Diagnostics] = []
    /// Where each clause was declared: to tell that it stands twice.
    private var places: [String: (diagnostics: Diagnostics, mark: Mark)] = [:]
    private var sectionPlaces: [String: (diagnostics: Diagnostics, mark: Mark)] = [:]
    private var cited: [(reading: String, mark: Mark, diagnostics: Diagnostics)] = []
    private var controls: [Item] = []
    private var items: [Item] = []

    private init(_ folder: RulebookFolder) {
        self.folder = folder
        standard = Diagnostics(file: folder.files["standard.yaml"]?.name ?? folder.name + "/standard.yaml")
    }

    private mutating func read() -> Rulebook? {
        guard let file = folder.files["standard.yaml"] else {
            standard.error(.file, zh: "缺少 standard.yaml", en: "standard.yaml is missing")
            return nil
        }
        guard let root = file.document(standard),
            var fields = Fields(root, standard, what: Phrase(zh: "标准", en: "the standard"))
        else { return nil }
        if let format = fields.required("format"), format.whole(1...1, standard) == nil { return nil }
        let id = fields.required("id")?.identifier(standard) ?? ""
        let edition = fields.required("edition")?.text(standard) ?? ""
        let title = fields.required("title")?.phrase(standard) ?? .same("")
        let conditions = fields.optional("eligibility")?.list(standard)?.compactMap { condition($0) } ?? []
        let parser = LevelParser(diagnostics: standard)
        let categoryNodes = fields.required("categories")?.list(standard) ?? []
        var categories = categoryNodes.compactMap { parser.category($0) }
        let total = parser.total(fields.optional("score"))
        let gradeNodes = fields.required("grades")?.list(standard) ?? []
        let grades = gradeNodes.compactMap { parser.grade($0) }
        let chapterNodes = fields.required("chapters")?.list(standard) ?? []
        readChapters(chapterNodes, &categories)
        let readingNodes = fields.optional("readings")?.list(standard) ?? []
        let readings = readingNodes.compactMap {
            ReadingParser(diagnostics: standard, items: controls + items).reading($0)
        }
        fields.finish(Phrase(zh: "标准", en: "the standard"))
        let rulebook = Rulebook(
            id: id, edition: edition, title: title, conditions: conditions, categories: categories, controls: controls,
            items: items, total: total, grades: grades, readings: readings)
        let all = [standard] + chapters
        guard !all.contains(where: \.hasErrors) else { return nil }
        Soundness(
            rulebook: rulebook, standard: standard, root: root, categoryNodes: categoryNodes, gradeNodes: gradeNodes,
            readingNodes: readingNodes, cited: cited, places: places
        ).check()
        return rulebook
    }

    private mutating func condition(_ node: Node) -> Condition? {
        let what = Phrase(zh: "申请条件", en: "a condition")
        guard var fields = Fields(node, standard, what: what) else { return nil }
        let clause = fields.required("clause")?.text(standard)
        let title = fields.required("title")?.phrase(standard)
        let rule = fields.required("rule")
        let readings = cite(fields.optional("readings"), standard)
        fields.finish(what)
        guard let clause, let title, let rule, var ruleFields = Fields(rule, standard, what: what) else { return nil }
        defer { ruleFields.finish(what) }
        guard let kindNode = ruleFields.required("kind"), let kind = kindNode.text(standard) else { return nil }
        let test: Condition.Test
        switch kind {
        case "communityKind":
            guard let allowed = ruleFields.required("allowed")?.list(standard)?.compactMap({ $0.text(standard) }) else {
                return nil
            }
            test = .communityKind(allowed)
        case "accepted": test = .accepted
        case "operatingMonths":
            guard let months = ruleFields.required("months")?.whole(0...1200, standard) else { return nil }
            test = .operatingMonths(months)
        default:
            kindNode.wrong(
                standard, zh: "申请条件的 kind 应是 communityKind、accepted 或 operatingMonths",
                en: "the kind of a condition must be communityKind, accepted or operatingMonths")
            return nil
        }
        return Condition(clause: clause, title: title, test: test, readings: readings)
    }

    private mutating func cite(_ node: Node?, _ diagnostics: Diagnostics) -> [String] {
        var ids: [String] = []
        for node in node?.list(diagnostics) ?? [] {
            guard let id = node.text(diagnostics) else { continue }
            cited.append((id, node.mark, diagnostics))
            ids.append(id)
        }
        return ids
    }

    // MARK: Chapters

    private mutating func readChapters(_ nodes: [Node], _ categories: inout [Category]) {
        var listed: Set<String> = ["standard.yaml"]
        for node in nodes {
            guard let name = node.text(standard) else { continue }
            guard let file = folder.files[name] else {
                let nearest = Nearest.to(name, among: folder.files.keys.sorted())
                standard.error(
                    node.mark, zh: "没有文件“\(name)”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                    en: "no file '\(name)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
                continue
            }
            guard listed.insert(name).inserted else {
                standard.error(node.mark, zh: "“\(name)”列了两次", en: "'\(name)' is listed twice")
                continue
            }
            let diagnostics = Diagnostics(file: file.name)
            chapters.append(diagnostics)
            if let root = file.document(diagnostics) { readChapter(root, &categories, diagnostics) }
        }
        for name in folder.files.keys.sorted() where !listed.contains(name) {
            let diagnostics = Diagnostics(file: folder.files[name]!.name)
            diagnostics.error(
                .file, zh: "standard.yaml 的 chapters 没有列出这个文件", en: "not listed under chapters in standard.yaml")
            chapters.append(diagnostics)
        }
    }

    private mutating func readChapter(_ root: Node, _ categories: inout [Category], _ diagnostics: Diagnostics) {
        let what = Phrase(zh: "章", en: "a chapter")
        guard var fields = Fields(root, diagnostics, what: what) else { return }
        let category = fields.required("category")
        let controlNodes = fields.optional("controls")?.list(diagnostics) ?? []
        let sectionNodes = fields.optional("sections")?.list(diagnostics) ?? []
        fields.finish(what)
        guard let category, let id = category.text(diagnostics) else { return }
        guard let index = categories.firstIndex(where: { $0.id == id }) else {
            let nearest = Nearest.to(id, among: categories.map(\.id))
            diagnostics.error(
                category.mark, zh: "没有类别“\(id)”\(nearest.map { "，是否指“\($0)”？" } ?? "")",
                en: "no category '\(id)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")")
            return
        }
        for node in controlNodes {
            if let item = item(node, isControl: true, category: id, sections: [], diagnostics) { controls.append(item) }
        }
        for node in sectionNodes {
            if let level = section(node, category: id, above: [], diagnostics) {
                categories[index].level.children.append(.level(level))
            }
        }
    }

    /// Children stand in clause order, whichever list they were written in.
    private mutating func section(
        _ node: Node, category: String, above: [Phrase], _ diagnostics: Diagnostics
    ) -> Level? {
        let what = Phrase(zh: "节", en: "a section")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let clauseNode = fields.required("clause")
        let clause = clauseNode?.text(diagnostics)
        let title = fields.required("title")?.phrase(diagnostics)
        let shape = LevelParser(diagnostics: diagnostics).shape(&fields)
        let itemNodes = fields.optional("items")?.list(diagnostics) ?? []
        let sectionNodes = fields.optional("sections")?.list(diagnostics) ?? []
        fields.finish(what)
        guard let clauseNode, let clause, let title else { return nil }
        declare(clause, at: clauseNode.mark, among: &sectionPlaces, diagnostics)
        if itemNodes.isEmpty, sectionNodes.isEmpty {
            diagnostics.error(fields.mark, zh: "节 \(clause) 是空的", en: "section \(clause) is empty")
        }
        var children: [(clause: String, node: Node, isItem: Bool)] = []
        for (nodes, isItem) in [(itemNodes, true), (sectionNodes, false)] {
            for node in nodes { children.append((node.clauseText ?? "", node, isItem)) }
        }
        children.sort { ClauseOrder.precedes($0.clause, $1.clause) }
        var level = Level(
            id: clause, title: title, weight: shape.weight, total: shape.total, cap: shape.cap, scaleTo: shape.scaleTo,
            rescalesToApplicable: shape.rescales)
        for child in children {
            if child.isItem {
                guard
                    let item = item(
                        child.node, isControl: false, category: category, sections: above + [title], diagnostics)
                else { continue }
                items.append(item)
                level.children.append(.item(items.count - 1))
            } else if let below = section(child.node, category: category, above: above + [title], diagnostics) {
                level.children.append(.level(below))
            }
        }
        if !diagnostics.hasErrors { check(level, fields, diagnostics) }
        return level
    }

    /// Sections and items have names of their own; within each a clause stands once.
    private func declare(
        _ clause: String, at mark: Mark, among places: inout [String: (diagnostics: Diagnostics, mark: Mark)],
        _ diagnostics: Diagnostics
    ) {
        if let first = places[clause] {
            diagnostics.error(
                mark, zh: "条款 \(clause) 重复，已在 \(first.diagnostics.file):\(first.mark.line)",
                en: "clause \(clause) stands twice, first at \(first.diagnostics.file):\(first.mark.line)")
        }
        places[clause] = (diagnostics, mark)
    }

    private func check(_ level: Level, _ fields: Fields, _ diagnostics: Diagnostics) {
        let sum = level.rawMaximum(items)
        if let total = level.total, total != sum {
            diagnostics.error(
                fields.mark(of: "total"), zh: "节 \(level.id) 写明 \(total.shown) 分，各项合计 \(sum.shown) 分",
                en: "section \(level.id) says \(total.shown) points, its children add up to \(sum.shown)")
        }
        if let cap = level.cap, cap > sum {
            diagnostics.error(
                fields.mark(of: "cap"), zh: "节 \(level.id) 的封顶 \(cap.shown) 分达不到，各项合计 \(sum.shown) 分",
                en:
                    "section \(level.id): the cap of \(cap.shown) cannot be reached, its children add up to "
                    + "\(sum.shown)"
            )
        }
    }

    private mutating func item(
        _ node: Node, isControl: Bool, category: String, sections: [Phrase], _ diagnostics: Diagnostics
    ) -> Item? {
        let what = Phrase(zh: "条款", en: "an item")
        guard var fields = Fields(node, diagnostics, what: what) else { return nil }
        let clause = fields.required("clause")
        let title = fields.required("title")?.phrase(diagnostics)
        let requirement = fields.optional("requirement")?.phrase(diagnostics)
        let documents = fields.optional("documents")?.list(diagnostics)?.compactMap { $0.phrase(diagnostics) } ?? []
        let onSite = fields.optional("onSite")?.phrase(diagnostics)
        let checks = fields.optional("checks")?.named(diagnostics) ?? []
        let readings = cite(fields.optional("readings"), diagnostics)
        let weight = fields.optional("weight")?.positive(diagnostics) ?? .one
        var notApplicable = Item.NotApplicable.refused
        if let node = fields.optional("notApplicable"), let text = node.text(diagnostics) {
            if let policy = Item.NotApplicable(rawValue: text), policy != .refused {
                notApplicable = policy
            } else {
                node.wrong(
                    diagnostics, zh: "notApplicable 应是 excluded 或 full", en: "notApplicable must be excluded or full")
            }
        }
        let ruleNode = isControl ? fields.optional("rule") : fields.required("rule")
        let rule = ruleNode.map { RuleParser(diagnostics: diagnostics).rule($0) } ?? (isControl ? .control : nil)
        fields.finish(what)
        guard let clause, let id = clause.text(diagnostics), let title, let rule else { return nil }
        if rule.isControl != isControl {
            diagnostics.error(
                ruleNode?.mark ?? node.mark, zh: isControl ? "控制项的规则只能是 control 或 veto" : "评分项不能用 control 或 veto",
                en: isControl
                    ? "a control item takes the rules control and veto only" : "a scored item cannot be control or veto"
            )
        }
        if !checks.isEmpty, rule.kind != .all, rule.kind != .control {
            diagnostics.error(
                fields.mark(of: "checks"), zh: "checks 只用于 all 和控制项",
                en: "checks go with the rule all and with control items")
        }
        declare(id, at: clause.mark, among: &places, diagnostics)
        return Item(
            clause: id, title: title, requirement: requirement, documents: documents, onSite: onSite, rule: rule,
            checks: checks, readings: readings, notApplicable: notApplicable, weight: weight, category: category,
            sections: sections)
    }
}

extension Node {
    /// The clause of an item or section, where it has one.
    fileprivate var clauseText: String? {
        guard case .map(let entries) = content,
            case .scalar(let text, _) = entries.first(where: { $0.key == "clause" })?.value.content
        else { return nil }
        return text
    }
}

/// The order of clauses: `6.2.2` before `6.2.10`, `6.2.3.a.4` before `6.2.3.b`.
enum ClauseOrder {
    static func precedes(_ left: String, _ right: String) -> Bool {
        let (a, b) = (left.split(separator: "."), right.split(separator: "."))
        for (x, y) in zip(a, b) where x != y {
            if let x = Int(x), let y = Int(y) { return x < y }
            return x < y
        }
        return a.count < b.count
    }
}
