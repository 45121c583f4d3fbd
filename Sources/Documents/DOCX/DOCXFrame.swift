/// What stands above and below the text of every page but the cover.
struct DOCXFrame {
    let document: Document

    var header: String {
        WordML.declaration
            + "<w:hdr \(WordML.namespaces)>"
            + WordML.paragraph("Header", WordML.run(document.runningTitle))
            + "</w:hdr>"
    }

    var footer: String {
        let number = Phrases(language: document.language).pageNumber
        return WordML.declaration
            + "<w:ftr \(WordML.namespaces)>"
            + WordML.paragraph(
                "Footer",
                WordML.run("\(document.footer)\t\(number.before)") + field("PAGE") + WordML.run(number.between)
                    + field("NUMPAGES") + (number.after.isEmpty ? "" : WordML.run(number.after)))
            + "</w:ftr>"
    }

    private func field(_ name: String) -> String {
        "<w:fldSimple w:instr=\" \(name) \"><w:r><w:t>1</w:t></w:r></w:fldSimple>"
    }
}
