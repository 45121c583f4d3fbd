import Community
import Safety

extension Catalog {
    /// The domains that this program is built with.
    static let builtIn = Catalog([Estate.domain, Safety.domain])
}
