public import Commons
public import Community
public import PortalKit
import Rulebook

/// The pages and the API of the community wing. Pages of kinds are derived from what the kinds declare; a domain has
/// pages of its own only where these do not do.
public struct CommunityPortal: Sendable {
    public var desk: CommunityDesk
    public var files: Files
    public var uploads: Uploads
    /// What stands around every page.
    public var frame: PageFrame

    public init(desk: CommunityDesk, files: Files, uploads: Uploads, frame: PageFrame) {
        self.desk = desk
        self.files = files
        self.uploads = uploads
        self.frame = frame
    }

    /// Everything that this portal answers.
    public var endpoints: [Endpoint] { itemEndpoints + itemAPIEndpoints + dutyEndpoints + readingEndpoints }

    /// What stands in the navigation of every page.
    public static func entries(_ catalog: Catalog) -> [PageFrame.Entry] {
        [
            PageFrame.Entry(
                Phrase(zh: "社区", en: "Community"), CommunityRoutes.home.path(), Estate.space.function(.read)),
            PageFrame.Entry(
                Estate.order.title, KindRoutes(Estate.order).list.path(), Estate.order.function(.read)),
            PageFrame.Entry(Phrase(zh: "值班", en: "Duty"), CommunityRoutes.duty.path(), CommunityFunction.duty),
        ]
    }

    var now: Instant { desk.surroundings.now() }
}
