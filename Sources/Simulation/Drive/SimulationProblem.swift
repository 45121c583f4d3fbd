import Delivery
import Foundation
public import Rulebook

/// Why a simulation cannot go on.
public struct SimulationProblem: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The server does not answer.
        case unavailable
        /// It does not let the simulation in, or does not take what it sends.
        case refused
    }
    public var kind: Kind
    public var reason: Phrase

    public init(_ kind: Kind, zh: String, en: String) {
        self.kind = kind
        reason = Phrase(zh: zh, en: en)
    }

    static func silent(_ site: String, _ error: any Error) -> SimulationProblem {
        let detail = (error as? DeliveryError).map { $0.detail.isEmpty ? $0.description : $0.detail } ?? "\(error)"
        return SimulationProblem(
            .unavailable, zh: "服务器没有应答：\(site)（\(detail)）", en: "no answer from \(site): \(detail)")
    }

    static func refused(_ method: String, _ path: String, _ answer: SiteAnswer) -> SimulationProblem {
        struct Problem: Decodable {
            var detail: String
        }
        let told = try? JSONDecoder().decode(Problem.self, from: Data(answer.body)).detail
        let detail = told ?? String(decoding: answer.body.prefix(200), as: UTF8.self)
        return SimulationProblem(
            .refused, zh: "服务器不接受 \(method) \(path)：\(answer.status) \(detail)",
            en: "the server does not take \(method) \(path): \(answer.status) \(detail)")
    }
}
