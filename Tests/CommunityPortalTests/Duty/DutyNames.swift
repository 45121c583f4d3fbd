import Community

// Rulebook has others of these names, and one of the module's.
typealias DutyItem = Community.Item
typealias DutyRule = Community.Rule
