import HTTPTypes
import Secrets

/// The portal's own files, at addresses that change with their bytes: browsers keep them for good.
public struct Assets: Sendable {
    private let byName: [String: String]
    private let byPath: [String: (asset: Asset, tag: EntityTag)]

    /// Two with the same name are a mistake in the program and stop it.
    public init(_ assets: [Asset] = []) {
        let entries = assets.map { asset -> (name: String, path: String, asset: Asset, tag: EntityTag) in
            let hash = String(SHA256Digest.hex(of: asset.bytes).prefix(16))
            let dot = asset.name.lastIndex(of: ".") ?? asset.name.endIndex
            let path = "/assets/\(asset.name[..<dot])-\(hash)\(asset.name[dot...])"
            return (asset.name, path, asset, EntityTag(value: hash))
        }
        byName = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.path) })
        byPath = Dictionary(uniqueKeysWithValues: entries.map { ($0.path, ($0.asset, $0.tag)) })
    }

    /// Where an asset is. One that does not exist is a mistake in the program and stops it.
    public func path(_ name: String) -> String {
        guard let path = byName[name] else { preconditionFailure("no asset '\(name)'") }
        return path
    }

    /// nil: the path is none of an asset.
    func reply(_ passage: Passage) throws(Fault) -> Reply? {
        guard passage.path.hasPrefix("/assets/") else { return nil }
        guard let (asset, tag) = byPath[String(passage.path)] else { throw .missing }
        guard passage.request.method == .get || passage.request.method == .head else { throw .method(allowed: [.get]) }
        return Reply(status: .ok, type: asset.type, body: .bytes(asset.bytes), etag: tag)
            .with(.cacheControl, "public, max-age=31536000, immutable")
    }
}
