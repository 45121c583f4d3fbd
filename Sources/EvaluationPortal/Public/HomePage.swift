import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// The first page: what Linli is for, how a grade comes about, and where to look up somebody's.
struct HomeView {
    struct Category {
        var title: Phrase
        var weight: Exact
        var isAddition: Bool
    }

    var language: PageLanguage
    var standard: Phrase
    var categories: [Category]
    var grades: [Grade]
    var highestQ: Exact
    /// Cases by state.
    var counts: [String: Int] = [:]
    /// Each with what the visitor may go to.
    var wings: [Wing] = []
    var logIns: DemoLogInsView?
    var isSignedIn = false

    init(
        _ rulebook: Rulebook?, counts: [String: Int] = [:], wings: [Wing] = [], logIns: DemoLogInsView? = nil,
        isSignedIn: Bool = false, language: PageLanguage
    ) {
        self.language = language
        standard = rulebook?.title ?? Phrase(zh: "智慧社区评价标准", en: "the standard of smart communities")
        categories = (rulebook?.categories ?? []).map {
            Category(title: $0.title, weight: $0.weight, isAddition: $0.isAddition)
        }
        grades = rulebook?.grades ?? []
        highestQ = rulebook?.highestQ ?? Exact(100)
        self.counts = counts
        self.wings = wings
        self.logIns = logIns
        self.isSignedIn = isSignedIn
    }

    var body: HTML {
        """
        \(heading)
        \(logIns.map { $0.card })
        \(HTML.grid(wings.map(card)))
        \(numbers)
        \(HTML.card(language("三步完成评价", "An evaluation in three steps"), HTML.grid(steps)))
        \(HTML.card(language("等级是怎样得出的", "How a grade comes about"), grading))
        \(HTML.grid([search, verification]))
        """
    }

    private var heading: HTML {
        let work = HTML.linkButton(language("进入工作台", "Go to work"), Routes.work.path(), kind: .primary)
        let logIn = HTML.linkButton(language("登录办理", "Log in"), Routes.logIn.path(), kind: .primary)
        return HTML.heading(
            language("智慧社区，评得清，管得好", "Smart communities, evaluated and run in one place"),
            lead: .text(
                language(
                    "依据\(standard.zh)的评价，和它所要求的综合信息服务平台，都在这里。",
                    "Evaluation under \(standard.en), and the integrated information service platform that it asks for."
                )),
            actions: [
                isSignedIn ? work : logIn,
                HTML.linkButton(language("查询名录", "Search the registry"), Routes.registry.path()),
            ], language: language)
    }

    private func card(_ wing: Wing) -> HTML {
        let links = wing.entries.map { HTML.linkButton(language($0.title), $0.path) }
        let row: HTML? = links.isEmpty ? nil : "<div class=\"row\">\(links)</div>"
        return HTML.card(language(wing.title), "<p>\(language(wing.text))</p>\(row)")
    }

    private var numbers: HTML {
        func count(_ states: [String]) -> String { String(states.map { counts[$0] ?? 0 }.reduce(0, +)) }
        let isUnderWay = ["submitted", "review", "clarification", "panel", "site", "consensus", "report", "approval"]
        return HTML.tiles([
            Tile(
                language("已发证社区", "Communities certified"), count(["certified"]), href: Routes.registry.path()),
            Tile(
                language("正在公示", "On public notice"), count(["notice", "appeal", "decided"]),
                note: language("欢迎提出意见", "Objections are welcome"), href: Routes.notices.path()),
            Tile(language("正在评价", "Under evaluation"), count(isUnderWay)),
        ])
    }

