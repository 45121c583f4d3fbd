import BuiltInPackages
import Foundation

extension Dependency {
    private struct Resolved: Decodable {
        struct Pin: Decodable {
            struct State: Decodable { var version: String? }
            var identity: String
            var location: String
            var state: State
        }
        var pins: [Pin]
    }

    /// With the versions that the binary was built from: they are in it, as `Package.resolved` named them.
    static let swiftPackages: [Dependency] = {
        var count = 0
        guard let bytes = linli_packages(&count) else { return [] }
        let file = Data(bytes: bytes, count: count)
        let pins = (try? JSONDecoder().decode(Resolved.self, from: file))?.pins ?? []
        return pins.sorted { $0.identity < $1.identity }.map { pin in
            Dependency(
                kind: .swiftPackage, name: pin.identity, version: pin.state.version,
                licence: licences[pin.identity] ?? "NOASSERTION", address: pin.location,
                isLinked: !unused.contains(pin.identity))
        }
    }()

    /// As their LICENSE files say.
    private static let licences: [String: String] = {
        let apache = [
            "async-http-client", "hummingbird", "swift-algorithms", "swift-argument-parser", "swift-asn1",
            "swift-async-algorithms", "swift-atomics", "swift-certificates", "swift-collections",
            "swift-configuration", "swift-crypto", "swift-distributed-tracing", "swift-http-structured-headers",
            "swift-http-types", "swift-log", "swift-metrics", "swift-nio", "swift-nio-extras", "swift-nio-http2",
            "swift-nio-ssl", "swift-nio-transport-services", "swift-numerics", "swift-service-context",
            "swift-service-lifecycle", "swift-system",
        ]
        let licences = Dictionary(apache.map { ($0, "Apache-2.0") }) { first, _ in first }
        return licences.merging(["bigint": "MIT", "grdb.swift": "MIT"]) { first, _ in first }
    }()

    /// Asked for by parts of other packages that Linli does not use: none of their code is in the binary.
    private static let unused: Set = [
        "async-http-client", "swift-algorithms", "swift-asn1", "swift-certificates", "swift-crypto",
        "swift-http-structured-headers", "swift-nio-http2", "swift-nio-transport-services", "swift-numerics",
        "swift-service-context",
    ]
}
