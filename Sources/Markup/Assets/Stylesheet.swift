/// The style sheet, as a file of its own: pages hold no styles. Its parts stand in this folder.
public enum Stylesheet {
    /// UTF-8, `text/css`.
    public static let bytes = Array(text.utf8)

    static let text = [
        tokens, base, shell, blocks, controls, forms, tables, steps, states, charts, duty, narrow, paper,
    ].joined(separator: "\n")
}
