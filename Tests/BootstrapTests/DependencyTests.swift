import Bootstrap
import Commons
import Foundation
import Testing

/// What `linli version --dependencies` says is what the program was built from.
@Suite struct DependencyTests {
    private struct Resolved: Decodable {
        struct Pin: Decodable {
            struct State: Decodable { var version: String }
            var identity: String
            var location: String
            var state: State
        }
        var pins: [Pin]
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func packagesAreThoseOfTheBuild() throws {
        let file = try Data(contentsOf: Self.root.appending(path: "Package.resolved"))
        let pins = try JSONDecoder().decode(Resolved.self, from: file).pins
        let told = Dependency.all.filter { $0.kind == .swiftPackage }
        #expect(pins.count > 10)
        #expect(
            Set(told.map { "\($0.name) \($0.version ?? "") \($0.address)" })
                == Set(pins.map { "\($0.identity) \($0.state.version) \($0.location)" }))
    }

    /// As the LICENSE file of each checkout begins.
    @Test func licencesAreThoseOfTheFiles() throws {
        let checkouts = Self.root.appending(path: ".build/checkouts")
        for dependency in Dependency.all where dependency.kind == .swiftPackage {
            let folder = checkouts.appending(
                path: URL(string: dependency.address)?.deletingPathExtension().lastPathComponent ?? "")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            let name = try #require(names.sorted().first { $0.hasPrefix("LICENSE") }, "\(dependency.name)")
            let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
            let found =
                text.contains("Apache License") && text.contains("Version 2.0")
                ? "Apache-2.0" : text.contains("Permission is hereby granted, free of charge") ? "MIT" : "?"
            #expect(dependency.licence == found, "\(dependency.name)")
        }
    }

    @Test func librariesTellTheirVersions() {
        let libraries = Dependency.all.filter { $0.kind == .systemLibrary }
        #expect(libraries.count == 14)
        for library in libraries where library.name != "swift-runtime" {
            #expect(library.version?.wholeMatch(of: /\d+(\.\d+)+[a-z]?/) != nil, "\(library)")
        }
    }

    @Test func everyPartIsInTheBillOfMaterials() throws {
        let all = Dependency.all
        let now = Instant(milliseconds: 1_790_000_000_123)
        let bytes = try JSONEncoder().encode(SPDXDocument(all, at: now))
        #expect(try JSONEncoder().encode(SPDXDocument(all, at: now)).count == bytes.count)
        let document = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        let creation = document["creationInfo"] as? [String: Any]
        #expect(creation?["created"] as? String == "2026-09-21T14:13:20Z")
        let packages = try #require(document["packages"] as? [[String: Any]])
        #expect(packages.count == all.count + 1)
        let ids = packages.compactMap { $0["SPDXID"] as? String }
        #expect(Set(ids).count == packages.count)
        #expect(ids.allSatisfy { $0.wholeMatch(of: /SPDXRef-[A-Za-z0-9.-]+/) != nil })
        let relations = try #require(document["relationships"] as? [[String: String]])
        #expect(Set(relations.compactMap { $0["relatedSpdxElement"] }) == Set(ids))
    }
}
