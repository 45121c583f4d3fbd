import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension PageLanguage {
    var spoken: Language { self == .chinese ? .zh : .en }
}

/// Values of fields as pages show them: what is of people is masked, what names something is a link.
struct ShownValues {
    var language: PageLanguage
    /// By id.
    var named: [String: CommunityDesk.Named]
    var catalog: Catalog
    /// Where a file is, by its digest; nil: files are counted.
    var file: ((String) -> String)?
    /// What is of people is shown as it is: somebody has said why they look.
    var isClear = false

    func text(_ field: Field, _ value: FormValue) -> String {
        if isMasked(field) { return field.masked(value, language.spoken) }
        switch field.content {
        case .reference, .references:
            return value.words.map { id in named[id].map { "\($0.number) \($0.title)" } ?? id }.joined(separator: "; ")
        case .person: return value.words.map { named[$0]?.title ?? $0 }.joined(separator: " ")
        default: return field.shown(value, language.spoken)
        }
    }

    private func isMasked(_ field: Field) -> Bool { field.secrecy == .personal && !isClear }

    func html(_ field: Field, _ value: FormValue) -> HTML {
        switch field.content {
        case _ where isMasked(field): return .text(text(field, value))
        case .reference, .references: return value.words.map(link).joined(separator: "、")
        case .files:
            guard let file else { return .text(text(field, value)) }
            let links = value.words.enumerated().map { index, digest in
                HTML.link(language("文件 \(index + 1)", "File \(index + 1)"), file(digest))
            }
            return links.joined(separator: " ")
        case .words: return HTML.paragraphs(text(field, value))
        default: return .text(text(field, value))
        }
    }

    /// A link to an item, by its number and what it is called.
    func link(_ id: String) -> HTML {
        guard let item = named[id], let kind = catalog.kind(item.kind) else { return .text(named[id]?.title ?? id) }
        let label = item.title == item.number ? item.number : "\(item.number) \(item.title)"
        return HTML.link(label, KindRoutes(kind).item.path(id))
    }
}

/// The state of an item and how long it may last.
struct ItemState {
    var language: PageLanguage
    var kind: Kind
    var now: Instant

    func badge(_ state: String) -> HTML {
        let isOpen = kind.openStates.contains(state)
        let tone: Tone = !isOpen ? .neutral : state == kind.lifeCycle.states.first?.id ? .info : .good
        return HTML.badge(kind.lifeCycle.state(state).map { language($0.title) } ?? state, tone)
    }

    /// nil: it has no deadline.
    func due(_ head: CaseHead) -> HTML? {
        guard let due = head.due, kind.openStates.contains(head.state) else { return nil }
        // A term in days is over with its last day, at midnight.
        let isDays = kind.lifeCycle.state(head.state)?.minutes == nil && due == Instant(due.day)
        let text = isDays ? due.day.adding(days: -1).description : due.shown
        return now < due
            ? .text(text) : HTML.badge(language("逾期：应于 \(text)", "late: due \(text)"), .bad)
    }

    /// Whether anything of the kind ever has a deadline.
    static func hasDeadlines(_ kind: Kind) -> Bool {
        kind.lifeCycle.states.contains { $0.minutes != nil || $0.term != nil }
    }
}
