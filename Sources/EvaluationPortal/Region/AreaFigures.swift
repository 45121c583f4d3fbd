import Evaluation
import Rulebook

/// A district in numbers, for the map.
struct AreaFigures: Hashable, Sendable {
    var communities = 0
    var scored = 0
    var certified = 0
    /// In hundredths.
    var median: Int?

    /// Of every area by its code; one that lies in another counts in both.
    static func all(_ codes: [String], _ standings: [CommunityStanding], on day: Day) -> [String: AreaFigures] {
        var figures = Dictionary(codes.map { ($0, AreaFigures()) }) { first, _ in first }
        var points: [String: [Int]] = [:]
        let lengths = Set(codes.map(\.utf8.count))
        for standing in standings {
            let isCertified = standing.isCertified(on: day)
            for length in lengths {
                let code = String(decoding: standing.latest.region.utf8.prefix(length), as: UTF8.self)
                guard code.utf8.count == length, figures[code] != nil else { continue }
                figures[code]?.communities += 1
                if isCertified { figures[code]?.certified += 1 }
                if standing.isScored {
                    figures[code]?.scored += 1
                    points[code, default: []].append(standing.latest.q)
                }
            }
        }
        for (code, values) in points { figures[code]?.median = Middle.median(values) }
        return figures
    }
}
