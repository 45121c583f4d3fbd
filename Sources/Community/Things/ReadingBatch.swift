/// Readings as somebody sent them: many, of few devices. Names stand once, values in rows of one width.
public struct ReadingBatch: Sendable {
    /// A device's number and a property, as they were sent.
    public struct Source: Hashable, Sendable {
        public var device: String
        public var property: String

        public init(device: String, property: String) {
            self.device = device
            self.property = property
        }
    }

    public enum Value: Hashable, Sendable {
        case number(Double)
        case flag(Bool)
        case text(String)
    }

    public struct Row: Hashable, Sendable {
        /// In `sources`.
        public var source: Int32
        /// From 1, in what was sent.
        public var line: Int32
        /// Milliseconds since 1970; `Int64.min`: no moment.
        public var at: Int64
        public var value: Value

        public init(source: Int32, line: Int32, at: Int64, value: Value) {
            self.source = source
            self.line = line
            self.at = at
            self.value = value
        }
    }

    /// A line that is no reading.
    public struct Malformed: Hashable, Sendable {
        public var line: Int
        /// At most 1,000 bytes of it.
        public var text: String

        public init(line: Int, text: String) {
            self.line = line
            self.text = text
        }
    }

    public var sources: [Source]
    public var rows: [Row]
    public var malformed: [Malformed]

    public init(sources: [Source] = [], rows: [Row] = [], malformed: [Malformed] = []) {
        self.sources = sources
        self.rows = rows
        self.malformed = malformed
    }
}

/// What became of a batch. All of it is durable: what was not taken is kept apart with the reason.
public struct ReadingReport: Hashable, Sendable {
    public var taken: Int
    /// The same as was there already.
    public var repeated: Int
    /// How many were kept apart, and why.
    public var refused: [RefusedReading.Reason: Int]
    /// The first hundred of them.
    public var examples: [RefusedReading]

    static let mostExamples = 100

    public init(
        taken: Int, repeated: Int, refused: [RefusedReading.Reason: Int], examples: [RefusedReading]
    ) {
        self.taken = taken
        self.repeated = repeated
        self.refused = refused
        self.examples = examples
    }
}
