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
    static let events = Route("/community/events")
    static let eventsExport = Route("/community/events/export/{format}")
    static let deviceReadings = Route("/community/device/{item}/readings")
    static let deviceReadingsExport = Route("/community/device/{item}/readings/export/{format}")
    static let calendar = Route("/community/resource/{item}/calendar")
    static let messages = Route(CommunityDesk.messages)
    static let message = Route(CommunityDesk.messages + "/{item}")
    static let messageFile = Route(CommunityDesk.messages + "/{item}/files/{file}")

    static func results(_ kind: Kind) -> Route { Route("/community/\(kind.id)/{item}/results") }
}

/// Addresses of the pages of a kind.
struct KindRoutes {
    private let base: String

    init(_ kind: Kind) { base = "/community/\(kind.id)" }

    var list: Route { Route(base) }
    var new: Route { Route("\(base)/new") }
    var item: Route { Route("\(base)/{item}") }
    var edit: Route { Route("\(base)/{item}/edit") }
    var history: Route { Route("\(base)/{item}/history") }
    var act: Route { Route("\(base)/{item}/acts/{act}") }
    var file: Route { Route("\(base)/{item}/files/{file}") }
    var importFile: Route { Route("\(base)/import") }
    var export: Route { Route("\(base)/export/{format}") }
    var template: Route { Route("\(base)/import/template") }
    var look: Route { Route("\(base)/{item}/look") }
    var clearExport: Route { Route("\(base)/export") }
}

/// Addresses of the API of a kind.
struct KindAPIRoutes {
    private let base: String

    init(_ kind: Kind) { base = "/api/v1/community/\(kind.id)" }

    var list: Route { Route(base) }
    var item: Route { Route("\(base)/{item}") }
    var acts: Route { Route("\(base)/{item}/acts/{act}") }
    var history: Route { Route("\(base)/{item}/history") }
    var importRows: Route { Route("\(base)/import") }
    var look: Route { Route("\(base)/{item}/look") }
}

enum CommunityAPIRoutes {
    static let readings = Route("/api/v1/readings")
    static let day = Route("/api/v1/readings/days/{day}")
    static let events = Route("/api/v1/events")
    static let series = Route("/api/v1/community/device/{item}/readings/{property}")
    static let catalog = Route("/api/v1/community")
    static let slots = Route("/api/v1/community/resource/{item}/slots")
    static let messages = Route("/api/v1/messages")
    static let message = Route("/api/v1/messages/{item}")
    static let readMessage = Route("/api/v1/messages/{item}/read")
    static let answerMessage = Route("/api/v1/messages/{item}/answer")

    static func results(_ kind: Kind) -> Route { Route("/api/v1/community/\(kind.id)/{item}/results") }
}
