import Community
import Facilities
import Patrol
import Safety

extension Catalog {
    /// The domains that this program is built with.
    static let builtIn = Catalog([Estate.domain, Estate.money, Safety.domain, Facilities.domain, Patrol.domain])
}
