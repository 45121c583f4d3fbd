/// Where a mail comes from or goes to.
public struct MailAddress: Hashable, Sendable {
    /// `somebody@example.cn`.
    public let address: String
    /// Empty: none.
    public let name: String

    /// Throws `invalid` for what is no plain ASCII address. That leaves out rare forms, such as quoted ones, and every
    /// way to write a further header or command into one.
    public init(_ address: String, name: String = "") throws {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254, MailAddress.isLocal(parts[0]), MailAddress.isHost(parts[1])
        else { throw DeliveryError(.invalid, "the mail address \(address.debugDescription)") }
        self.address = address
        self.name = name
    }

    /// What follows the `@`.
    public var host: Substring { address.drop { $0 != "@" }.dropFirst() }

    private static func isLocal(_ text: Substring) -> Bool {
        isDotted(text) { isAlphanumeric($0) || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0) } && text.utf8.count <= 64
    }

    private static func isHost(_ text: Substring) -> Bool {
        isDotted(text) { isAlphanumeric($0) || $0 == UInt8(ascii: "-") } && text.first != "-"
    }

    private static func isDotted(_ text: Substring, _ isPart: (UInt8) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy(isPart)
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// As it stands in a header.
    var header: String {
        name.isEmpty ? address : "\(HeaderText.encoded(name, isPhrase: true))\r\n <\(address)>"
    }
}
