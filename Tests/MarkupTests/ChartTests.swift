import Testing

@testable import Markup

@Suite struct ChartTests {
    @Test(arguments: [
        (0.0, "0"), (1, "1"), (-1, "-1"), (84.7, "84.7"), (84.75, "84.75"), (0.004, "0"), (0.005, "0.01"),
        (-0.25, "-0.25"),
        (1.005e9, "1005000000"), (.infinity, "0"), (.nan, "0"), (99.999, "100"),
    ])
    func numbersForAttributes(value: Double, text: String) {
        #expect(Chart.decimal(value) == text)
    }

    @Test(arguments: [
        ("bars", ["91 / 100", "width=\"91%\""]), ("gauge", ["Q = 84.70", "70.58%", "x=\"50%\""]),
        ("waterfall", ["78.20", "+2.50", "85.00"]), ("columns", ["126"]), ("histogram", ["<td", "17"]),
        ("trend", ["52.30", "60"]), ("stacked", ["12/20", "width=\"60%\"", "width=\"40%\""]), ("map", ["50%"]),
        ("course", ["M0 25L33.33 0L33.33 50L0 75Z", "M0 50L33.33 50M100 25", "cx=\"100%\""]),
    ])
    func numbersAreThere(name: String, texts: [String]) throws {
        let html = try #require(Sample.all(.chinese)[name]).string
        for text in texts { #expect(html.contains(text), "\(name) lacks \(text)") }
    }

    @Test(arguments: ["bars", "gauge", "waterfall", "columns", "histogram", "trend", "stacked", "map", "course"])
    func chartsAreSaidInWordsAndAsATable(name: String) throws {
        let html = try #require(Sample.all(.chinese)[name])
        let elements = Elements(html.string)
        #expect(elements.all("figcaption").count == 1)
        #expect(elements.all("table").count == 1)
        #expect(elements.all("details").count == 1)
        let plot = try #require(elements.elements.first { $0.attributes["class"] == "plot" })
        #expect(plot.attributes["aria-label"]?.isEmpty == false)
        // What is read as one picture must hide nothing that can be reached.
        let links = elements.all("a").count
        #expect(plot.attributes["role"] == (links > 0 ? "group" : "img"))
    }

    @Test func emptyChartsDrawNothingAndDoNotFail() {
        let charts = [
            Chart.bars("x", [], language: .chinese), Chart.columns("x", [], language: .chinese),
            Chart.gauge("x", value: nil, text: "—", bands: [], language: .chinese),
            Chart.histogram("x", [], ticks: [], language: .chinese),
            Chart.trend("x", [], range: 0...1, language: .chinese), Chart.sparkline([], label: "x"),
            Chart.course("x", [], range: 0...0, ends: ("0", "0"), language: .chinese),
            Chart.stacked("x", [], language: .chinese), Chart.map("x", districts: [], places: [], language: .chinese),
            Chart.waterfall("x", start: ("a", 0, "0"), steps: [], goal: ("b", 0, "0"), language: .chinese),
            Chart.stacked("x", [.init("a", [.init("b", 0, .good)], text: "0/0")], language: .chinese),
            Chart.bars("x", [.init("a", value: 3, max: 0, text: "3")], language: .chinese),
            Chart.map("x", districts: [.init("d", rings: [[]])], places: [], language: .chinese),
        ]
        for chart in charts {
            #expect(Elements(chart.string).problems.isEmpty)
            #expect(!chart.string.contains("nan") && !chart.string.contains("inf"))
        }
    }

    @Test func valuesOutsideStayInThePicture() {
        let bands = [Chart.Band("a", from: 0, to: 60, .stars(1))]
        #expect(
            Chart.gauge("x", value: 70, text: "70", bands: bands, language: .chinese).string.contains("cx=\"100%\""))
        #expect(Chart.gauge("x", value: -7, text: "-7", bands: bands, language: .chinese).string.contains("cx=\"0%\""))
        let bar = Chart.bars("x", [.init("a", value: 130, max: 100, text: "130")], language: .chinese).string
        #expect(bar.contains("class=\"fill\" width=\"100%\""))
    }

    @Test func aWaterfallSaysWhereItsAxisBegins() {
        func html(_ start: Double) -> String {
            Chart.waterfall(
                "x", start: ("a", start, ""), steps: [.init("b", 1, text: "+1")], goal: ("c", 85, ""),
                language: .chinese
            ).string
        }
        #expect(html(84).contains("横轴自 83 起"))
        #expect(!html(1).contains("横轴自"))
    }

    @Test func missingYearsBreakTheLine() {
        let moments = [1.0, nil, 2, 3].map { Chart.Moment("y", $0, text: "") }
        let html = Chart.trend("x", moments, range: 0...4, language: .chinese).string
        let path = html.firstMatch(of: /class="curve"[^>]* d="([^"]*)"/)?.1 ?? ""
        #expect(path.count { $0 == "M" } == 2 && path.count { $0 == "L" } == 1)
        #expect(html.ranges(of: "<circle").count == 3)
    }
}
