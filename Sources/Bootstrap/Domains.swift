import Community
import Facilities
import Patrol
import Property
import Safety

extension Catalog {
    /// The domains that this program is built with.
    static let builtIn = Catalog([
        Estate.domain, Estate.money, Safety.domain, Facilities.domain, Patrol.domain, Property.domain,
    ])
}
