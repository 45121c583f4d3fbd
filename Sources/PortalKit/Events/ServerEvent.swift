/// One message to a page that listens.
public struct ServerEvent: Hashable, Sendable {
    /// What kind it is; empty: `message`.
    public var name: String
    public var data: String
    /// What the browser says it saw last when it comes again.
    public var id: String

    public init(_ data: String, name: String = "", id: String = "") {
        self.data = data
        self.name = name
        self.id = id
    }

    /// As it is sent. Line ends in the name and in the id would begin other fields: they become spaces.
    var text: String {
        var text = ""
        if !name.isEmpty { text += "event: \(ServerEvent.line(name))\n" }
        if !id.isEmpty { text += "id: \(ServerEvent.line(id))\n" }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            text += "data: \(line)\n"
        }
        return text + "\n"
    }

    private static func line(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\0" ? " " : $0 })
    }
}
