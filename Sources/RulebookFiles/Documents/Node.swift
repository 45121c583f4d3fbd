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

    private enum Open {
        case list(Mark, [Node])
        case map(Mark, [Node.Entry], key: (String, Mark)?)
    }
    private var open: [Open] = []
    private(set) var root: Node?

    mutating func begin(map isMap: Bool, at mark: Mark) throws(Problem) {
        guard open.count < Node.deepest else { throw .tooDeep(mark) }
        if case .map(_, _, key: nil) = open.last { throw .keyIsNotText(mark) }
        open.append(isMap ? .map(mark, [], key: nil) : .list(mark, []))
    }

    mutating func end() {
        switch open.popLast() {
        case .list(let mark, let nodes): place(Node(mark: mark, content: .list(nodes)))
        case .map(let mark, let entries, _): place(Node(mark: mark, content: .map(entries)))
        case nil: break
        }
    }

    mutating func scalar(_ text: String, isPlain: Bool, at mark: Mark) {
        place(Node(mark: mark, content: .scalar(text, isPlain: isPlain)))
    }

    private mutating func place(_ node: Node) {
        guard let last = open.popLast() else {
            root = node
            return
        }
        switch last {
        case .list(let mark, var nodes):
            nodes.append(node)
            open.append(.list(mark, nodes))
        case .map(let mark, var entries, let key):
            if let (key, keyMark) = key {
                entries.append(Node.Entry(key: key, keyMark: keyMark, value: node))
                open.append(.map(mark, entries, key: nil))
            } else if case .scalar(let text, _) = node.content {
                open.append(.map(mark, entries, key: (text, node.mark)))
            }
        }
    }
}
