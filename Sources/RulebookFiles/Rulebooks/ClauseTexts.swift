import Rulebook

/// Reads a file of texts by clause, e.g. the official wording that a body owns.
public enum ClauseTexts {
    /// The texts, if nothing is wrong with them, and what was found.
    public static func read(_ file: SourceFile, clauses: [String]) -> (
        texts: [String: String]?, diagnostics: [Diagnostic]
    ) {
        let diagnostics = Diagnostics(file: file.name)
        let what = Phrase(zh: "条文文件", en: "the file of clauses")
        guard let root = file.document(diagnostics), let fields = Fields(root, diagnostics, what: what) else {
            return (nil, diagnostics.all)
        }
        var texts: [String: String] = [:]
        for entry in fields.all {
            if !clauses.contains(entry.key) {
                let hint = Nearest.to(entry.key, among: clauses)
                diagnostics.error(
                    entry.keyMark, zh: "没有条款“\(Node.cut(entry.key))”\(hint.map { "，是否指“\($0)”？" } ?? "")",
                    en: "no clause '\(Node.cut(entry.key))'\(hint.map { "; did you mean '\($0)'?" } ?? "")")
            }
            texts[entry.key] = entry.value.text(diagnostics)
        }
        return (diagnostics.hasErrors ? nil : texts, diagnostics.all)
    }
}
