/// The parts around the text: what is where, and how Word should treat it.
struct DOCXPackage {
    let document: Document

    private static let relationshipKinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    private static let packageKinds = "http://schemas.openxmlformats.org/package/2006/"
    private static let wordTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml."

    private static let wordParts = [
        (name: "styles.xml", kind: "styles"), (name: "numbering.xml", kind: "numbering"),
        (name: "settings.xml", kind: "settings"), (name: "fontTable.xml", kind: "fontTable"),
        (name: "header1.xml", kind: "header"), (name: "footer1.xml", kind: "footer"),
    ]

    /// The id by which the text refers to a part.
    static func id(ofKind kind: String) -> String {
        "rId" + String((wordParts.firstIndex { $0.kind == kind } ?? 0) + 1)
    }

    var contentTypes: String {
        let overrides = DOCXPackage.wordParts.map {
            "<Override PartName=\"/word/\($0.name)\" ContentType=\"\(DOCXPackage.wordTypes)\($0.kind)+xml\"/>"
        }
        return WordML.declaration
            + "<Types xmlns=\"\(DOCXPackage.packageKinds)content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + "<Override PartName=\"/word/document.xml\" ContentType=\"\(DOCXPackage.wordTypes)document.main+xml\"/>"
            + overrides.joined()
            + "<Override PartName=\"/docProps/core.xml\""
            + " ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
            + "</Types>"
    }

    var relationships: String {
        let core = DOCXPackage.packageKinds + "relationships/metadata/core-properties"
        return list([
            (DOCXPackage.relationshipKinds + "officeDocument", "word/document.xml"), (core, "docProps/core.xml"),
        ])
    }

    var documentRelationships: String {
        list(DOCXPackage.wordParts.map { (DOCXPackage.relationshipKinds + $0.kind, $0.name) })
    }

    private func list(_ relationships: [(kind: String, target: String)]) -> String {
        let items = relationships.enumerated().map { index, item in
            "<Relationship Id=\"rId\(index + 1)\" Type=\"\(item.kind)\" Target=\"\(item.target)\"/>"
        }
        return WordML.declaration
            + "<Relationships xmlns=\"\(DOCXPackage.packageKinds)relationships\">\(items.joined())</Relationships>"
    }

    var coreProperties: String {
        let title = Markup.escaped(document.cover?.title ?? document.runningTitle)
        return WordML.declaration
            + "<cp:coreProperties xmlns:cp=\"\(DOCXPackage.packageKinds)metadata/core-properties\""
            + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>\(title)</dc:title>"
            + "<dc:language>\(Markup.escaped(document.language))</dc:language></cp:coreProperties>"
    }

    var settings: String {
        let compatibility = [
            ("compatibilityMode", "15"), ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"), ("doNotFlipMirrorIndents", "1"),
            ("differentiateMultirowTableHeaders", "1"),
        ].map { name, value in
            "<w:compatSetting w:name=\"\(name)\" w:uri=\"http://schemas.microsoft.com/office/word\" w:"
                + "val=\"\(value)\"/>"
        }
        return WordML.declaration
            + "<w:settings \(WordML.namespaces)><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/>"
            + "<w:characterSpacingControl w:val=\"compressPunctuation\"/>"
            + "<w:compat><w:doNotExpandShiftReturn/>\(compatibility.joined())</w:compat>"
            + "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
            + "<w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>"
    }

    var fontTable: String {
        WordML.declaration
            + "<w:fonts \(WordML.namespaces)><w:font w:name=\"\(DOCXStyles.font)\"><w:altName w:val=\"微软雅黑\"/>"
            + "<w:charset w:val=\"86\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>"
    }

    /// The bullets of lists.
    var numbering: String {
        let font = "<w:rFonts w:ascii=\"\(DOCXStyles.font)\" w:hAnsi=\"\(DOCXStyles.font)\" w:hint=\"default\"/>"
        return WordML.declaration
            + "<w:numbering \(WordML.namespaces)><w:abstractNum w:abstractNumId=\"0\">"
            + "<w:multiLevelType w:val=\"hybridMultilevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
            + "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/>"
            + "<w:pPr><w:ind w:left=\"360\" w:hanging=\"280\"/></w:pPr>"
            + "<w:rPr>\(font)<w:color w:val=\"\(DOCXPage.teal)\"/></w:rPr></w:lvl></w:abstractNum>"
            + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    }
}
