import Commons

extension EstatePlan {
    /// What only the large estate has on its grounds: its garage is watched, and the way around it.
    func furnishings(_ width: Int, _ depth: Int) -> [Device] {
        var devices: [Device] = []
        func device(_ suffix: String, _ name: String, _ model: String, _ place: String, _ position: GeoPosition) {
            devices.append(
                Device(
                    code: "\(code)-\(suffix)", name: name, model: model, place: "\(code)-\(place)", position: position))
        }
        for index in 2...4 {
            let position = at(150 + index * 20, depth / 2)
            device("P-water-\(index)", "车库 \(index) 号集水井水位计", "water", "P", position)
        }
        for index in 1...114 {
            let (row, column) = (index / 8, index % 8)
            let position = at(80 + column * 40, 400 + row * (depth - 740) / 15)
            device("P-smoke-\(index)", "车库 \(index) 号烟感", "smoke", "P", position)
        }
        for index in 2...25 {
            let position = at(100 + index % 5 * 70, 400 + index / 5 * (depth - 740) / 6)
            device("P-camera-\(index)", "车库 \(index) 号摄像机", "camera", "P", position)
        }
        for index in 1...30 {
            let position = at(30 + (index - 1) * (width - 60) / 29, index.isMultiple(of: 2) ? 30 : depth - 30)
            device("Z-camera-\(index)", "周界 \(index) 号摄像机", "camera", "Y", position)
        }
        for index in 2...10 {
            let position = at(200 + index * (width - 400) / 11, depth / 2 + 60)
            device("Y-help-\(index)", "花园 \(index) 号求助按钮", "help", "Y", position)
        }
        return devices
    }
}
