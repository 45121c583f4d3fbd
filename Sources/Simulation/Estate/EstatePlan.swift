public import Commons

/// An invented estate: its places and devices, the same for the same size and seed.
public struct EstatePlan: Sendable {
    public struct Space: Sendable {
        public var code: String
        public var name: String
        /// Of `Estate.spaceLevels`.
        public var level: String
        /// The code of the space around it; nil: the estate itself.
        public var outer: String?
        public var outline: [GeoPosition]
        public var position: GeoPosition?
        public var floor: Int?
        /// Square metres; nil: not known.
        public var area: String?

        /// Of `Estate.spaceUses`, beside what its place in the plan says.
        var use: String?

        /// Of `Estate.spaceUses`.
        public var uses: [String] {
            switch (level, code.split(separator: "-").last) {
            case ("gate", _): ["entrance"]
            case ("area", "P"): ["garage"]
            case ("area", "Y"): ["crowd"]
            default: use.map { [$0] } ?? []
            }
        }
    }

    public struct Device: Sendable {
        public var code: String
        public var name: String
        public var model: String
        /// The code of the space that it is in.
        public var place: String
        public var position: GeoPosition?
    }

    public enum Size: String, Sendable, CaseIterable {
        /// 132 homes, for a first look.
        case small
        /// 1,200 homes and 900 devices.
        case full
    }

    public let size: Size
    public let name: String
    /// What all its codes begin with.
    public let code: String
    /// Outermost first.
    public internal(set) var spaces: [Space] = []
    public internal(set) var devices: [Device] = []
    /// How many of both were there before anything was fitted; the rest comes with the past that is lived.
    private(set) var ownSpaces = 0
    private(set) var ownDevices = 0
    /// It has what an estate is fitted with that is run by this platform.
    public let isFitted: Bool

    /// Of the homes of a storey, in turn.
    private static let areas = ["89.37", "118.52", "76.05", "142.80"]

    private let southWest: GeoPosition
    let storeys: Int
    private let homesPerStorey: Int
    /// Of how many buildings, each of one unit.
    let buildings: Int
    var homesPerUnit: Int { storeys * homesPerStorey }
    /// Codes of the ways in and out.
    var gates: [String] { ["\(code)-N", "\(code)-S"] }

    /// The two sizes are two estates, side by side.
    /// - `southWest`: the corner that it is laid out from.
    public init(
        _ size: Size, name: String? = nil, code: String? = nil, isFitted: Bool = false,
        southWest: GeoPosition = .init(longitude: 124_352_000, latitude: 37_481_000)
    ) {
        self.size = size
        self.name = name ?? (size == .small ? "槐堤里小区" : "柳汀苑小区")
        self.code = code ?? (size == .small ? "HDL" : "LTY")
        self.isFitted = isFitted
        self.southWest =
            size == .small
            ? southWest : GeoPosition(longitude: southWest.longitude + 4000, latitude: southWest.latitude - 700)
        let columns: Int
        let rows: Int
        switch size {
        case .small: (columns, rows, storeys, homesPerStorey) = (3, 2, 11, 2)
        case .full: (columns, rows, storeys, homesPerStorey) = (4, 3, 25, 4)
        }
        buildings = columns * rows
        let (width, depth) = (columns * 900 + 700, rows * 700 + 600)
        spaces.append(
            Space(
                code: self.code, name: self.name, level: "community", outer: nil, outline: box(0, 0, width, depth),
                position: at(width / 2, depth / 2), floor: nil))
        for row in 0..<rows {
            for column in 0..<columns {
                build(row * columns + column + 1, x: 550 + column * 900, y: 400 + row * 700)
            }
        }
        layOutGrounds(width, depth)
        (ownSpaces, ownDevices) = (spaces.count, devices.count)
        if isFitted { fitOut(width, depth) }
    }

    /// A position so many ten-thousandths of a degree… in millionths, east and north of the corner.
    func at(_ x: Int, _ y: Int) -> GeoPosition {
        GeoPosition(longitude: southWest.longitude + x, latitude: southWest.latitude + y)
    }

    private func box(_ x: Int, _ y: Int, _ width: Int, _ depth: Int) -> [GeoPosition] {
        [at(x, y), at(x + width, y), at(x + width, y + depth), at(x, y + depth)]
    }

