import Community

/// What the office enters in the first days, table by table, in the order that tables name one another.
extension EstatePlan {
    /// The home of whoever has the resident's log-in, and of those who own a home that stands empty.
    var emptyHomes: [String] {
        spaces.filter { $0.level == "home" }.enumerated().filter { $0.offset % 6 == 5 }.map(\.element.code)
    }

    /// Whose log-in is the resident's.
    var ownHome: String { emptyHomes.first ?? "" }

    /// The points of a patrol with what hangs there.
    var checkpoints: [(code: String, name: String, place: String, tag: String)] {
        [
            ("N", "北门岗"), ("P", "地下车库"), ("Y", "中心花园"), ("S", "南门岗"), ("PD", "变配电室"), ("SB", "水泵房"),
            ("XK", "消防控制室"),
        ].map { place, name in
            (code: "XG-\(code)-\(place)", name: name, place: "\(code)-\(place)", tag: "\(code)-TAG-\(place)")
        }
    }

    var routes: [Settling] {
        func route(_ number: String, _ name: String, _ shift: String, _ points: ArraySlice<String>)
            -> CommunityDesk.Draft
        {
            CommunityDesk.Draft(
                ["name": [name], "code": ["XL-\(number)"], "shifts": [shift], "points": Array(points)], place: code)
        }
        let points = checkpoints.map(\.code)
        return [
            Settling(
                kind: "checkpoint", fields: ["name", "code", "tag", "watch"],
                drafts: checkpoints.map {
                    CommunityDesk.Draft(
                        ["name": [$0.name], "code": [$0.code], "tag": [$0.tag], "watch": ["门窗、照明、消防设施、可疑情况"]],
                        place: $0.place)
                }),
            Settling(
                kind: "route", fields: ["name", "code", "shifts", "points"],
                drafts: [
                    route("1", "日间外围", "day", points[..<4]), route("2", "夜间设备间", "night", points[4...]),
                ]),
            Settling(
                kind: "inspectionplan", fields: ["name", "code", "every", "subject", "words"],
                drafts: [
                    ("1", "消防通道检查", "w1", "fire", "通道、疏散指示、防火门"),
                    ("2", "电梯机房检查", "w3", "structure", "机房温度、应急照明、对讲"),
                    ("3", "配电与水泵检查", "w5", "electricity", "仪表、渗漏、绝缘垫"),
                    ("4", "游乐与健身设施检查", "m10", "structure", "紧固、磨损、警示牌"),
                    ("5", "中控值守检查", "daily", "order", "主机、录像、对讲、应急器材"),
                ].map { number, name, every, subject, words in
                    CommunityDesk.Draft(
                        [
                            "name": [name], "code": ["AJ-\(number)"], "every": [every], "subject": [subject],
                            "words": [words],
                        ], place: code)
                }),
        ]
    }

    /// Who has moved in beside those of the plan, and the file of every home.
    var archives: [Settling] {
        let homes = spaces.filter { $0.level == "home" }
        let (households, empty) = (households, emptyHomes)
        let owners = Dictionary(households.map { ($0.home, $0) }) { first, _ in first }
        return [
            Settling(
                kind: "household", fields: ["code", "use", "persons"],
                drafts: empty.map { home in
                    CommunityDesk.Draft(
                        [
                            "code": ["HH-\(home)"], "use": [home == ownHome ? "owner" : "empty"],
                            "persons": [home == ownHome ? "1" : "0"],
                        ], place: home)
                }),
            Settling(
                kind: "resident",
                fields: ["name", "code", "household", "residence", "purposes", "way", "phone", "person"],
                drafts: empty.enumerated().map { index, home in absent(index, home) }),
            Settling(
                kind: "tenure", fields: ["relation", "who", "home", "since"],
                drafts: empty.map { home in
                    CommunityDesk.Draft([
                        "relation": ["owner"], "who": ["R-\(home)-1"], "home": [home], "since": ["2019-06-01"],
                    ])
                }),
            Settling(
                kind: "house",
                fields: ["code", "door", "address", "category", "use", "area", "owner", "ownership", "certificate"],
                drafts: homes.enumerated().map { index, home in
                    let household = owners[home.code]
                    let use = household.map { $0.isLet ? "let" : "own" } ?? (home.code == ownHome ? "own" : "empty")
                    return CommunityDesk.Draft(
                        [
                            "code": ["FW-\(home.code)"], "door": [home.name],
                            "address": ["清川市青墩区和鸣路 18 号\(name) \(home.name)"], "category": ["residence"], "use": [use],
                            "area": [home.area ?? ""], "owner": [household?.residents.first?.name ?? "业主\(index + 1)"],
                            "ownership": ["private"], "certificate": ["清（2019）青墩不动产权第 \(100_000 + index) 号"],
                        ], place: home.code)
                }),
        ]
    }

    private func absent(_ index: Int, _ home: String) -> CommunityDesk.Draft {
        let isOwn = home == ownHome
        return CommunityDesk.Draft(
            [
                "name": [isOwn ? "岑映雪" : "业主\(index + 1)"], "code": ["R-\(home)-1"], "household": ["HH-\(home)"],
                "residence": ["permanent"], "purposes": ["contact"], "way": ["written"],
                "phone": [EstatePlan.phone(900 + index)], "person": isOwn ? ["resident"] : [],
            ], place: home)
    }

    /// What opens doors, and what there is for everybody.
    var services: [Settling] {
        let adults = households.compactMap { household in household.residents.first.map { (household, $0) } }
        return [
            Settling(
                kind: "credential", fields: ["name", "resident", "way", "number", "from"],
                drafts: adults.enumerated().map { index, pair in
                    CommunityDesk.Draft([
                        "name": [pair.1.name], "resident": [pair.1.code], "way": [index % 3 == 0 ? "face" : "card"],
                        "number": ["\(60_000_000 + index * 37)"], "from": ["2024-01-01"],
                    ])
                }),
            Settling(
                kind: "facility", fields: ["name", "code", "type", "hours", "device"],
                drafts: facilities.enumerated().map { index, one in
                    CommunityDesk.Draft(
                        [
                            "name": [one.name], "code": ["BM-\(index + 1)"], "type": [one.model], "hours": [one.hours],
                            "device": ["\(code)-\(one.place)-\(one.model)-1"],
                        ], place: "\(code)-\(one.place)")
                }),
            Settling(
                kind: "resource", fields: ["name", "type", "opens", "closes", "minutes", "offer", "charge"],
                drafts: [("家庭保洁", "cleaning", "每小时 45 元"), ("搬家协助", "move", "每次 120 元"), ("工具借用", "tool", "免费")].map {
                    name, type, charge in
                    CommunityDesk.Draft(
                        [
                            "name": [name], "type": [type], "opens": ["8"], "closes": ["20"], "minutes": ["60"],
                            "offer": ["true"], "charge": [charge],
                        ], place: code)
                }),
        ]
    }

    /// Numbers that nobody has been given.
    static func phone(_ index: Int) -> String { "1380013\(8000 + index % 1000)" }
}
