/// Something of others' that this program is made of or runs with.
public struct Dependency: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// Its source is built with ours.
        case swiftPackage = "swift-package"
        /// A shared library of the operating system.
        case systemLibrary = "system-library"
    }

    public var kind: Kind
    /// As its makers call it: `swift-nio`, `libpq`.
    public var name: String
    /// nil: it does not tell.
    public var version: String?
    /// By SPDX; `NOASSERTION` where nobody has looked.
    public var licence: String
    /// Where it comes from.
    public var address: String
    /// Its code is in the program. Of packages that others ask for, some only serve what is not used here.
    public var isLinked = true

    /// All of them: Swift packages by name, then libraries.
    public static var all: [Dependency] { swiftPackages + systemLibraries }
}

/// What this program calls itself.
public enum Program {
    public static let version = "0.1.0"
}
