import Community
import Facilities
import Property
import Safety
import SecurityDomain

extension Catalog {
    /// The domains that this program is built with.
    static let builtIn = Catalog([
        Estate.domain, Estate.money, Safety.domain, Facilities.domain, Security.domain, Property.domain,
    ])
}
