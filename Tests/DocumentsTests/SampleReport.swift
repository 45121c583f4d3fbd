import Documents

/// A report of the size and shape of a real one: 118 scored items with reasons and evidence, five bars, signatures.
enum SampleReport {
    static let chinese = Document(
        language: "zh-CN",
        cover: Document.Cover(
            title: "智慧社区评价报告",
            subtitle: "依据《智慧城市 建筑及居住区 第2部分：智慧社区评价》\n（GB/T XXXXX—XXXX，征求意见稿）",
            headline: "二星级", headlineCaption: "评价总分值 Q = 79.95", stars: 2,
            facts: [
                Document.Fact("社区名称", "春江花园社区"), Document.Fact("申请单位", "杭州春江物业服务有限公司"),
                Document.Fact("评价机构", "某某建筑科学研究院"), Document.Fact("评价日期", "2025年11月22日"),
                Document.Fact("报告编号", ""),
            ]),
        runningTitle: "春江花园社区 · 智慧社区评价报告",
        footer: "数据摘要 sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bd15d6c15b0f00a08",
        blocks: conclusion + controls + scored + remarks)

    private static let conclusion: [Document.Block] = [
        .heading(level: 1, "一、评价结论"),
        .paragraph(
            "评价机构受申请单位委托，于2025年9月1日至11月22日对春江花园社区进行资料审查与现场核查。社区已竣工验收，"
                + "具有14个月连续运行数据，满足申请条件；9项控制项全部满足；118项评分项中102项得满分，9项部分得分，7项未得分。"),
        .callout(.good, title: "评定为二星级智慧社区", text: "评价总分值 Q = 79.95，位于 60 < Q ≤ 85 之间；距三星级还差 5.05 分以上。"),
        .heading(level: 2, "社区概况"),
        .facts([
            Document.Fact("地址", "浙江省杭州市滨江区春江路88号"), Document.Fact("建筑面积", "186,420 m²，24 栋 1,512 户"),
            Document.Fact("投入运行", "2024年9月"), Document.Fact("等级保护", "第二级，备案证明编号 33010012345-24001"),
            Document.Fact("联系人", ""),
        ]),
        .heading(level: 2, "各类指标得分"),
        .bars(
            Document.BarChart(
                caption: "图1 各类指标得分（满分 100）",
                bars: [
                    bar("基础设施", 91, "91 / 100"), bar("综合信息服务平台", 72.5, "72.50 / 100"),
                    bar("社区管理", 78, "78 / 100"), bar("社区服务", 64, "64 / 100"), bar("特色创新", 20, "20 / 100（加分）"),
                ])),
        .table(
            Document.Table(
                caption: "表1 得分汇总",
                columns: [
                    Document.Table.Column("指标", width: 34),
                    Document.Table.Column("满分", width: 16, alignment: .trailing),
                    Document.Table.Column("得分", width: 16, alignment: .trailing),
                    Document.Table.Column("权重", width: 16, alignment: .trailing),
                    Document.Table.Column("加权得分", width: 18, alignment: .trailing),
                ],
                rows: [
                    row(["基础设施", "100", "91", "0.25", "22.75"]), row(["综合信息服务平台", "100", "72.50", "0.20", "14.50"]),
                    row(["社区管理", "100", "78", "0.25", "19.50"]), row(["社区服务", "100", "64", "0.30", "19.20"]),
                    row(["特色创新", "100", "20", "0.20", "4.00"]),
                    Document.Table.Row(
                        ["评价总分值 Q", "", "", "", "79.95"].map { Document.Table.Cell($0) }, style: .total),
                ])),
    ]

    private static let controls: [Document.Block] = [
        .heading(level: 1, "二、控制项"),
        .paragraph("4个等级的智慧社区均应满足全部控制项。控制项的评定结果为满足或不满足。"),
        .table(
            Document.Table(
                caption: "表2 控制项评定结果",
                columns: [
                    Document.Table.Column("条款", width: 10), Document.Table.Column("要求", width: 39),
                    Document.Table.Column("结果", width: 17, alignment: .center), Document.Table.Column("依据", width: 34),
                ],
                rows: [
                    ("6.1.1", "光纤到户，满足多家运营商平等接入"), ("6.1.2", "设置综合服务中心并设值班人员"),
                    ("6.1.3", "设置安防监控中心，自身防护与对外联络齐备"), ("6.1.4", "消防控制室与火灾自动报警符合国家标准"),
                    ("7.1.1", "平台构架与部署：云端与本地均可部署"), ("7.1.2", "信息安全不低于二级等保"),
                    ("8.1.1", "智慧物业服务系统"), ("8.1.2", "专用 APP、小程序或公众号"), ("9.1.1", "消防管理制度与设备电子台账"),
                ].enumerated().map { index, item in
                    Document.Table.Row([
                        Document.Table.Cell(item.0), Document.Table.Cell(item.1),
                        index == 5
                            ? Document.Table.Cell("满足，将到期", tone: .warning) : Document.Table.Cell("满足", tone: .good),
                        Document.Table.Cell(evidence[index % evidence.count]),
                    ])
                })),
    ]

