/// A printable document, already in one language: what a report or a checklist says, without any layout.
/// Renderers (HTML, DOCX) turn it into bytes; the same document gives the same bytes.
public struct Document: Equatable, Sendable {
    /// BCP 47 language tag of the text: `zh-CN` or `en`.
    public var language: String
    public var cover: Cover?
    /// Shown small at the top of every page after the cover.
    public var runningTitle: String
    /// Shown small at the bottom of every page, beside the page number, e.g. the hash of the data.
    public var footer: String
    public var blocks: [Block]

    public init(language: String, cover: Cover?, runningTitle: String, footer: String, blocks: [Block]) {
        self.language = language
        self.cover = cover
        self.runningTitle = runningTitle
        self.footer = footer
        self.blocks = blocks
    }

    /// The first page.
    public struct Cover: Equatable, Sendable {
        public var title: String
        public var subtitle: String
        /// The one thing to see first, e.g. the grade: big text and a caption. `stars` 0...5 are drawn where not nil.
        public var headline: String
        public var headlineCaption: String
        public var stars: Int?
        /// Label and value, e.g. community, date, evaluation body; an empty value is a line to fill in by hand.
        public var facts: [Fact]

        public init(
            title: String, subtitle: String, headline: String, headlineCaption: String, stars: Int?, facts: [Fact]
        ) {
            self.title = title
            self.subtitle = subtitle
            self.headline = headline
            self.headlineCaption = headlineCaption
            self.stars = stars
            self.facts = facts
        }
    }

    public struct Fact: Equatable, Sendable {
        public var label: String
        public var value: String
        public init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    public enum Block: Equatable, Sendable {
        /// `level` 1 (starts a new page in print) to 3.
        case heading(level: Int, String)
        case paragraph(String)
        /// A list of short points.
        case list([String])
        /// Label and value pairs in two columns.
        case facts([Fact])
        case table(Table)
        case bars(BarChart)
        /// Something to notice, set apart.
        case callout(Tone, title: String, text: String)
        /// Boxes to write, sign and stamp in.
        case signatures([SignatureBox])
        /// Empty ruled lines to write on by hand.
        case lines(Int)
    }

    /// The meaning behind a colour; every renderer must also say it without colour.
    public enum Tone: String, Equatable, Sendable, CaseIterable {
        case neutral, good, warning, bad
    }

    public struct Table: Equatable, Sendable {
        public struct Column: Equatable, Sendable {
            public enum Alignment: Equatable, Sendable { case leading, center, trailing }
            public var title: String
            /// Share of the table's width, any positive unit.
            public var width: Int
            public var alignment: Alignment
            public init(_ title: String, width: Int, alignment: Alignment = .leading) {
                self.title = title
                self.width = width
                self.alignment = alignment
            }
        }
        public struct Cell: Equatable, Sendable {
            /// May hold line breaks (`\n`).
            public var text: String
            public var tone: Tone
            public init(_ text: String, tone: Tone = .neutral) {
                self.text = text
                self.tone = tone
            }
        }
        public struct Row: Equatable, Sendable {
            public enum Style: Equatable, Sendable {
                case plain
                /// Names the rows below it; its first cell spans the table where the others are empty.
                case group
                case total
            }
            public var cells: [Cell]
            public var style: Style
            public init(_ cells: [Cell], style: Style = .plain) {
                self.cells = cells
                self.style = style
            }
        }
        /// Said before the table and to screen readers.
        public var caption: String
        public var columns: [Column]
        public var rows: [Row]
        public init(caption: String, columns: [Column], rows: [Row]) {
            self.caption = caption
            self.columns = columns
            self.rows = rows
        }
    }

    /// Horizontal bars on a common scale.
    public struct BarChart: Equatable, Sendable {
        public struct Bar: Equatable, Sendable {
            public var label: String
            /// 0...`max`, drawn only: the exact figure is `text`.
            public var value: Double
            public var max: Double
            public var text: String
            public init(label: String, value: Double, max: Double, text: String) {
                self.label = label
                self.value = value
                self.max = max
                self.text = text
            }
        }
        public var caption: String
        public var bars: [Bar]
        public init(caption: String, bars: [Bar]) {
            self.caption = caption
            self.bars = bars
        }
    }

    public struct SignatureBox: Equatable, Sendable {
        public var title: String
        /// Lines such as "signature:" and "date:", each with room to write.
        public var lines: [String]
        public init(title: String, lines: [String]) {
            self.title = title
            self.lines = lines
        }
    }
}
