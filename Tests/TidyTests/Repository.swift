import Foundation

/// The tree of this repository as it is on disk, without what `.gitignore` names.
struct Repository: Sendable {
    static let whole = Repository(root: sourceRoot)

    /// Tests/TidyTests/Repository.swift is two folders below the root.
    private static let sourceRoot: URL =
        URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let root: URL
    let files: [RepositoryFile]

    init(root: URL) {
        self.root = root
        let ignored = IgnoreList((try? String(contentsOf: root.appending(path: ".gitignore"), encoding: .utf8)) ?? "")
        var files: [RepositoryFile] = []
        func walk(_ folder: String) {
            let url = folder.isEmpty ? root : root.appending(path: folder)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            for name in names.sorted() {
                let path = folder.isEmpty ? name : folder + "/" + name
                let type = try? FileManager.default.attributesOfItem(atPath: url.appending(path: name).path)[.type]
                let isFolder = type as? FileAttributeType == .typeDirectory
                if ignored.contains(name, isFolder: isFolder) { continue }
                if isFolder {
                    walk(path)
                } else if let data = try? Data(contentsOf: url.appending(path: name)) {
                    files.append(RepositoryFile(path: path, data: data))
                }
            }
        }
        walk("")
        self.files = files
    }

    var texts: [RepositoryFile] { files.filter { !$0.isBinary } }

    var swift: [RepositoryFile] { files.filter { $0.has(".swift") } }

    func file(_ path: String) throws -> RepositoryFile {
        guard let file = files.first(where: { $0.path == path }) else { throw Missing(path: path) }
        return file
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    struct Missing: Error {
        var path: String
    }
}

/// One file and its lines.
struct RepositoryFile: Sendable {
    /// From the root, with `/`.
    let path: String
    let size: Int
    let isBinary: Bool
    /// Without line ends; empty for a binary file.
    let lines: [String]

    init(path: String, data: Data) {
        let text = data.contains(0) ? nil : String(data: data, encoding: .utf8)
        self.init(path: path, size: data.count, text: text)
    }

    /// A file that only a test knows.
    init(path: String, text: String) {
        self.init(path: path, size: text.utf8.count, text: text)
    }

    private init(path: String, size: Int, text: String?) {
        self.path = path
        self.size = size
        isBinary = text == nil
        let pieces = text?.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) ?? []
        lines = pieces.map { String(Substring($0)) }
    }

    func has(_ endings: String...) -> Bool { endings.contains { path.hasSuffix($0) } }

    func isUnder(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    func breach(_ index: Int, _ message: String) -> Breach { Breach(path: path, line: index + 1, message: message) }

    /// A breach for each line that the rule has something to say about.
    func breaches(_ rule: (String) -> String?) -> [Breach] {
        lines.enumerated().compactMap { index, line in rule(line).map { breach(index, $0) } }
    }
}

/// The names in `.gitignore`, as far as this repository uses its language: `name`, `*.ending`, `name/`, at any depth.
struct IgnoreList {
    private let files: [String]
    private let folders: [String]

    init(_ text: String) {
        let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        files = lines.filter { !$0.hasSuffix("/") }
        folders = lines.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } + [".git"]
    }

    func contains(_ name: String, isFolder: Bool) -> Bool {
        // In a linked work tree .git is a file.
        name == ".git" || (isFolder ? folders : files).contains { fnmatch($0, name, 0) == 0 }
    }
}
