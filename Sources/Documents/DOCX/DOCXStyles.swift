/// The styles of the Word document. Line heights are exact, so that the pages fall alike with whatever font a machine
/// has in the place of ours.
struct DOCXStyles {
    static let font = "Microsoft YaHei"

    let language: String

    var xml: String {
        let fonts = ["ascii", "hAnsi", "eastAsia", "cs"].map { "w:\($0)=\"\(DOCXStyles.font)\"" }
        let isChinese = Phrases(language: language).isChinese
        let latin = isChinese ? "en-US" : Markup.escaped(language)
        return WordML.declaration
            + "<w:styles \(WordML.namespaces)><w:docDefaults><w:rPrDefault><w:rPr>"
            + "<w:rFonts \(fonts.joined(separator: " "))/><w:color w:val=\"\(DOCXPage.ink)\"/>"
            + "<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"\(latin)\" w:eastAsia=\"zh-CN\"/>"
            + "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
            + DOCXStyles.all(justified: isChinese).map(\.xml).joined()
            + "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
            + "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:"
            + "type=\"dxa\"/>"
            + "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
            + "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><"
            + "/w:style>"
            + "</w:styles>"
    }

    private struct Style {
        var id: String
        /// Word knows its built-in styles by these names, whatever language it speaks.
        var name: String
        /// Half points.
        var size: Int
        /// Twentieths of a point: the line, and the space before and after.
        var line: Int
        var before = 0
        var after = 0
        var bold = false
        var color: String?
        var alignment = "left"
        var outline: Int?
        /// Stand before the spacing in the schema's order: breaks, borders and tabs.
        var keepsNext = false
        var startsPage = false
        var numbered = false
        var borders = ""
        var tabs = ""

        var xml: String {
            let isNormal = id == "Normal"
            return "<w:style w:type=\"paragraph\"\(isNormal ? " w:default=\"1\"" : "") w:styleId=\"\(id)\">"
                + "<w:name w:val=\"\(name)\"/>"
                + (isNormal ? "" : "<w:basedOn w:val=\"Normal\"/>")
                + (outline == nil ? "" : "<w:next w:val=\"Normal\"/>")
                + "<w:qFormat/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(run)</w:rPr></w:style>"
        }

        private var paragraph: String {
            (keepsNext ? "<w:keepNext/>" : "")
                + (keepsNext ? "<w:keepLines/>" : "")
                + (startsPage ? "<w:pageBreakBefore/>" : "")
                + (numbered ? "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>" : "")
                + (borders.isEmpty ? "" : "<w:pBdr>\(borders)</w:pBdr>")
                + (tabs.isEmpty ? "" : "<w:tabs>\(tabs)</w:tabs>")
                + "<w:spacing w:before=\"\(before)\" w:after=\"\(after)\" w:line=\"\(line)\" w:lineRule=\"exact\"/>"
                + (numbered ? "<w:ind w:left=\"360\" w:hanging=\"280\"/>" : "")
                + "<w:jc w:val=\"\(alignment)\"/>"
                + (outline.map { "<w:outlineLvl w:val=\"\($0)\"/>" } ?? "")
        }

        private var run: String {
            (bold ? "<w:b/><w:bCs/>" : "")
                + (color.map { "<w:color w:val=\"\($0)\"/>" } ?? "")
                + "<w:sz w:val=\"\(size)\"/><w:szCs w:val=\"\(size)\"/>"
        }
    }

    private static let hairline = WordML.border("bottom", 4, DOCXPage.line, space: 4)
    private static let rightTab = "<w:tab w:val=\"right\" w:pos=\"\(DOCXPage.textWidth)\"/>"

    /// Chinese sets flush on both sides; words are not spread for it.
    private static func all(justified: Bool) -> [Style] {
        [
            Style(
                id: "Normal", name: "Normal", size: 21, line: 360, after: 140, alignment: justified ? "both" : "left"),
            Style(id: "Title", name: "Title", size: 66, line: 940, bold: true, alignment: "center"),
            Style(id: "Subtitle", name: "Subtitle", size: 25, line: 440, color: DOCXPage.soft, alignment: "center"),
            Style(
                id: "Heading1", name: "heading 1", size: 36, line: 560, after: 260, bold: true, color: DOCXPage.teal,
                outline: 0, keepsNext: true, startsPage: true,
                borders: WordML.border("bottom", 10, DOCXPage.teal, space: 4)),
            Style(
                id: "Heading2", name: "heading 2", size: 26, line: 400, before: 320, after: 140, bold: true, outline: 1,
                keepsNext: true),
            Style(
                id: "Heading3", name: "heading 3", size: 23, line: 360, before: 240, after: 100, bold: true, outline: 2,
                keepsNext: true),
            Style(
                id: "ListBullet", name: "List Bullet", size: 21, line: 360, after: 60,
                alignment: justified ? "both" : "left", numbered: true),
            Style(
                id: "Caption", name: "caption", size: 19, line: 300, before: 160, after: 80, bold: true, keepsNext: true
            ),
            Style(id: "TableText", name: "Table Text", size: 18, line: 270, before: 60, after: 60),
            Style(
                id: "TableHead", name: "Table Head", size: 18, line: 270, before: 60, after: 60, bold: true,
                color: DOCXPage.teal, keepsNext: true),
            Style(id: "TableGap", name: "Table Gap", size: 2, line: 220),
            Style(
                id: "FactLabel", name: "Fact Label", size: 21, line: 320, before: 60, after: 60, color: DOCXPage.soft),
            Style(id: "FactValue", name: "Fact Value", size: 21, line: 320, before: 60, after: 60),
            Style(id: "BarText", name: "Bar Text", size: 20, line: 300, keepsNext: true),
            Style(id: "BarGap", name: "Bar Gap", size: 2, line: 40, keepsNext: true),
            Style(id: "CalloutTitle", name: "Callout Title", size: 21, line: 360, bold: true, keepsNext: true),
            Style(
                id: "CalloutText", name: "Callout Text", size: 21, line: 360, after: 0,
                alignment: justified ? "both" : "left"),
            Style(
                id: "Grade", name: "Grade", size: 108, line: 1500, bold: true, color: DOCXPage.teal, alignment: "center"
            ),
            Style(
                id: "GradeLong", name: "Grade Long", size: 66, line: 940, bold: true, color: DOCXPage.teal,
                alignment: "center"),
            Style(
                id: "GradeStars", name: "Grade Stars", size: 56, line: 800, color: DOCXPage.gold, alignment: "center"),
            Style(
                id: "GradeCaption", name: "Grade Caption", size: 24, line: 440, before: 60, color: DOCXPage.soft,
                alignment: "center"),
            Style(
                id: "SignatureTitle", name: "Signature Title", size: 21, line: 360, before: 120, bold: true,
                keepsNext: true
            ),
            Style(id: "SignatureLine", name: "Signature Line", size: 21, line: 320, before: 200, keepsNext: true),
            Style(id: "Header", name: "header", size: 16, line: 240, color: DOCXPage.soft, borders: hairline),
            Style(
                id: "Footer", name: "footer", size: 16, line: 240, color: DOCXPage.soft,
                borders: WordML.border("top", 4, DOCXPage.line, space: 4), tabs: rightTab),
        ]
    }
}
