/// The script, as a file of its own. Pages work without it; it only saves steps. Its parts stand in this folder.
public enum Script {
    /// UTF-8, `text/javascript`.
    public static let bytes = Array(text.utf8)

    static let text =
        "(() => {\n'use strict';\n"
        + [core, app, preferences, dialogs, autosave, upload, live, tables, start].joined(separator: "\n") + "\n})();\n"
}
