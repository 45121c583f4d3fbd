import Community

/// Rulebook has rules of its own.
typealias EstateRule = Rule
