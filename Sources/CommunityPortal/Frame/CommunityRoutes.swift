import Community
import PortalKit

/// Addresses of the community wing that are not of a kind.
enum CommunityRoutes {
    static let home = Route("/community")
    static let duty = Route("/duty")
    static let dutyEvents = Route("/duty/events")
    static let dutyBoard = Route("/duty/board")
    static let drills = Route("/duty/drills")
    static let drill = Route("/duty/drills/{alarm}")
    static let rules = Route("/duty/rules")
    static let refused = Route("/duty/refused")
    static let deviceReadings = Route("/community/device/{item}/readings")
}

/// Addresses of the pages of a kind.
struct KindRoutes {
    let list: Route
    let new: Route
    let item: Route
    let edit: Route
    let history: Route
    let act: Route
    let file: Route
    let importFile: Route
    let export: Route
    let template: Route

    init(_ kind: Kind) {
        let base = "/community/\(kind.id)"
        list = Route(base)
        new = Route("\(base)/new")
        item = Route("\(base)/{item}")
        edit = Route("\(base)/{item}/edit")
        history = Route("\(base)/{item}/history")
        act = Route("\(base)/{item}/acts/{act}")
        file = Route("\(base)/{item}/files/{file}")
        importFile = Route("\(base)/import")
        export = Route("\(base)/export/{format}")
        template = Route("\(base)/import/template")
    }
}

/// Addresses of the API of a kind.
struct KindAPIRoutes {
    let list: Route
    let item: Route
    let acts: Route
    let history: Route

    init(_ kind: Kind) {
        let base = "/api/v1/community/\(kind.id)"
        list = Route(base)
        item = Route("\(base)/{item}")
        acts = Route("\(base)/{item}/acts/{act}")
        history = Route("\(base)/{item}/history")
    }
}

enum CommunityAPIRoutes {
    static let readings = Route("/api/v1/readings")
    static let events = Route("/api/v1/events")
    static let series = Route("/api/v1/community/device/{item}/readings/{property}")
    static let catalog = Route("/api/v1/community")
}
