import MQTT

/// The entries of an object in an announcement, read by key. What is null counts as not there.
struct Fields {
    private var entries: [String: JSONValue]
    /// The keys above, with a slash at the end; empty: there are none.
    private let path: String
    /// What stands for `~` in topics.
    private(set) var base: String?

    init(_ entries: [String: JSONValue], path: String = "", base: String? = nil) throws(DiscoveryProblem) {
        self.entries = entries.filter { $0.value != .null }
        self.path = path
        self.base = base
        guard let own = try text("~") else { return }
        guard own.utf8.count <= DiscoveryLimits.topic else { throw wrong("~") }
        self.base = own
    }

    /// In order.
    var keys: [String] { entries.keys.sorted() }

    subscript(_ key: String) -> JSONValue? { entries[key] }

    func wrong(_ key: String) -> DiscoveryProblem { .wrong(path + key) }
    func tooMany(_ key: String) -> DiscoveryProblem { .tooMany(path + key) }
    func missing(_ key: String) -> DiscoveryProblem { .missing(path + key) }
    func path(_ key: String) -> String { path + key + "/" }

    /// With these where it has none of its own.
    mutating func addTopics(of others: Fields, _ keys: [String]) {
        for key in keys where entries[key] == nil {
            guard let value = others.entries[key] else { continue }
            if case .text(let topic) = value {
                entries[key] = .text(others.based(topic))
            } else {
                entries[key] = value
            }
        }
    }

    // MARK: Texts and numbers

    /// Numbers and truth are taken as templates write them.
    func text(_ key: String) throws(DiscoveryProblem) -> String? {
        guard let value = entries[key] else { return nil }
        return try text(value, key)
    }

    private func text(_ value: JSONValue, _ key: String) throws(DiscoveryProblem) -> String {
        // Not any database can hold a text with a zero.
        guard let text = value.written, !text.utf8.contains(0) else { throw wrong(key) }
        return text
    }

    /// One text, or a list of them.
    func texts(_ key: String, atMost limit: Int) throws(DiscoveryProblem) -> [String] {
        guard let value = entries[key] else { return [] }
        guard case .list(let values) = value else { return [try text(value, key)] }
        guard values.count <= limit else { throw tooMany(key) }
        var texts: [String] = []
        for value in values { texts.append(try text(value, key)) }
        return texts
    }

    func number(_ key: String) throws(DiscoveryProblem) -> Double? {
        switch entries[key] {
        case nil: return nil
        case .whole(let number): return Double(number)
        case .number(let number): return number
        case .text(let text):
            guard let number = JSONValue.number(text) else { throw wrong(key) }
            return number
        default: throw wrong(key)
        }
    }

    func seconds(_ key: String) throws(DiscoveryProblem) -> Int64? {
        guard let number = try number(key) else { return nil }
        // Thirty years: more would not fit everywhere.
        guard number >= 0, number <= 1e9 else { throw wrong(key) }
        return Int64(number)
    }

    func flag(_ key: String) throws(DiscoveryProblem) -> Bool {
        switch entries[key] {
        case nil: return false
        case .flag(let flag): return flag
        default: throw wrong(key)
        }
    }

    // MARK: Objects

    func object(_ key: String) throws(DiscoveryProblem) -> [String: JSONValue]? {
        switch entries[key] {
        case nil: return nil
        case .object(let entries): return entries
        default: throw wrong(key)
        }
    }

    // MARK: Topics

    /// One on which messages are published.
    func topic(_ key: String) throws(DiscoveryProblem) -> String? {
        guard let topic = try filter(key) else { return nil }
        guard !topic.utf8.contains(UInt8(ascii: "+")), !topic.utf8.contains(UInt8(ascii: "#")) else { throw wrong(key) }
        return topic
    }

    /// One from which messages come; `+` and `#` may stand in it.
    func filter(_ key: String) throws(DiscoveryProblem) -> String? {
        guard let topic = try text(key).map(based) else { return nil }
        guard topic.utf8.count <= DiscoveryLimits.topic, TopicFilter(topic) != nil, !topic.utf8.contains(0) else {
            throw wrong(key)
        }
        return topic
    }

    /// With the base for `~`, at either end.
    private func based(_ topic: String) -> String {
        guard let base else { return topic }
        var topic = topic
        if topic.hasPrefix("~") { topic = base + topic.dropFirst() }
        if topic.hasSuffix("~") { topic = topic.dropLast() + base }
        return topic
    }

    // MARK: Templates

    /// The template, or why it cannot be used.
    func template(_ key: String) throws(DiscoveryProblem) -> (ValueTemplate?, TemplateProblem?) {
        guard let value = entries[key] else { return (nil, nil) }
        guard case .text(let text) = value, !text.utf8.contains(0) else { throw wrong(key) }
        do {
            return (try ValueTemplate(text), nil)
        } catch {
            return (nil, error)
        }
    }
}
