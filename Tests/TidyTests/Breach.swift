import Testing

/// A place that breaks a rule.
struct Breach: CustomStringConvertible, Equatable {
    var path: String
    var line: Int
    var message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// Fails with each breach as an issue of its own.
func expectNone(_ breaches: [Breach], sourceLocation: SourceLocation = #_sourceLocation) {
    for breach in breaches {
        Issue.record(Comment(rawValue: breach.description), sourceLocation: sourceLocation)
    }
}