    private mutating func build(_ number: Int, x: Int, y: Int) {
        let code = "\(self.code)-\(number)"
        spaces.append(
            Space(
                code: code, name: "\(number) 号楼", level: "building", outer: self.code, outline: box(x, y, 600, 260),
                position: at(x + 300, y + 130), floor: nil))
        let unit = "\(code)-1"
        spaces.append(
            Space(
                code: unit, name: "\(number) 号楼 1 单元", level: "unit", outer: code, outline: [],
                position: at(x + 300, y + 130), floor: nil))
        func device(_ model: String, _ name: String, _ index: Int, _ dx: Int, _ dy: Int) {
            devices.append(
                Device(
                    code: "\(unit)-\(model)-\(index)", name: "\(number) 号楼\(name)", model: model, place: unit,
                    position: at(x + dx, y + dy)))
        }
        device("firehost", "消防主机", 1, 80, 60)
        device("door", "单元门禁", 1, 300, 20)
        device("lift", "客梯", 1, 340, 130)
        device("camera", "大厅摄像机", 1, 260, 60)
        for storey in 1...storeys {
            for home in 1...homesPerStorey {
                let room = "\(storey)0\(home)"
                spaces.append(
                    Space(
                        code: "\(unit)-\(room)", name: "\(number)-1-\(room)", level: "home", outer: unit, outline: [],
                        position: nil, floor: storey, area: EstatePlan.areas[(home - 1) % EstatePlan.areas.count]))
            }
            device("smoke", " \(storey) 层烟感", storey, 120 + storey * 400 / storeys, 190)
        }
        guard size == .full else { return }
        device("door", "后门门禁", 2, 300, 240)
        device("lift", "货梯", 2, 380, 130)
        for (index, name) in ["1 号轿厢摄像机", "2 号轿厢摄像机", "天台摄像机"].enumerated() {
            device("camera", name, index + 2, 340 + index * 40, 130)
        }
        for storey in 1...storeys {
            device("smoke", " \(storey) 层前室烟感", storeys + storey, 120 + storey * 400 / storeys, 70)
        }
    }

    private mutating func layOutGrounds(_ width: Int, _ depth: Int) {
        func space(_ code: String, _ name: String, _ level: String, _ outline: [GeoPosition], _ middle: GeoPosition) {
            spaces.append(
                Space(
                    code: "\(self.code)-\(code)", name: name, level: level, outer: self.code, outline: outline,
                    position: middle,
                    floor: nil))
        }
        func device(_ code: String, _ name: String, _ model: String, _ place: String, _ position: GeoPosition) {
            devices.append(
                Device(
                    code: "\(self.code)-\(code)", name: name, model: model, place: "\(self.code)-\(place)",
                    position: position))
        }
        space("N", "北门", "gate", [], at(width / 2, depth - 20))
        space("S", "南门", "gate", [], at(width / 2, 20))
        space("P", "地下车库", "area", box(60, 380, 360, depth - 700), at(240, depth / 2))
        space("Y", "中心花园", "area", box(width / 2 - 300, 120, 600, 220), at(width / 2, 230))
        for (code, name) in [("N", "北门"), ("S", "南门")] {
            let middle = code == "N" ? depth - 40 : 40
            device("\(code)-barrier-1", "\(name)入口道闸", "barrier", code, at(width / 2 - 60, middle))
            device("\(code)-barrier-2", "\(name)出口道闸", "barrier", code, at(width / 2 + 60, middle))
            device("\(code)-door-1", "\(name)人行门禁", "door", code, at(width / 2 + 140, middle))
            device("\(code)-camera-1", "\(name)摄像机", "camera", code, at(width / 2, middle))
        }
        device("P-water-1", "车库集水井水位计", "water", "P", at(150, depth / 2))
        device("P-camera-1", "车库摄像机", "camera", "P", at(300, depth / 2))
        device("Y-help-1", "花园求助按钮", "help", "Y", at(width / 2 - 200, 200))
        device("Y-camera-1", "花园摄像机", "camera", "Y", at(width / 2 + 200, 200))
        if size == .full { devices += furnishings(width, depth) }
    }
}
