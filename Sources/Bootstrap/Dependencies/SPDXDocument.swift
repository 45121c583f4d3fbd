public import Commons
import Foundation
import Secrets

/// What the program consists of, in the form that other tools read: SPDX 2.3, as JSON
/// (https://spdx.github.io/spdx-spec/v2.3/).
public struct SPDXDocument: Encodable, Sendable {
    struct CreationInfo: Encodable {
        var created: String
        var creators = ["Tool: linli-\(Program.version)"]
    }

    struct Package: Encodable {
        var SPDXID: String
        var name: String
        var versionInfo: String
        var supplier = "NOASSERTION"
        var downloadLocation: String
        var filesAnalyzed = false
        var homepage: String?
        var licenseConcluded = "NOASSERTION"
        var licenseDeclared: String
        var copyrightText = "NOASSERTION"
        var primaryPackagePurpose: String
        var externalRefs: [Reference]?
        var comment: String?
    }

    struct Reference: Encodable {
        var referenceCategory = "PACKAGE-MANAGER"
        var referenceType = "purl"
        var referenceLocator: String
    }

    struct Relationship: Encodable {
        var spdxElementId: String
        var relatedSpdxElement: String
        var relationshipType: String
    }

    var spdxVersion = "SPDX-2.3"
    var dataLicense = "CC0-1.0"
    var SPDXID = "SPDXRef-DOCUMENT"
    var name = "linli-\(Program.version)"
    var documentNamespace: String
    var creationInfo: CreationInfo
    var packages: [Package]
    var relationships: [Relationship]

    /// - `now`: when it was made: it stands in the document, to the second.
    public init(_ dependencies: [Dependency], at now: Instant) {
        let own = Package(
            SPDXID: "SPDXRef-linli", name: "linli", versionInfo: Program.version, downloadLocation: "NOASSERTION",
            licenseDeclared: "Apache-2.0", primaryPackagePurpose: "APPLICATION")
        packages = [own] + dependencies.map { Package($0) }
        relationships =
            [
                Relationship(
                    spdxElementId: SPDXID, relatedSpdxElement: own.SPDXID, relationshipType: "DESCRIBES")
            ]
            + zip(dependencies, packages.dropFirst()).map { dependency, package in
                Relationship(
                    spdxElementId: own.SPDXID, relatedSpdxElement: package.SPDXID,
                    relationshipType: dependency.relationship)
            }
        creationInfo = CreationInfo(created: SPDXDocument.moment(now))
        // One name for one content: the same program on the same system at the same moment.
        let content = dependencies.map { "\($0.name) \($0.version ?? "")" }.joined(separator: "\n")
        let digest = SHA256Digest.hex(of: Array((creationInfo.created + content).utf8)).prefix(32)
        documentNamespace = "https://spdx.org/spdxdocs/linli-\(Program.version)-\(digest)"
    }

    /// In UTC, to the second, as the specification wants it.
    private static func moment(_ now: Instant) -> String {
        let date = Date(timeIntervalSince1970: Double(now.milliseconds / 1000))
        return date.formatted(.iso8601)
    }
}

extension Dependency {
    fileprivate var relationship: String {
        switch (kind, isLinked) {
        case (.systemLibrary, _): "DYNAMIC_LINK"
        case (.swiftPackage, true): "STATIC_LINK"
        case (.swiftPackage, false): "DEPENDS_ON"
        }
    }
}

extension SPDXDocument.Package {
    fileprivate init(_ dependency: Dependency) {
        let name = dependency.name
        SPDXID = "SPDXRef-\(dependency.kind.rawValue)-\(name)"
        self.name = name
        versionInfo = dependency.version ?? "NOASSERTION"
        licenseDeclared = dependency.licence
        primaryPackagePurpose = "LIBRARY"
        switch dependency.kind {
        case .swiftPackage:
            downloadLocation = dependency.address
            // pkg:swift/github.com/apple/swift-nio@2.101.2
            let place = dependency.address.replacing("https://", with: "").replacing(".git", with: "")
            externalRefs = [.init(referenceLocator: "pkg:swift/\(place)@\(versionInfo)")]
            if !dependency.isLinked { comment = "None of its code is in the program." }
            if name == "swift-nio-ssl" { comment = "Contains BoringSSL: see its NOTICE.txt." }
        case .systemLibrary:
            downloadLocation = "NOASSERTION"
            homepage = dependency.address
        }
    }
}
