public import Rulebook

/// One assessment in any of the formats people use: YAML, JSON, or the filled-in spreadsheet.
public enum AssessmentFile {
    /// The assessment with its rulebook, if nothing is wrong with it, and what was found.
    public static func read(
        _ file: SourceFile, rulebooks: AssessmentReader.Rulebooks, known: [String]
    ) -> (result: (assessment: Assessment, rulebook: Rulebook)?, diagnostics: [Diagnostic]) {
        guard file.name.lowercased().hasSuffix(".xlsx") else {
            return AssessmentReader.read(file, rulebooks: rulebooks, known: known)
        }
        var found: [Diagnostic] = []
        guard
            let (root, diagnostics) = AssessmentWorkbookReader.document(
                file, rulebooks: rulebooks, known: known, { found.append($0) })
        else { return (nil, found) }
        let result = AssessmentReader.read(root, rulebooks: rulebooks, known: known, diagnostics)
        return (diagnostics.hasErrors ? nil : result, found + diagnostics.all)
    }
}
