import Rulebook
import Testing

@testable import RulebookFiles

/// A sound rulebook of two files, each part of which a test may replace by something unsound, marked with `§`.
struct SmallRulebook {
    var head = """
        format: 1
        id: small
        edition: "1"
        title: {zh: 小, en: Small}

        """
    var eligibility = ""
    var categories = "  - {id: a, title: {zh: 甲, en: A}, weight: 1}\n"
    var chapters = "[a.yaml]"
    var score = ""
    var grades = """
          - {id: low, title: {zh: 低, en: Low}, q: {below: 5}}
          - {id: high, title: {zh: 高, en: High}, q: {atLeast: 5}}

        """
    var readings = ""
    var category = "a"
    var controls = ""
    var sections = """
          - clause: "1"
            title: {zh: 一, en: One}
            items:

        """
    var items = "      - {clause: 1.a, title: {zh: 甲, en: A}, rule: {kind: all, points: 10}}\n"
    /// Further files by name.
    var others: [String: String] = [:]
    /// Replaces a file as a whole.
    var replaced: [String: String?] = [:]

    /// One more scored item with this rule.
    static func rule(_ rule: String) -> SmallRulebook {
        var small = SmallRulebook()
        small.items += "      - clause: 1.b\n        title: {zh: 乙, en: B}\n        rule: \(rule)\n"
        return small
    }

    /// One more scored item of which this is the whole text.
    static func item(_ item: String) -> SmallRulebook {
        var small = SmallRulebook()
        small.items += "      - \(item)\n"
        return small
    }

    private var files: [(name: String, marked: Marked)] {
        let standard =
            head + (eligibility.isEmpty ? "" : "eligibility:\n" + eligibility) + "categories:\n" + categories
            + "chapters: \(chapters)\n" + score + "grades:\n" + grades
            + (readings.isEmpty ? "" : "readings:\n" + readings)
        let chapter =
            "category: \(category)\n" + (controls.isEmpty ? "" : "controls:\n" + controls) + "sections:\n" + sections
            + items
        var texts = ["standard.yaml": standard, "a.yaml": chapter].merging(others) { $1 }
        for (name, text) in replaced { texts[name] = text }
        return texts.sorted { ($0.key == "standard.yaml" ? "" : $0.key) < ($1.key == "standard.yaml" ? "" : $1.key) }
            .map { ("small/" + $0.key, Marked($0.value)) }
    }

    var folder: RulebookFolder {
        RulebookFolder(name: "small", files: files.map { $0.marked.source($0.name) })
    }

    var read: (rulebook: Rulebook?, diagnostics: [Diagnostic]) { RulebookReader.read(folder) }

    /// Exactly these errors are told, at the marks in order, in both languages, and there is no rulebook.
    func isUnsound(_ messages: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        let (book, told) = read
        let places = files.flatMap { file in file.marked.marks.map { "\(file.name):\($0.line):\($0.column)" } }
        #expect(places.count == messages.count, "a mark for each message", sourceLocation: sourceLocation)
        let expected = zip(places, messages).map { "\($0): error: \($1)" }
        #expect(told.english.sorted() == expected.sorted(), sourceLocation: sourceLocation)
        #expect(told.areBilingual, sourceLocation: sourceLocation)
        let isRefused = book == nil
        #expect(isRefused, sourceLocation: sourceLocation)
    }

    /// Where one mistake makes others that follow from it: this one is told, at the mark.
    func isUnsoundWith(_ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let (book, told) = read
        let places = files.flatMap { file in file.marked.marks.map { "\(file.name):\($0.line):\($0.column)" } }
        #expect(places.count == 1, "one mark", sourceLocation: sourceLocation)
        for place in places {
            #expect(told.english.contains("\(place): error: \(message)"), sourceLocation: sourceLocation)
        }
        #expect(told.areBilingual, sourceLocation: sourceLocation)
        let isRefused = book == nil
        #expect(isRefused, sourceLocation: sourceLocation)
    }

    func isSound(sourceLocation: SourceLocation = #_sourceLocation) {
        let (book, told) = read
        #expect(told.english == [], sourceLocation: sourceLocation)
        let isThere = book != nil
        #expect(isThere, sourceLocation: sourceLocation)
    }
}
