import Commons
import Evaluation
import Foundation
import PortalKit
public import Rulebook
import Secrets

/// Who may use which endpoint and do which act by the standard policy: the whole of it, as one table to read through.
public struct RightsTable: Sendable {
    /// Somebody to ask the policy about: nobody who is logged in, or anybody in this role.
    public struct Reader: Hashable, Sendable {
        /// `nobody`, or the role's name.
        public var id: String
        public var title: Phrase
    }

    /// An endpoint with those whom its door lets in.
    public struct Line: Sendable {
        public var method: String
        public var path: String
        /// `page` or `api`.
        public var interface: String
        /// `open`, `signed-in`, or the function that it takes.
        public var access: String
        public var summary: Phrase
        /// The media types that its body may have; empty: it takes none.
        public var bodyTypes: [String]
        public var readers: [Reader]
        /// Whether it takes a fresh proof of who asks: `no`, `always`, or `sometimes`, by what is asked.
        public var proof: String
    }

    /// An act with the states in which it can be done, and those who may. Endpoints that write say only who may come
    /// to the desk; this is what the desk says.
    public struct ActLine: Sendable {
        public var name: String
        public var function: String
        public var states: [String]
        public var readers: [Reader]
        /// It takes a fresh proof of who does it.
        public var isGrave: Bool
    }

    public let readers: [Reader]
    public let lines: [Line]
    public let acts: [ActLine]

    /// Of the portal as it is served: its table of endpoints is made the same way, on a database that nobody keeps.
    public static func standard() async throws -> RightsTable {
        let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(Token().text)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = ServerSettings(data: folder)
        let installation = try await Installation.open(settings)
        let table = RightsTable(Server(installation, settings).portal, RightsBook.installed.standard)
        try await installation.close()
        return table
    }

    init(_ portal: Portal, _ policy: Policy) {
        let visitors = RightsTable.visitors
        let readers = visitors.map(\.reader)
        self.readers = readers
        let expectations = portal.expectations(policy, of: visitors.map(\.visitor))
        lines = portal.endpoints.enumerated().map { index, endpoint in
            let mine = expectations[index * visitors.count..<(index + 1) * visitors.count]
            return Line(endpoint, zip(readers, mine).filter(\.1.isAllowed).map(\.0))
        }
        acts = EvaluationLifeCycle.acts.map { act in
            let allowed = visitors.filter { policy.decide($0.visitor, act.function).isAllowed }
            return ActLine(
                name: act.id, function: act.function.id, states: act.states.sorted(),
                readers: allowed.map(\.reader), isGrave: act.isGrave)
        }
    }

    private static var visitors: [(reader: Reader, visitor: Visitor)] {
        let house = Organisation(id: "organisation", kind: .body, name: "", region: "99")
        let nobody = (Reader(id: "nobody", title: Phrase(zh: "未登录", en: "Nobody")), Visitor.anybody())
        return [nobody]
            + Role.allCases.map { role in
                let person = Person(id: role.rawValue, name: "", login: role.rawValue)
                let membership = Membership(person: person.id, organisation: house, role: role)
                return (
                    Reader(id: role.rawValue, title: role.title), Visitor(person: person, memberships: [membership])
                )
            }
    }
}

extension RightsTable.Line {
    fileprivate init(_ endpoint: Endpoint, _ readers: [RightsTable.Reader]) {
        method = String(endpoint.name.prefix { $0 != " " })
        path = endpoint.route.template
        interface = endpoint.interface.rawValue
        access =
            switch endpoint.access {
            case .open: "open"
            case .signedIn: "signed-in"
            case .function(let function): function.id
            }
        summary = endpoint.summary
        bodyTypes =
            switch endpoint.input {
            case .nothing: []
            case .form: ["application/x-www-form-urlencoded"]
            case .multipart: ["multipart/form-data"]
            case .json: ["application/json"]
            case .upload(let types): types
            }
        self.readers = readers
        proof =
            switch endpoint.gravity {
            case .usual: "no"
            case .grave: "always"
            case .sometimes: "sometimes"
            }
    }
}
