public import Markup
public import Rulebook

/// What was done on the page before, by a word in the address.
public enum Done {
    /// What each word in `?done=` says on this page, where one is there.
    public static func notices(_ call: Call, _ words: KeyValuePairs<String, Phrase>) -> [Page.Notice] {
        guard let word = try? call.query.optional("done"), let said = words.first(where: { $0.key == word }) else {
            return []
        }
        return [Page.Notice(.good, call.say(said.value))]
    }
}
