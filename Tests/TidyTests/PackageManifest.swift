/// The targets of Package.swift, read as text: rooms, their layers (comments such as `// 2`) and what each may import.
struct PackageManifest {
    struct Target {
        var name: String
        /// From 0; what stands before the comment `// 0` is below every layer.
        var layer: Int
        var isTest: Bool
        var dependencies: Set<String>
        /// From 0.
        var line: Int
    }

    let file: RepositoryFile
    /// In their order; a room makes two, its library and its tests.
    private(set) var targets: [Target] = []
    /// Modules of other packages that some target depends on.
    private(set) var products: Set<String> = []

    private static let declarations = ["room(", ".target(", ".executableTarget(", ".testTarget(", ".systemLibrary("]

    init(_ file: RepositoryFile) {
        self.file = file
        let text = file.lines.joined(separator: "\n")
        guard var rest = text.firstRange(of: "let package = Package(").map({ text[$0.upperBound...] }) else { return }
        var layer = -1
        while !rest.isEmpty {
            if let comment = rest.prefixMatch(of: /\n *\/\/ (\d+)\b[^\n]*/) {
                layer = Int(comment.1) ?? layer
                rest = rest[comment.range.upperBound...]
            } else if let word = Self.declarations.first(where: { rest.hasPrefix($0) }) {
                let line = text[..<rest.startIndex].utf8.count { $0 == UInt8(ascii: "\n") }
                let after = rest.dropFirst(word.count - 1).afterBalanced("(", ")")
                add(word, rest[rest.startIndex..<after.startIndex].dropFirst(word.count), layer, line)
                rest = after
            } else {
                rest = rest.dropFirst()
            }
        }
    }

    private mutating func add(_ word: String, _ arguments: Substring, _ layer: Int, _ line: Int) {
        guard let name = Self.literals(arguments).first else { return }
        for product in arguments.matches(of: /\.product\(name: "(\w+)"/) { products.insert(String(product.1)) }
        if word == "room(" {
            let own = Self.list(arguments, after: name + "\"")
            let more = Self.list(arguments, after: "tests:")
            targets.append(Target(name: name, layer: layer, isTest: false, dependencies: own, line: line))
            targets.append(
                Target(name: name + "Tests", layer: layer, isTest: true, dependencies: more.union([name]), line: line))
        } else {
            let names = Self.list(arguments, after: "dependencies:")
            let isTest = word == ".testTarget("
            targets.append(Target(name: name, layer: layer, isTest: isTest, dependencies: names, line: line))
        }
    }

    /// The names in the list that follows a label directly.
    private static func list(_ arguments: Substring, after label: String) -> Set<String> {
        guard let range = arguments.firstRange(of: label) else { return [] }
        let rest = arguments[range.upperBound...].drop { $0 == "," || $0.isWhitespace }
        guard rest.first == "[" else { return [] }
        return Set(literals(rest[rest.startIndex..<rest.afterBalanced("[", "]").startIndex]))
    }

    /// Strings that name targets, modules of packages included, the packages themselves and traits not.
    private static func literals(_ text: Substring) -> [String] {
        let names = text.replacing(/package: "[^"]*"/, with: "").replacing(/traits: \[[^\]]*\]/, with: "")
        return names.matches(of: /"([^"]*)"/).map { String($0.1) }
    }

    func target(_ name: String) -> Target? { targets.first { $0.name == name } }

    /// Dependencies that do not point down.
    var climbing: [Breach] {
        targets.filter { !$0.isTest }.flatMap { target in
            target.dependencies.sorted().compactMap { name -> Breach? in
                guard let other = self.target(name), other.layer >= target.layer else { return nil }
                let (from, to) = ("\(target.name) (layer \(target.layer))", "\(name) (layer \(other.layer))")
                return file.breach(target.line, "\(from) depends on \(to); dependencies point down only")
            }
        }
    }

    /// Imports of a source file that its target has not declared. Modules of the system are nobody's business here.
    func undeclaredImports(_ source: RepositoryFile) -> [Breach] {
        let parts = source.path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Tests" else { return [] }
        guard let target = target(String(parts[1])) else {
            return [source.breach(0, "Package.swift has no target \(parts[1])")]
        }
        return SwiftCode(source).lines.enumerated().compactMap { index, line in
            guard let module = Self.imported(line), module != target.name else { return nil }
            let isOurs = products.contains(module) || self.target(module) != nil
            guard isOurs, !target.dependencies.contains(module) else { return nil }
            return source.breach(index, "\(target.name) imports \(module), which Package.swift does not let it see")
        }
    }

    /// The module that a line of code imports.
    static func imported(_ line: String) -> String? {
        guard line.contains("import") else { return nil }
        // Attributes, access, and the kind of a single symbol may stand before the name.
        let pattern =
            #/
            ^\s* (?:@\w+(?:\([^)]*\))?\s+)* (?:(?:public|package|internal|fileprivate|private)\s+)? import\s+
            (?:(?:struct|class|enum|protocol|actor|func|var|let|typealias)\s+)? (\w+)
            /#
        return line.firstMatch(of: pattern).map { String($0.1) }
    }
}
