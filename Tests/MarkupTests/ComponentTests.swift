import Markup
import Testing

/// What holds for every component, whatever is put into it.
@Suite(.serialized) struct ComponentTests {
    @Test(arguments: PageLanguage.allCases)
    func markupIsWellFormed(language: PageLanguage) {
        for (name, html) in Sample.all(language) {
            let problems = Elements(html.string).problems
            #expect(problems.isEmpty, "\(name): \(problems)")
        }
        #expect(Elements(Layout.document(Sample.page(language)).string).problems.isEmpty)
    }

    @Test func nothingOfTheUsersIsMarkup() {
        for (name, html) in Sample.all(.chinese).merging(
            ["page": Layout.document(Sample.page(.chinese))], uniquingKeysWith: { $1 })
        {
            #expect(!html.string.contains("<i x"), "\(name)")
            #expect(!html.string.contains("\"1z\""), "\(name)")
            #expect(!html.string.contains("javascript:"), "\(name)")
        }
    }

    @Test func noStyleAndNoScriptInside() {
        for (name, html) in Sample.all(.english).merging(
            ["page": Layout.document(Sample.page(.english))], uniquingKeysWith: { $1 })
        {
            for element in Elements(html.string).elements {
                let handlers = element.attributes.keys.filter { $0.hasPrefix("on") || $0 == "style" }
                #expect(handlers.isEmpty, "\(name): \(element.name) \(handlers)")
                #expect(element.name != "style", "\(name)")
                #expect(element.name != "script" || element.attributes["src"] != nil, "\(name)")
            }
        }
    }

    @Test func controlsAreNamedAndDescribed() {
        for (name, html) in Sample.all(.chinese) {
            let elements = Elements(html.string)
            let ids = Set(elements.elements.compactMap { $0.attributes["id"] })
            for element in elements.elements {
                for reference in ["aria-describedby", "for"] {
                    for id in (element.attributes[reference] ?? "").split(separator: " ") {
                        #expect(ids.contains(String(id)), "\(name): \(reference) \(id) leads nowhere")
                    }
                }
            }
            for svg in elements.all("svg") where svg.attributes["role"] == "img" {
                #expect(svg.attributes["aria-label"]?.isEmpty == false, "\(name)")
            }
        }
    }

    @Test func fieldsTieHintAndErrorToTheirControl() throws {
        let html = Input("count", "灯杆", hint: "根数", error: "应为整数", isRequired: true).number("3", min: "0")
        let elements = Elements(html.string)
        let input = try #require(elements.all("input").first)
        #expect(input.attributes["aria-describedby"] == "f-count-hint f-count-error")
        #expect(input.attributes["aria-invalid"] == "true")
        #expect(input.attributes["required"] != nil && input.attributes["min"] == "0")
        #expect(elements.all("label").first?.attributes["for"] == "f-count")
    }

    @Test func whatIsNoNumberStaysVisible() {
        #expect(Input("n", "n").number("12.5", step: "any").string.contains("type=\"number\""))
        #expect(
            Input("n", "n").number("12a").string.contains("type=\"text\" id=\"f-n\" name=\"n\" value=\"12a\" inputmode")
        )
    }

    @Test func choicesShowWhatIsChosen() {
        let choices = [Choice("a", "甲"), Choice("b", "乙")]
        let input = Input("x", "选项")
        #expect(input.select(choices, value: "b").string.contains("value=\"b\" selected"))
        #expect(input.radios(choices, value: "a").string.contains("value=\"a\" checked"))
        let boxes = Elements(input.checkboxes(choices, values: ["a", "b"]).string).all("input")
        #expect(boxes.count { $0.attributes["checked"] != nil } == 2)
    }

    @Test(arguments: [(24, false), (25, true)])
    func manyBoxesScroll(_ count: Int, _ areMany: Bool) {
        let choices = (0..<count).map { Choice("c\($0)", "条款 \($0)") }
        let html = Input("x", "选项").checkboxes(choices, filter: areMany ? "筛选" : nil).string
        #expect(html.contains("class=\"choices many\"") == areMany)
        #expect(html.contains("data-filter") == areMany)
    }

    @Test func suggestionsBelongToTheirField() throws {
        let html = Input("region", "区").text(suggestions: [Choice("990101", "青墩区")]).string
        let elements = Elements(html)
        #expect(elements.all("input")[0].attributes["list"] == elements.all("datalist")[0].attributes["id"])
        #expect(html.contains("<option value=\"990101\">青墩区</option>"))
        #expect(!Input("region", "区").text().string.contains("list"))
    }

    @Test func aTextThatBeginsWithALineKeepsIt() {
        #expect(Input("x", "x").area("\n甲").string.contains("rows=\"4\">\n\n甲</textarea>"))
    }

    @Test func sortedColumnsSaySo() {
        let html = HTML.table(
            "表",
            columns: [Column("名", isHeader: true), Column("数", isNumeric: true, sortHref: "?s=n", order: .ascending)],
            rows: [TableRow(["甲", "3"]), TableRow(["乙", ""])])
        let heads = Elements(html.string).all("th")
        #expect(heads[1].attributes["aria-sort"] == "ascending")
        #expect(heads[0].attributes["aria-sort"] == nil)
        #expect(heads[2].attributes["scope"] == "row")
        #expect(html.string.contains("class=\"number blank\" data-label=\"数\"><span class=\"value\">—</span>"))
    }

    @Test func whatIsNotSummedUpIsNotMissing() {
        let columns = [Column("名", isHeader: true), Column("内容"), Column("数", isNumeric: true)]
        let rows = [TableRow(["甲", "", "3"]), TableRow(["合计", "", "3"], isTotal: true)]
        #expect(HTML.table("表", columns: columns, rows: rows).string.ranges(of: "—").count == 1)
    }

    @Test func changesAreMarkedInWords() {
        let rows = [
            ComparedFinding("6.1", "甲", entries: [.init("3"), .init(""), .init("2")]),
            ComparedFinding("6.2", "乙", entries: [.init("3"), .init("3"), .init("3")]),
        ]
        let html = HTML.comparison("对照", layers: ["自评", "书面", "现场"], rows: rows, language: .chinese).string
        #expect(html.ranges(of: "有变更").count == 1)
        let beside = HTML.comparison(
            "对照", layers: ["甲", "乙", "丙"], rows: rows, marksChanges: false, language: .chinese)
        #expect(!beside.string.contains("有变更") && !beside.string.contains("changed"))
    }

    @Test func currentStepIsSaid() {
        let html = HTML.steps(
            [ProgressStep("甲", .done), ProgressStep("乙", .current)], label: "进度", language: .chinese)
        let steps = Elements(html.string).all("li")
        #expect(steps.map { $0.attributes["aria-current"] } == [nil, "step"])
        #expect(html.string.contains("（已完成）"))
    }

    @Test func progressKeepsToItsRange() {
        let over = Elements(HTML.progress("x", done: 9, of: 4, text: "9/4").string).elements[0].attributes
        #expect(over["aria-valuenow"] == "4" && over["aria-valuetext"] == "9/4")
        #expect(HTML.progress("x", done: 0, of: 0, text: "").string.contains("class=\"fill\" width=\"0%\""))
    }

    @Test(arguments: [("王建国", "建国"), ("陈", "陈"), ("Li Na", "LN"), ("Wang", "W"), ("", "")])
    func initials(name: String, initials: String) {
        #expect(HTML.avatar(name).string.hasSuffix(">\(initials)</span>"))
    }
}
