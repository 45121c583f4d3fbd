/// A YAML or JSON document as a tree that knows where everything stands.
public struct Node: Sendable {
    public var mark: Mark
    public var content: Content

    public enum Content: Sendable {
        /// `isPlain`: without quotes, so it may be a number, a truth value, a date or nothing.
        case scalar(String, isPlain: Bool)
        case list([Node])
        case map([Entry])
    }

    public struct Entry: Sendable {
        public var key: String
        public var keyMark: Mark
        public var value: Node
    }

    /// Levels a document may be nested; real ones have about ten.
    static let deepest = 64

    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// What people call it.
    var kindName: (zh: String, en: String) {
        switch content {
        case .scalar(let text, _): ("“\(Node.cut(text))”", "'\(Node.cut(text))'")
        case .list: ("列表", "a list")
        case .map: ("映射", "a mapping")
        }
    }

    static func cut(_ text: String) -> String {
        text.count > 40 ? text.prefix(40) + "…" : text
    }
}

/// Puts the events of a parser together to a tree, without recursion, and refuses what is too deep.
struct NodeBuilder {
    enum Problem: Error {
        case tooDeep(Mark)
        case keyIsNotText(Mark)
    }

    /// A list or mapping whose end has not come yet; changed in place, so that nothing is copied.
    private struct Open {
        var mark: Mark
        var isMap: Bool
        var nodes: [Node] = []
        var entries: [Node.Entry] = []
        /// A key that waits for its value.
        var key: (text: String, mark: Mark)?
    }
    private var open: [Open] = []
    private(set) var root: Node?

    mutating func begin(map isMap: Bool, at mark: Mark) throws(Problem) {
        guard open.count < Node.deepest else { throw .tooDeep(mark) }
        if let last = open.last, last.isMap, last.key == nil { throw .keyIsNotText(mark) }
        open.append(Open(mark: mark, isMap: isMap))
    }

    mutating func end() {
        guard let last = open.popLast() else { return }
        place(Node(mark: last.mark, content: last.isMap ? .map(last.entries) : .list(last.nodes)))
    }

    mutating func scalar(_ text: String, isPlain: Bool, at mark: Mark) {
        if let top = open.indices.last, open[top].isMap, open[top].key == nil {
            open[top].key = (text, mark)
        } else {
            place(Node(mark: mark, content: .scalar(text, isPlain: isPlain)))
        }
    }

    private mutating func place(_ node: Node) {
        guard let top = open.indices.last else {
            root = node
            return
        }
        guard open[top].isMap else {
            open[top].nodes.append(node)
            return
        }
        // A mapping cannot be a key, so there is one.
        guard let key = open[top].key else { return }
        open[top].entries.append(Node.Entry(key: key.text, keyMark: key.mark, value: node))
        open[top].key = nil
    }
}
