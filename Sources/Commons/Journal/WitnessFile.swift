/// Checkpoints in a file, one after the other: what a witness keeps, and what an auditor gets from it.
public enum WitnessFile {
    /// Stands before each but the first, so that a file can be read by people and grown by appending.
    public static let separator = "\n"

    /// nil where something in it is no checkpoint. Lines may end as those of letters do.
    public static func notes(_ text: String) -> [SignedNote]? {
        let text = text.replacing("\r\n", with: "\n")
        var notes: [SignedNote] = []
        var lines: [Substring] = []
        func take() -> Bool {
            if lines.allSatisfy(\.isEmpty) { return true }
            guard let note = SignedNote(lines.joined(separator: "\n") + "\n"), Checkpoint(text: note.text) != nil else {
                return false
            }
            notes.append(note)
            return true
        }
        // A note ends where its signatures end: with the first line that is none.
        var isSigned = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isSignature = line.hasPrefix("— ")
            if isSigned, !isSignature {
                guard take() else { return nil }
                lines = []
                isSigned = false
                if line.isEmpty { continue }
            }
            isSigned = isSignature
            lines.append(line)
        }
        return take() ? notes : nil
    }
}
