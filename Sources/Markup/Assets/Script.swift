/// The script, as a file of its own. Pages work without it. Its parts stand in this folder.
public enum Script {
    /// UTF-8, `text/javascript`.
    public static let bytes = Array(text.utf8)

    static let text = ""
}
