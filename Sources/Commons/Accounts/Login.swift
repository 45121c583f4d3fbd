/// What people call themselves when they log in.
public enum Login {
    /// Without the blanks around it, in lower case.
    public static func normal(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return rest.lowercased()
    }

    /// 3 to 64 of a-z, 0-9, `.`, `_`, `-`, `@`.
    public static func isSound(_ login: String) -> Bool {
        (3...64).contains(login.utf8.count)
            && login.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (48...57).contains(byte) || ".-_@".utf8.contains(byte)
            }
    }
}
