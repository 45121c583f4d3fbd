import Testing

/// Dependencies point down; the compiler holds most of this too, later and less clearly.
@Suite struct LayerTests {
    let repository = Repository.whole
    let manifest: PackageManifest

    init() throws {
        manifest = PackageManifest(try repository.file("Package.swift"))
    }

    @Test func dependenciesPointDown() {
        #expect(manifest.targets.count > 10, "Package.swift was not understood")
        expectNone(manifest.climbing)
    }

    @Test func importsAreDeclared() {
        expectNone(repository.swift.flatMap(manifest.undeclaredImports))
    }

    @Test func rulebookIsPure() {
        let files = repository.swift.filter { $0.isUnder("Sources/Rulebook") }
        #expect(!files.isEmpty)
        expectNone(files.flatMap(Self.impurities))
    }

    /// No I/O, no clock, no randomness, no environment: they are passed in.
    static func impurities(_ file: RepositoryFile) -> [Breach] {
        let modules = ["Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "Synchronization"]
        let outside =
            #/
            \bDate\( | \bDate\.now | \b\w*Clock\b | \bDispatchTime\b | \btime\( | \brandom | \bshuffle
            | RandomNumberGenerator | \bUUID\( | \bProcessInfo\b | \bCommandLine\b | \bgetenv\b | \bFileManager\b
            | \bprint\( | \breadLine\(
            /#
            .wordBoundaryKind(.simple)
        return SwiftCode(file).lines.enumerated().compactMap { index, line in
            if let module = PackageManifest.imported(line), modules.contains(module) {
                return file.breach(index, "imports \(module); Rulebook does no I/O")
            }
            guard let match = line.firstMatch(of: outside) else { return nil }
            return file.breach(index, "`\(match.0)` in Rulebook; pass it in: no clock, no randomness, no I/O here")
        }
    }

    @Test func plantedImpurities() {
        let file = RepositoryFile(
            path: "Sources/Rulebook/Planted.swift",
            text: """
                public import BigInt
                internal import struct Foundation.Date
                let now = Date()  // Date()
                let day = Day(year: 2026), dated = "Date()"
                let dice = Int.random(in: 1...6)
                """)
        #expect(Self.impurities(file).map(\.line) == [2, 3, 5])
    }

    @Test func plantedManifest() {
        let manifest = PackageManifest(
            RepositoryFile(
                path: "Package.swift",
                text: """
                    func room(_ name: String) -> [Target] { [.target(name: name)] }
                    let package = Package(
                        targets: [.systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])])]
                            // 0
                            + room("Low", [.product(name: "BigInt", package: "big-int")])
                            + room("Beside", ["Low", "CYAML"], tests: ["High"])
                            // 1
                            + room("High", ["Low", .target(name: "CPQ", condition: .when(traits: ["PG"]))])
                    )
                    """))
        #expect(manifest.climbing.map(\.line) == [6])
        #expect(manifest.products == ["BigInt"])
        #expect(manifest.target("BesideTests")?.dependencies == ["Beside", "High"])
        #expect(manifest.target("High")?.dependencies == ["Low", "CPQ"])
        #expect(manifest.target("Beside")?.layer == 0 && manifest.target("CYAML")?.layer == -1)
        let low = RepositoryFile(
            path: "Sources/Low/A.swift",
            text: "import Foundation\nimport BigInt\n@testable import High // import CYAML")
        #expect(manifest.undeclaredImports(low).map(\.line) == [3])
        #expect(manifest.undeclaredImports(RepositoryFile(path: "Sources/Attic/A.swift", text: "")).count == 1)
    }
}
