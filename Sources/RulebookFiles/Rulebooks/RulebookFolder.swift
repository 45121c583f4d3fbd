import BuiltInStandards
public import Rulebook

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The files of one rulebook, from a folder or from the binary.
public struct RulebookFolder: Sendable {
    /// The folder as the user named it, or the id of a built-in one.
    public var name: String
    /// By file name.
    public var files: [String: SourceFile]

    public init(name: String, files: [SourceFile]) {
        self.name = name
        self.files = Dictionary(files.map { ($0.name.split(separator: "/").last.map(String.init) ?? $0.name, $0) }) {
            $1
        }
    }

    /// The YAML files of a folder.
    public init(path: String) throws(SourceFile.Problem) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .missing }
        guard isFolder, let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .unreadable(path)
        }
        var files: [SourceFile] = []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            files.append(try SourceFile(path: path.hasSuffix("/") ? path + name : path + "/" + name))
        }
        self.init(name: path, files: files)
    }

    /// The rulebooks that are part of the binary, by id.
    public static let builtIn = folders(linli_standard_file_count(), linli_standard_file)

    /// What clauses of these ask of metrics, by the id of the rulebook.
    public static let builtInBindings = folders(linli_bindings_file_count(), linli_bindings_file)

    private static func folders(_ count: Int, _ file: (Int) -> linli_standard) -> [String: RulebookFolder] {
        var folders: [String: [SourceFile]] = [:]
        for index in 0..<count {
            let file = file(index)
            let path = String(cString: file.path)
            let id = String(path.prefix { $0 != "/" })
            let bytes = [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.count))
            folders[id, default: []].append(SourceFile(name: path, bytes: bytes))
        }
        return folders.reduce(into: [:]) { $0[$1.key] = RulebookFolder(name: $1.key, files: $1.value) }
    }
}

extension Rulebook {
    /// A built-in rulebook by id; nil where there is none.
    public static func builtIn(_ id: String) -> Rulebook? {
        guard let folder = RulebookFolder.builtIn[id] else { return nil }
        return RulebookReader.read(folder).rulebook
    }
}
