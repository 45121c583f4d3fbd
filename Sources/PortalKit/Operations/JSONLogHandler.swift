public import Commons
public import Logging

/// Writes each message as one line of JSON: `time`, `level`, `message`, then what is known beside it.
public struct JSONLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    private let sink: LogSink
    private let now: @Sendable () -> Instant

    public init(sink: LogSink = .standardError, level: Logger.Level = .info, now: @escaping @Sendable () -> Instant) {
        self.sink = sink
        self.now = now
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = LogLine(now(), level: event.level.rawValue, message: event.message.description)
        var all = metadata
        if let more = event.metadata { all.merge(more) { $1 } }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) { line.add(name, value.description) }
        if let error = event.error { line.add("error", "\(error)") }
        sink.write(line.finished)
    }
}

/// A line of the log as it grows.
struct LogLine {
    private var bytes: [UInt8] = []

    init(_ time: Instant, level: String, message: String) {
        bytes.reserveCapacity(320)
        bytes.append(contentsOf: #"{"time":""#.utf8)
        Timestamp.write(time, to: &bytes)
        bytes.append(contentsOf: "\",\"level\":\"\(level)\",\"message\":".utf8)
        JSON.write(message, to: &bytes)
    }

    mutating func add(_ name: String, _ text: String) {
        comma(name)
        JSON.write(text, to: &bytes)
    }

    mutating func add(_ name: String, _ number: Int64) {
        comma(name)
        bytes.append(contentsOf: String(number).utf8)
    }

    private mutating func comma(_ name: String) {
        bytes.append(UInt8(ascii: ","))
        JSON.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    var finished: [UInt8] { bytes + Array("}\n".utf8) }
}
