/// A number that somebody else knows, told with the metrics: jobs that wait, connections in use.
public struct Gauge: Sendable {
    /// Such as `linli_jobs_waiting`.
    public var name: String
    public var help: String
    public var value: @Sendable () async -> Double

    public init(_ name: String, help: String, value: @escaping @Sendable () async -> Double) {
        self.name = name
        self.help = help
        self.value = value
    }
}
