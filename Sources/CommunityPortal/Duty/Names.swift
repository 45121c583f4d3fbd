import Community

// Rulebook has others of these names.
typealias Item = Community.Item
typealias Rule = Community.Rule
typealias Reading = Community.Reading
