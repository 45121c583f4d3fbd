/// Fits positions into a picture of one of a few shapes; the style sheet knows the same shapes, so that names and
/// points can stand at per cents of it.
struct MapField {
    enum Shape {
        case wide, broad, square, tall

        var width: Int {
            switch self {
            case .wide: 800
            case .broad: 750
            case .square: 600
            case .tall: 480
            }
        }
        var height: Int {
            switch self {
            case .wide: 450
            case .broad, .square: 600
            case .tall: 640
            }
        }
        var rawName: StaticString {
            switch self {
            case .wide: "wide"
            case .broad: "broad"
            case .square: "square"
            case .tall: "tall"
            }
        }
    }

    let shape: Shape
    private let stretch: Double
    private let scale: Double
    private let left: Double
    private let top: Double

    init(_ positions: [Chart.Position], isInDegrees: Bool) {
        let (west, east) = (positions.map(\.x).min() ?? 0, positions.map(\.x).max() ?? 1)
        let (south, north) = (positions.map(\.y).min() ?? 0, positions.map(\.y).max() ?? 1)
        stretch = isInDegrees ? MapField.cosine(degrees: (south + north) / 2) : 1
        let width = max((east - west) * stretch, 1e-9)
        let height = max(north - south, 1e-9)
        let ratio = width / height
        shape = ratio > 1.45 ? .wide : ratio > 1.1 ? .broad : ratio < 0.85 ? .tall : .square
        let edge = 16.0
        scale = min((Double(shape.width) - edge * 2) / width, (Double(shape.height) - edge * 2) / height)
        left = (Double(shape.width) - width * scale) / 2 - west * stretch * scale
        top = (Double(shape.height) - height * scale) / 2 + north * scale
    }

    /// Where a position stands in the picture.
    func at(_ position: Chart.Position) -> (x: Double, y: Double) {
        (left + position.x * stretch * scale, top - position.y * scale)
    }

    /// A point well inside a ring, for its name: of a raster, the one farthest from the outline, with as few marks
    /// under the name as can be.
    func middle(of ring: [Chart.Position], clearOf marks: [(x: Double, y: Double)] = []) -> (x: Double, y: Double) {
        let points = ring.map(at)
        guard let first = points.first else { return (0, 0) }
        let (west, east) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
        let (north, south) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        var best = (point: first, distance: -1.0)
        for row in 1..<14 {
            for column in 1..<14 {
                let x = west + (east - west) * Double(column) / 14
                let y = north + (south - north) * Double(row) / 14
                var distance = MapField.depth(x, y, in: points)
                if distance > 0 {
                    // The name of a district is about a tenth of the picture wide.
                    let hidden = marks.count { abs($0.x - x) < 58 && $0.y - y > -24 && $0.y - y < 32 }
                    distance /= Double(1 + hidden * 2)
                }
                if distance > best.distance { best = ((x, y), distance) }
            }
        }
        return best.point
    }

    /// How far inside an outline a point lies, squared; below 0 outside. A name is wide and low, so a way up or down
    /// counts more than one aside.
    private static func depth(_ x: Double, _ y: Double, in points: [(x: Double, y: Double)]) -> Double {
        var isInside = false
        var least = Double.infinity
        var previous = points[points.count - 1]
        for point in points {
            if (point.y > y) != (previous.y > y),
                x < (previous.x - point.x) * (y - point.y) / (previous.y - point.y) + point.x
            {
                isInside.toggle()
            }
            let (dx, dy) = (point.x - previous.x, point.y - previous.y)
            let length = dx * dx + dy * dy
            let along = length > 0 ? min(max(((x - previous.x) * dx + (y - previous.y) * dy) / length, 0), 1) : 0
            let (offX, offY) = (x - previous.x - along * dx, (y - previous.y - along * dy) * 2)
            least = min(least, offX * offX + offY * offY)
            previous = point
        }
        return isInside ? least : -1
    }

    /// Enough terms for a map; the room has no library of mathematics.
    private static func cosine(degrees: Double) -> Double {
        let square = (degrees * .pi / 180) * (degrees * .pi / 180)
        return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
    }
}
