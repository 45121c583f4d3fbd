import Commons
import Markup
import PortalKit

extension Lapse {
    func text(_ language: PageLanguage) -> String { language(shown) }
}

extension Instant {
    /// `09:30:05`, Beijing time.
    var clock: String { String(iso.dropFirst(11).prefix(8)) }
}
