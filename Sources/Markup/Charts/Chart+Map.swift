extension Chart {
    /// A point of a map: east and north, in metres or degrees.
    public struct Position: Sendable, Hashable {
        /// East, or longitude.
        public var x: Double
        /// North, or latitude.
        public var y: Double

        /// A point.
        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// An area with a name.
    public struct District: Sendable {
        /// What stands on it.
        public var name: String
        /// Its outlines: islands and holes each a ring of their own.
        public var rings: [[Position]]
        /// How it is coloured; plain without.
        public var swatch: Swatch?
        /// What the number on it is: `12 个社区`.
        public var text: String
        /// Where to read more.
        public var href: String?
        /// Whether its name stands on it; where there are very many, names hide one another.
        public var isNamed = true

        /// An area.
        public init(
            _ name: String, rings: [[Position]], text: String = "", swatch: Swatch? = nil, href: String? = nil
        ) {
            self.name = name
            self.rings = rings
            self.text = text
            self.swatch = swatch
            self.href = href
        }
    }

    /// A place with a name.
    public struct Place: Sendable {
        /// What is there.
        public var name: String
        /// Where it is.
        public var position: Position
        /// How it is coloured.
        public var swatch: Swatch
        /// What is said of it: `二星级`.
        public var text: String
        /// Where to read more.
        public var href: String?
        /// Whether it has come up just now: it catches the eye.
        public var isNew = false

        /// A place.
        public init(_ name: String, at position: Position, text: String, _ swatch: Swatch, href: String? = nil) {
            self.name = name
            self.position = position
            self.text = text
            self.swatch = swatch
            self.href = href
        }
    }

    /// Districts and the places in them. Degrees are drawn in their proportion at the middle latitude.
    public static func map(
        _ title: String, description: String = "", districts: [District], places: [Place],
        legends: [(title: String, entries: [(swatch: Swatch, label: String)])] = [], isInDegrees: Bool = true,
        language: PageLanguage
    ) -> HTML {
        let field = MapField(
            districts.flatMap { $0.rings.joined() } + places.map(\.position), isInDegrees: isInDegrees)
        let colon = language.colon
        let marks = places.map { field.at($0.position) }
        let frame = Frame(
            title: title,
            description: description.isEmpty
                ? language(
                    "\(districts.count) 个区域，\(places.count) 个地点", "\(districts.count) areas, \(places.count) places")
                : description,
            language: language, kind: "map", columns: [language("名称", "Name"), language("说明", "Details")],
            rows: districts.filter { !$0.text.isEmpty }.map { [named($0.name, $0.href), .text($0.text)] }
                + places.map { [named($0.name, $0.href), .text($0.text)] })
        let picture: HTML = """
            <div class="box \(raw: field.shape.rawName)"><svg width="100%" height="100%">\(frame.titles)\
            <svg width="100%" height="100%" viewBox="0 0 \(field.shape.width) \(field.shape.height)">\
            \(each: districts, { area($0, field, colon) })</svg>\
            \(each: districts, { name($0, field, clearOf: marks) })\
            \(each: places, { point($0, field, colon) })</svg></div>\
            \(each: legends, { legend($0.entries, title: $0.title) })
            """
        return frame.htmlWithLinks(picture)
    }

    private static func named(_ name: String, _ href: String?) -> HTML {
        href.map { HTML.link(name, $0) } ?? .text(name)
    }

    private static func area(_ district: District, _ field: MapField, _ colon: String) -> HTML {
        let path = district.rings.map { ring -> HTML in
            let points = ring.map { position -> HTML in
                let (x, y) = field.at(position)
                return "\(number(x)) \(number(y))"
            }
            return "M\(HTML.join(points, separator: "L"))Z"
        }
        let said = district.text.isEmpty ? district.name : "\(district.name)\(colon)\(district.text)"
        let shape: HTML = """
            <path class="district\(district.swatch.map { " \($0.name)" as HTML })" fill-rule="evenodd" \
            vector-effect="non-scaling-stroke" d="\(path)"><title>\(said)</title></path>
            """
        return district.href.map { "<a href=\"\(href: $0)\" aria-label=\"\(said)\">\(shape)</a>" } ?? shape
    }

    private static func name(
        _ district: District, _ field: MapField, clearOf places: [(x: Double, y: Double)]
    ) -> HTML {
        guard district.isNamed, let ring = district.rings.max(by: { $0.count < $1.count }) else { return "" }
        let (x, y) = field.middle(of: ring, clearOf: places)
        let at: HTML =
            "x=\"\(percent(x / Double(field.shape.width)))\" y=\"\(percent(y / Double(field.shape.height)))\""
        let text: HTML? =
            district.text.isEmpty ? nil : "<text class=\"halo value\" \(at) dy=\"1.2em\">\(district.text)</text>"
        return
            """
            <g class="label" aria-hidden="true"><text class="halo strong" \(at)>\(district.name)</text>\(text)</g>
            """
    }

    private static func point(_ place: Place, _ field: MapField, _ colon: String) -> HTML {
        let (x, y) = field.at(place.position)
        let at: HTML =
            "cx=\"\(percent(x / Double(field.shape.width)))\" cy=\"\(percent(y / Double(field.shape.height)))\""
        let said = place.text.isEmpty ? place.name : "\(place.name)\(colon)\(place.text)"
        let ring: HTML? = place.isNew ? "<circle class=\"ring \(place.swatch.name)\" \(at) r=\"10\"/>" : nil
        let marks: HTML = """
            <title>\(said)</title>\(ring)<circle class="target" \(at) r="12"/>\
            <circle class="mark \(place.swatch.name)" \(at) r="6"/>
            """
        return place.href.map { "<a class=\"place\" href=\"\(href: $0)\" aria-label=\"\(said)\">\(marks)</a>" }
            ?? "<g class=\"place\">\(marks)</g>"
    }
}
