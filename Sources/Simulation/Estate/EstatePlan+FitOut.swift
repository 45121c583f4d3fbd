import Commons

/// What an estate is fitted with once a platform runs it: plant rooms and roofs under control, a perimeter without
/// gaps, intercoms, video analysis, a garage that knows plates, homes of the elderly with detectors, machines for
/// everybody.
extension EstatePlan {
    mutating func fitOut(_ width: Int, _ depth: Int) {
        fitPlant(width, depth)
        fitGrounds(width, depth)
        for number in 1...buildings { fitBuilding(number) }
        fitHomes()
        fitFacilities(width, depth)
    }

    private mutating func place(
        _ suffix: String, _ name: String, _ level: String, use: String?, in outer: String? = nil,
        _ position: GeoPosition? = nil
    ) {
        spaces.append(
            Space(
                code: "\(code)-\(suffix)", name: name, level: level, outer: outer ?? code, outline: [],
                position: position, floor: nil, use: use))
    }

    private mutating func fit(
        _ suffix: String, _ name: String, _ model: String, in place: String, _ position: GeoPosition? = nil
    ) {
        devices.append(
            Device(
                code: "\(code)-\(suffix)", name: name, model: model, place: "\(code)-\(place)", position: position))
    }

    private mutating func fitPlant(_ width: Int, _ depth: Int) {
        for (index, (room, name)) in [("PD", "变配电室"), ("SB", "水泵房"), ("XK", "消防控制室")].enumerated() {
            let position = at(width - 180, 200 + index * (depth - 400) / 2)
            place(room, name, "area", use: "plant", position)
            fit("\(room)-door-1", "\(name)门禁", "door", in: room, position)
            fit("\(room)-detector-1", "\(name)入侵探测器", "detector", in: room, position)
            fit("\(room)-camera-1", "\(name)摄像机", "camera", in: room, position)
        }
    }

    private mutating func fitGrounds(_ width: Int, _ depth: Int) {
        let sides = [
            ("E", "东", width - 20, depth / 2), ("S", "南", width / 2, 10), ("W", "西", 20, depth / 2),
            ("B", "北", width / 2, depth - 10),
        ]
        for (side, name, x, y) in sides {
            place("Z\(side)", "\(name)侧周界", "area", use: "perimeter", at(x, y))
            fit("Z\(side)-perimeter-1", "\(name)侧周界报警", "perimeter", in: "Z\(side)", at(x, y))
        }
        // Nobody can call for help here yet: what the evaluation says is to be done next.
        place("ET", "儿童活动场", "area", use: "accident", at(width / 2 + 200, 120))
        place("L", "小区主干道", "area", use: "road", at(width / 2, depth / 2))
        fit("L-camera-1", "主干道摄像机", "camera", in: "L", at(width / 2, depth / 2))
        for (index, name) in ["1 号消防通道", "2 号消防通道"].enumerated() {
            let position = at(width / 4 + index * width / 2, depth / 2 - 30)
            place("X\(index + 1)", name, "area", use: "lane", position)
            fit("X\(index + 1)-camera-1", "\(name)摄像机", "camera", in: "X\(index + 1)", position)
        }
        for (index, name) in ["入口", "出口"].enumerated() {
            fit("P-barrier-\(index + 1)", "车库\(name)道闸", "barrier", in: "P", at(120 + index * 60, depth - 340))
        }
        for (suffix, name, room) in [
            ("L-vision-1", "高空抛物分析盒", "L"), ("XK-vision-1", "轿厢分析盒", "XK"), ("X1-vision-1", "消防通道分析盒", "X1"),
        ] { fit(suffix, name, "vision", in: room, at(width / 2, depth / 2)) }
    }

    private mutating func fitBuilding(_ number: Int) {
        let unit = "\(number)-1"
        place("\(unit)-DT", "\(number) 号楼电梯厅", "area", use: "lift", in: "\(code)-\(unit)")
        place("\(unit)-WD", "\(number) 号楼楼顶出口", "area", use: "roof", in: "\(code)-\(unit)")
        fit("\(unit)-camera-8", "\(number) 号楼电梯厅摄像机", "camera", in: "\(unit)-DT")
        fit("\(unit)-door-9", "\(number) 号楼楼顶门禁", "door", in: "\(unit)-WD")
        fit("\(unit)-intercom-1", "\(number) 号楼对讲主机", "intercom", in: unit)
    }

    /// Eight homes of elderly people who agreed to it.
    private mutating func fitHomes() {
        let cared = households.filter { $0.residents.contains { $0.groups.contains("elder") } }.prefix(8)
        for household in cared {
            let home = String(household.home.dropFirst(code.count + 1))
            fit("\(home)-smoke-1", "\(home) 室内烟感", "smoke", in: home)
            fit("\(home)-gas-1", "\(home) 燃气探测器", "gas", in: home)
            fit("\(home)-help-1", "\(home) 求助按钮", "help", in: home)
        }
    }

    private mutating func fitFacilities(_ width: Int, _ depth: Int) {
        for (index, facility) in facilities.enumerated() {
            fit(
                "\(facility.place)-\(facility.model)-1", facility.name, facility.model, in: facility.place,
                at(width / 2 - 200 + index * 60, 300))
        }
    }

    /// What stands there for everybody's convenience: models of `Facilities`, where, and when one may use it.
    var facilities: [(model: String, name: String, place: String, hours: String)] {
        [
            ("locker", "北门快递柜", "N", "全天"), ("wash", "自助洗车机", "P", "6:00-22:00"),
            ("drinking", "纯净水售水机", "Y", "全天"), ("vending", "中心花园售货机", "Y", "全天"),
            ("waste", "智能垃圾站", "S", "6:00-21:00"),
        ]
    }
}
