/// The measures of the page, in twentieths of a point.
enum DOCXPage {
    static let width = 11_906
    static let height = 16_838
    static let top = 1_418
    static let bottom = 1_247
    static let side = 1_134
    static let header = 794
    static let footer = 680
    static let textWidth = width - 2 * side
    static let textHeight = height - top - bottom

    static let ink = "1C2326"
    static let soft = "56636A"
    static let line = "CDD5D7"
    static let wash = "F3F6F6"
    static let tint = "E5EFEF"
    static let teal = "0F5C63"
    static let gold = "B8891B"

    static func color(of tone: Document.Tone) -> String {
        switch tone {
        case .neutral: ink
        case .good: "1C6A43"
        case .warning: "8A5700"
        case .bad: "A2262B"
        }
    }

    static func shade(of tone: Document.Tone) -> String {
        switch tone {
        case .neutral: wash
        case .good: "EEF5F0"
        case .warning: "FAF4E6"
        case .bad: "FAEEEE"
        }
    }
}
