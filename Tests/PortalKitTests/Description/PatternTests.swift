import Testing

@testable import PortalKit

@Suite struct PatternTests {
    /// The function says what the expression says.
    @Test func patternsAgreeWithTheirExpressions() throws {
        for pattern in [Pattern.cursor, .version] {
            let expression = try Regex(pattern.expression)
            for text in [
                "", "*", "\"1\"", "\"\"", "\"", "1", "\"12x\"", "\"1234567890123456789\"", "\"123456789012345678\"",
                "**",
                "*\"1\"", "1-a", "1-", "-a", "-", "1-a-b", "1-A", "1--a", "1234567890123456-a", "123456789012345-a",
                "1-" + String(repeating: "a", count: 64), "1-" + String(repeating: "a", count: 65), "x-a", "1-a\n",
            ] {
                let isWhole = try expression.wholeMatch(in: text) != nil
                #expect(pattern.holds(text) == isWhole, "\(pattern.expression) \(text)")
            }
        }
    }
}
