extension HTML: ExpressibleByStringInterpolation {
    /// A literal of the program is markup.
    public init(stringLiteral value: String) { self = .raw(value) }

    /// Literals with values in between.
    public init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// What may stand in `\( )`. Whatever is not listed here does not compile.
    public struct StringInterpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        /// With room for what is likely to come.
        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        /// Markup of the program, as it stands.
        public mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }

        /// Text, escaped.
        public mutating func appendInterpolation(_ text: String) { bytes.appendEscaped(text) }

        /// Text, escaped.
        public mutating func appendInterpolation(_ text: Substring) { bytes.appendEscaped(String(text)) }

        /// A whole number.
        public mutating func appendInterpolation(_ number: some BinaryInteger) {
            bytes.append(contentsOf: String(number).utf8)
        }

        /// Markup as it stands.
        public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }

        /// Markup as it stands, if there is any.
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes += html.bytes }
        }

        /// Pieces of markup one after another.
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes += piece.bytes }
        }

        /// Markup for each of the elements: `\(each: names, { "<li>\($0)</li>" })`.
        public mutating func appendInterpolation<Elements: Sequence>(
            each elements: Elements, _ piece: (Elements.Element) -> HTML
        ) {
            for element in elements { bytes += piece(element).bytes }
        }

        /// Markup on a condition: `\(if: isNew, "<b>new</b>")`.
        public mutating func appendInterpolation(if condition: Bool, _ piece: @autoclosure () -> HTML) {
            if condition { bytes += piece().bytes }
        }

        /// An attribute with a space before it, if there is a value: `<a\(attr: "lang", language)>`. The name is the
        /// program's own. Links go in with `href`.
        public mutating func appendInterpolation(attr name: StaticString, _ value: String?) {
            guard let value else { return }
            appendAttribute(name)
            bytes.append(contentsOf: "=\"".utf8)
            bytes.appendEscaped(value)
            bytes.append(UInt8(ascii: "\""))
        }

        /// An attribute with a number, if there is one.
        public mutating func appendInterpolation(attr name: StaticString, _ value: Int?) {
            appendInterpolation(attr: name, value.map(String.init))
        }

        /// An attribute without a value, with a space before it: `<input\(attr: "checked", if: isOn)>`.
        public mutating func appendInterpolation(attr name: StaticString, if condition: Bool) {
            if condition { appendAttribute(name) }
        }

        /// An address for `href`, `src` or `action`: relative or `http`, `https`, `mailto`, `tel`; anything else
        /// becomes `#`.
        public mutating func appendInterpolation(href address: String) {
            bytes.appendEscaped(SafeAddress.of(address))
        }

        /// JSON inside a `<script type="application/json">`: still JSON, and it cannot close the element.
        public mutating func appendInterpolation(json: String) { bytes.appendJSON(json) }

        /// A word of the program, as it stands.
        mutating func appendWord(_ word: StaticString) {
            bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        }

        private mutating func appendAttribute(_ name: StaticString) {
            bytes.append(UInt8(ascii: " "))
            appendWord(name)
        }
    }
}