    private static let scored: [Document.Block] = {
        let columns = [
            Document.Table.Column("条款", width: 11), Document.Table.Column("评价内容", width: 37),
            Document.Table.Column("满分", width: 7, alignment: .trailing),
            Document.Table.Column("得分", width: 10, alignment: .trailing), Document.Table.Column("理由与证据", width: 35),
        ]
        let chapters = [("6", "基础设施"), ("7", "综合信息服务平台"), ("8", "社区服务"), ("9", "社区管理"), ("10", "特色创新")]
        var blocks: [Document.Block] = [.heading(level: 1, "三、评分项")]
        for (index, chapter) in chapters.enumerated() {
            blocks.append(.heading(level: 2, "3.\(index + 1) \(chapter.1)"))
            let rows = SampleReport.rows(chapter: chapter.0)
            blocks.append(
                .table(Document.Table(caption: "表\(index + 3) \(chapter.1)评分项", columns: columns, rows: rows)))
        }
        return blocks
    }()

    private static func rows(chapter: String) -> [Document.Table.Row] {
        var rows: [Document.Table.Row] = []
        var section = ""
        var total = 0
        for (index, line) in SampleItems.lines.split(separator: "\n").enumerated() {
            let parts = line.split(separator: "|").map(String.init)
            let levels = parts[0].split(separator: ".").map(String.init)
            guard levels[0] == chapter, let points = Int(parts[1]) else { continue }
            let name = levels.prefix(chapter == "10" ? 2 : 3).joined(separator: ".")
            if name != section {
                section = name
                rows.append(Document.Table.Row([Document.Table.Cell("\(name) 节")], style: .group))
            }
            let earned = index % 17 == 5 ? 0 : index % 13 == 4 ? points / 2 : points
            let tone: Document.Tone = earned == 0 ? .bad : earned < points ? .warning : .good
            total += earned
            rows.append(
                Document.Table.Row([
                    Document.Table.Cell(parts[0]), Document.Table.Cell(parts[2]), Document.Table.Cell("\(points)"),
                    Document.Table.Cell("\(earned)", tone: tone), Document.Table.Cell(evidence[index % evidence.count]),
                ]))
        }
        let sum = ["合计", "", "100", "\(total)", ""]
        return rows + [Document.Table.Row(sum.map { Document.Table.Cell($0) }, style: .total)]
    }

    private static let remarks: [Document.Block] = [
        .heading(level: 1, "四、说明与整改建议"),
        .heading(level: 2, "对标准的理解"),
        .list([
            "R1：式 5.2.4 在征求意见稿中缺失，本报告按 Q = 0.25·Q1 + 0.20·Q2 + 0.25·Q3 + 0.30·Q4 + 0.20·Q5 计算。",
            "R3：“以上”“以下”“不少于”“不低于”均包含本数。", "R9：创新应用的业主满意度须高于 60%，60% 本身不算。",
        ]),
        .callout(.warning, title: "等级保护测评将于 2026 年 1 月到期", text: "请在到期前完成复测，否则控制项 7.1.2 将不再满足。"),
        .callout(.bad, title: "三项安防设施未联网", text: "涉及 6.2.3.c.3、6.2.3.f.2、6.2.3.g.2。"),
        .callout(.neutral, title: "", text: "本报告的每一个得分都可以由数据摘要对应的评价文件重新计算得出。"),
        .heading(level: 3, "专家意见"),
        .lines(6),
        .heading(level: 1, "五、签署"),
        .paragraph("评价机构、专家组与申请单位确认以上结论。"),
        .signatures([
            Document.SignatureBox(title: "评价机构（盖章）", lines: ["负责人签字：", "日期："]),
            Document.SignatureBox(title: "专家组", lines: ["组长签字：", "成员签字：", "日期："]),
            Document.SignatureBox(title: "申请单位（盖章）", lines: ["负责人签字：", "日期："]),
        ]),
    ]

    private static let evidence = [
        "现场核查属实。\n· 现场照片 12 张（2025-10-14）\n· 系统截图 3 张",
        "访问记录最早 2025-04-24，至评价日 212 天，满足 180d 要求。\n· 平台指标 access.retention = 212 d\n· 数据库抽查记录，专家王某、李某签字",
        "资料齐全。\n· 竣工图 A-12、E-07",
        "抽查 20 处，其中 3 处未达到要求：7 号楼地下车库、12 号楼电梯间、北门非机动车出入口的设备离线超过 24 h，已出具整改通知书（ZG-2025-031）。\n· 抽查记录表\n· 整改通知书",
        "未提供证明材料，现场亦未见相应系统。",
    ]

    private static func bar(_ label: String, _ value: Double, _ text: String) -> Document.BarChart.Bar {
        Document.BarChart.Bar(label: label, value: value, max: 100, text: text)
    }

    private static func row(_ texts: [String]) -> Document.Table.Row {
        Document.Table.Row(texts.map { Document.Table.Cell($0) })
    }
}