    private var steps: [HTML] {
        [
            step(
                1, HomePicture.apply, language("申报自评", "Apply and assess yourself"),
                language(
                    "社区逐条填写自评，上传证明材料；表格也可以离线填好再导入。得分和还差什么随时看得到。",
                    "The community answers clause by clause and adds its evidence, on line or from a workbook. "
                        + "The score and what is missing are there at any time."
                )),
            step(
                2, HomePicture.visit, language("审查与现场核查", "Review and site visit"),
                language(
                    "评价机构审查材料，专家各自独立打分、现场拍照取证，再合议分歧之处；两人批准后才能出报告。",
                    "The body reviews the documents. Experts judge on site, each blind to the others, and settle "
                        + "where they differ. Two people approve the report."
                )),
            step(
                3, HomePicture.certify, language("公示、发证、年检", "Notice, certificate, annual check"),
                language(
                    "结果公示不少于五个工作日，任何人可以提出异议；证书扫码即可核验，每年检查一次。",
                    "The result is on notice for five working days or more, and anybody may object. A "
                        + "certificate is checked every year and verified by scanning it."
                )),
        ]
    }

    private func step(_ number: Int, _ picture: HTML, _ title: String, _ text: String) -> HTML {
        "<div>\(picture)<h3>\(number). \(title)</h3><p>\(text)</p></div>"
    }

    private var grading: HTML {
        let weights = categories.map { category in
            Chart.Bar(
                language(category.title), value: category.weight.approximate, max: 0.5,
                text: category.isAddition
                    ? language("加分 × \(category.weight.percent)", "extra × \(category.weight.percent)")
                    : "× \(category.weight.percent)",
                tone: category.isAddition ? .good : .neutral)
        }
        let bands = grades.enumerated().compactMap { index, grade -> Chart.Band? in
            let (from, to) = (grade.range.lower?.value ?? .zero, grade.range.upper?.value ?? highestQ)
            guard to > from else { return nil }
            return Chart.Band(language(grade.title), from: from.approximate, to: to.approximate, .stars(index))
        }
        let rows = grades.enumerated().map { index, grade in
            TableRow([
                GradeMark(title: grade.title, stars: index, of: grades.count - 1).html(language),
                .text(grade.range.shown),
            ])
        }
        let lead = language(
            "控制项必须全部满足。其余条款得分按类相加，五类得分乘以权重之和就是总分 Q，Q 落在哪一段就是哪一级。",
            "Every control item must be met. The points of the other clauses add up by category; the categories, "
                + "weighted, make Q. The range that Q falls into is the grade."
        )
        return """
            <p>\(lead)</p>
            \(HTML.grid([
                Chart.bars(language("各类权重", "Weights of the categories"), weights, language: language),
                """
                \(Chart.gauge(
                    language("等级与总分 Q", "Grades and Q"), value: nil, text: "Q", bands: bands, language: language))
                \(HTML.table(
                    language("等级", "Grades"), columns: [Column(language("等级", "Grade"), isHeader: true), Column("Q")],
                    rows: rows, isCaptionHidden: true))
                """,
            ]))
            """
    }

    private var search: HTML {
        HTML.card(
            language("查询公开名录", "Search the registry"),
            """
            <p>\(language("按社区名称或证书编号查询获得等级的社区。", "Find certified communities by name or number."))</p>
            \(HTML.search(
                action: Routes.registry.path(), label: language("社区名称或证书编号", "Community or certificate number"),
                button: language("查询", "Search")))
            """)
    }

    private var verification: HTML {
        HTML.card(
            language("核验证书", "Verify a certificate"),
            """
            <p>\(language(
                "扫描证书上的二维码，或输入证书编号，查看它今天是否有效。",
                "Scan the code on a certificate, or type its number, to see whether it is valid today."))</p>
            \(VerifyForm(language: language, number: "").html)
            """)
    }
}

extension EvaluationPortal {
    @Sendable func homePage(_ call: Call) async throws -> Reply {
        let counts = try await store.read {
            try $0.count(CaseQuery(kind: EvaluationLifeCycle.kind, reach: [.all]))
        }
        let view = HomeView(
            desk.shelf.offered.first?.rulebook, counts: counts,
            wings: wings.map { wing in
                Wing(
                    title: wing.title, text: wing.text,
                    entries: wing.entries.filter { PageFrame.shows($0, to: call) })
            }, logIns: demoLogInsView(call), isSignedIn: call.person != nil, language: call.spoken)
        return page(call, PageContent(Phrase(zh: "首页", en: "Home"), view.body))
    }
}
