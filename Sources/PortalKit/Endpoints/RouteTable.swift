import HTTPTypes

/// Finds the endpoint of a path: literals before parameters, whole segments only.
struct RouteTable: Sendable {
    /// What a path leads to.
    enum Match {
        case endpoint(Int, [String])
        /// There are endpoints here, with other methods.
        case methods([HTTPRequest.Method])
        case nothing
        /// A `%` that encodes nothing, or bytes that are no UTF-8.
        case malformed
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var endpoints: [(method: HTTPRequest.Method, endpoint: Int)] = []
    }

    private var nodes = [Node()]

    /// Two endpoints with the same method at the same place are a mistake in the program and stop it.
    init(_ routes: [(method: HTTPRequest.Method, route: Route)]) {
        for (index, (method, route)) in routes.enumerated() {
            var place = 0
            for segment in route.segments { place = child(of: place, segment) }
            precondition(
                !nodes[place].endpoints.contains { $0.method == method }, "two endpoints: \(method) \(route)")
            nodes[place].endpoints.append((method, index))
        }
    }

    private mutating func child(of place: Int, _ segment: Route.Segment) -> Int {
        let known: Int? =
            switch segment {
            case .literal(let text): nodes[place].literals[text]
            case .parameter: nodes[place].parameter
            }
        if let known { return known }
        nodes.append(Node())
        switch segment {
        case .literal(let text): nodes[place].literals[text] = nodes.count - 1
        case .parameter: nodes[place].parameter = nodes.count - 1
        }
        return nodes.count - 1
    }

    func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
        guard path.utf8.first == UInt8(ascii: "/") else { return .malformed }
        var segments: [String] = []
        if path.utf8.count > 1 {
            for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
                if part.contains(UInt8(ascii: "%")) {
                    guard let text = Percent.decode(part) else { return .malformed }
                    segments.append(text)
                } else {
                    segments.append(String(Substring(part)))
                }
            }
        }
        var values: [String] = []
        guard let place = find(segments[...], from: 0, &values) else { return .nothing }
        let endpoints = nodes[place].endpoints
        if let found = endpoints.first(where: { $0.method == method }) { return .endpoint(found.endpoint, values) }
        if method == .head, let found = endpoints.first(where: { $0.method == .get }) {
            return .endpoint(found.endpoint, values)
        }
        return .methods(endpoints.map(\.method))
    }

    private func find(_ rest: ArraySlice<String>, from place: Int, _ values: inout [String]) -> Int? {
        guard let segment = rest.first else { return nodes[place].endpoints.isEmpty ? nil : place }
        if let next = nodes[place].literals[segment], let found = find(rest.dropFirst(), from: next, &values) {
            return found
        }
        guard let next = nodes[place].parameter, RouteTable.isValue(segment) else { return nil }
        values.append(segment)
        if let found = find(rest.dropFirst(), from: next, &values) { return found }
        values.removeLast()
        return nil
    }

    /// Nothing, `.`, `..` and control characters are nobody's id, and proxies read them in their own ways.
    private static func isValue(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".." && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
}
