/// A Word document as the parts of its package, in the order in which they belong into the ZIP file. The same document
/// gives the same bytes: there is no date and no random id in it.
public enum DOCXRenderer {
    public static func render(_ document: Document) -> [(name: String, bytes: [UInt8])] {
        var writer = DOCXWriter(document: document)
        writer.write()
        let package = DOCXPackage(document: document)
        let frame = DOCXFrame(document: document)
        let parts = [
            ("[Content_Types].xml", package.contentTypes),
            ("_rels/.rels", package.relationships),
            ("docProps/core.xml", package.coreProperties),
            ("word/document.xml", writer.xml),
            ("word/_rels/document.xml.rels", package.documentRelationships),
            ("word/styles.xml", DOCXStyles(language: document.language).xml),
            ("word/numbering.xml", package.numbering),
            ("word/settings.xml", package.settings),
            ("word/fontTable.xml", package.fontTable),
            ("word/header1.xml", frame.header),
            ("word/footer1.xml", frame.footer),
        ]
        return parts.map { (name: $0.0, bytes: Array($0.1.utf8)) }
    }
}
